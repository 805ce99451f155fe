// Metrics with Keras 3's defaults. One that is not common gets its line here, not in by-name.ts.
export { auc } from "./auc.js";
export * from "./by-name.js";
export { expectedCalibrationError } from "./calibration-error.js";
export { confusionMatrix } from "./confusion-matrix.js";
export { f1Score, fBetaScore } from "./f-score.js";
export { categoricalHinge, hinge, squaredHinge } from "./hinge.js";
export { binaryIoU, iou, meanIoU, oneHotIoU, oneHotMeanIoU } from "./iou.js";
export {
  precisionAtRecall,
  recallAtPrecision,
  sensitivityAtSpecificity,
  specificityAtSensitivity,
} from "./operating-point.js";
export { mean, sum } from "./plain.js";
export {
  falseNegatives,
  falsePositives,
  precision,
  recall,
  trueNegatives,
  truePositives,
} from "./precision-recall.js";
export {
  binaryCrossentropy,
  binaryCrossentropy as bce,
  categoricalCrossentropy,
  klDivergence,
  poisson,
  sparseCategoricalCrossentropy,
} from "./probabilistic.js";
export { r2Score } from "./r2-score.js";
export {
  concordanceCorrelation,
  cosineSimilarity,
  logCoshError,
  meanAbsolutePercentageError,
  meanAbsolutePercentageError as mape,
  meanSquaredLogarithmicError,
  meanSquaredLogarithmicError as msle,
  pearsonCorrelation,
  rootMeanSquaredError,
} from "./regression.js";
export { sparseTopKCategoricalAccuracy, topKCategoricalAccuracy } from "./top-k.js";
