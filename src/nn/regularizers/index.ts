// Regularizers with Keras 3's defaults.
export { type L1l2Options, type L1Options, type L2Options, l1, l1l2, l2 } from "./l1l2.js";
export { type OrthogonalRegularizerOptions, orthogonalRegularizer } from "./orthogonal-regularizer.js";
