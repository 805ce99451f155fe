// Metrics by name, with Keras 3's defaults. (`export *` as namespaces: declarations need no annotations, bundlers drop the unused.)
export { accuracy, binaryAccuracy, categoricalAccuracy, sparseCategoricalAccuracy } from "./accuracy.js";
export { meanAbsoluteError, meanAbsoluteError as mae } from "./mean-absolute-error.js";
export { meanSquaredError, meanSquaredError as mse } from "./mean-squared-error.js";
