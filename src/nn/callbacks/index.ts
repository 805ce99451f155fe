// Callbacks by name, with Keras 3's defaults.
export { type EarlyStopping, type EarlyStoppingOptions, earlyStopping } from "./early-stopping.js";
export { type LambdaOptions, lambda } from "./lambda.js";
export { type ModelCheckpointOptions, modelCheckpoint } from "./model-checkpoint.js";
