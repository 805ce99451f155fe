// Losses that a string may name, `loss: "huber"`: the common ones, since every page that compiles a model carries these.
export { binaryCrossentropy, logLoss } from "./binary-crossentropy.js";
export { categoricalCrossentropy } from "./categorical-crossentropy.js";
export { huber } from "./huber.js";
export { meanAbsoluteError, meanAbsoluteError as mae } from "./mean-absolute-error.js";
export { meanSquaredError, meanSquaredError as mse } from "./mean-squared-error.js";
export { sparseCategoricalCrossentropy } from "./sparse-categorical-crossentropy.js";
