export { type FittedActivation, fitActivation } from "./fit-activation.js";
export { betaOf, type LeakOptions, tauOf } from "./leak.js";
export { type ReluAsSpikesOptions, reluAsSpikes } from "./relu-as-spikes.js";
export { type SigmoidAsSpikesOptions, sigmoidAsSpikes } from "./sigmoid-as-spikes.js";
export { askBoth, type UnitAnswer, type UnitMapping } from "./unit-mapping.js";
