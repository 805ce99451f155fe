// What a model can do beside training, in one module that is loaded when first asked for: one, since many small
// files are compressed worse and share more chunks.
export { Dataset } from "../data/dataset.js";
export { progressLine } from "./callbacks/progress-line.js";
export { evaluate, runEvaluation } from "./evaluate.js";
export { explainNonFinite } from "./explain-non-finite.js";
export { plotOf } from "./plot.js";
export { predict, predictAll } from "./predict.js";
export { probe } from "./probe.js";
export { splitArrays } from "./split-arrays.js";
export { trainOnBatch } from "./train-on-batch.js";
