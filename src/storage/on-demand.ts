// What a model asks of storage, in one module that is loaded when first asked for. What a model does late otherwise comes along:
// a bundler then puts what both need into one file, by which a page that trains is 0.7 KB smaller.
import "../nn/on-demand.js";

export { files } from "./files-here.js";
export { loadWeights } from "./load-weights.js";
export { toBytes } from "./model-bytes.js";
export { saveModel, saveWeights } from "./save-model.js";
