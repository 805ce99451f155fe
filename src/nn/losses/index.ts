// Losses by name, with Keras 3's defaults.
export { binaryCrossentropy, logLoss } from "./binary-crossentropy.js";
export { categoricalCrossentropy } from "./categorical-crossentropy.js";
export { huber } from "./huber.js";
export { meanAbsoluteError, meanAbsoluteError as mae } from "./mean-absolute-error.js";
export { meanSquaredError, meanSquaredError as mse } from "./mean-squared-error.js";
export { sparseCategoricalCrossentropy } from "./sparse-categorical-crossentropy.js";
