// Optimizers with Keras 3's defaults. One that is not common gets its line here, not in by-name.ts.

export { type AdadeltaOptions, adadelta } from "./adadelta.js";
export { type AdafactorOptions, adafactor } from "./adafactor.js";
export { adamax } from "./adamax.js";
export * from "./by-name.js";
export { type FtrlOptions, ftrl } from "./ftrl.js";
export { lamb } from "./lamb.js";
export { type LionOptions, lion } from "./lion.js";
export { type MuonOptions, muon } from "./muon.js";
export { nadam } from "./nadam.js";
