// What a model asks of storage, in one module that is loaded when first asked for.
export { files } from "./files-here.js";
export { loadWeights } from "./load-weights.js";
export { toBytes } from "./model-bytes.js";
export { saveModel, saveWeights } from "./save-model.js";
