export { type Decided, type DecideOptions, decide } from "./decide.js";
export {
  type Bound,
  type DriftDiffusion,
  type DriftDiffusionOptions,
  driftDiffusion,
  thresholdFor,
} from "./drift-diffusion.js";
export {
  type AccumulatorTrials,
  type LeakyAccumulatorOptions,
  leakyAccumulator,
} from "./leaky-accumulator.js";
export {
  type SimulateDiffusionOptions,
  type SimulatedDiffusion,
  simulateDiffusion,
} from "./simulate-diffusion.js";
export { type SpikingTrials, type SpikingWinnerOptions, spikingWinner } from "./spiking-winner.js";
export { type SprtOptions, type SprtResult, sprt } from "./sprt.js";
export type { DecisionTrials } from "./trials.js";
export {
  type AttractorTrials,
  type AttractorTrialsOptions,
  type Pair,
  type WongWang,
  type WongWangOptions,
  wongWang,
} from "./wong-wang.js";
