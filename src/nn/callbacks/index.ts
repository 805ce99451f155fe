// Callbacks by name, with Keras 3's defaults.
export { type CsvLoggerOptions, csvLogger } from "./csv-logger.js";
export { type EarlyStopping, type EarlyStoppingOptions, earlyStopping } from "./early-stopping.js";
export { type LambdaOptions, lambda } from "./lambda.js";
export { type LearningRateSchedulerOptions, learningRateScheduler } from "./learning-rate-scheduler.js";
export { type ModelCheckpointOptions, modelCheckpoint } from "./model-checkpoint.js";
export { type ReduceLROnPlateauOptions, reduceLROnPlateau } from "./reduce-lr-on-plateau.js";
export { type TerminateOnNaNOptions, terminateOnNaN } from "./terminate-on-nan.js";
