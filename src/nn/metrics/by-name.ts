// Metrics that a string may name, `metrics: ["accuracy"]`: the common ones, since every page that compiles a model carries these.
export { accuracy, binaryAccuracy, categoricalAccuracy, sparseCategoricalAccuracy } from "./accuracy.js";
export { meanAbsoluteError, meanAbsoluteError as mae } from "./mean-absolute-error.js";
export { meanSquaredError, meanSquaredError as mse } from "./mean-squared-error.js";
