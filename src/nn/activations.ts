// Activations with Keras 3's defaults. One that is not common gets its line here, not in by-name.ts.
export * from "./activations/by-name.js";
export { hardSigmoid, hardSilu, hardTanh, relu6 } from "./activations/hard.js";
export { hardShrink, softShrink, tanhShrink, threshold } from "./activations/shrink.js";
export {
  celu,
  exponential,
  glu,
  logSigmoid,
  logSoftmax,
  mish,
  softsign,
  squareplus,
} from "./activations/smooth.js";
export { sparsemax, sparsePlus, sparseSigmoid } from "./activations/sparse.js";
