export {
  binaryStep,
  clip,
  elu,
  gelu,
  leakyRelu,
  prelu,
  relu,
  selu,
  sigmoid,
  silu,
  softplus,
} from "./activations.js";
export {
  add,
  divide,
  log,
  maximum,
  minimum,
  mod,
  multiply,
  negative,
  power,
  square,
  subtract,
} from "./arithmetic.js";
export { averagePool, repeat } from "./average-pool.js";
export { bitShift, bitwiseAnd, bitwiseNot, bitwiseOr, bitwiseXor } from "./bits.js";
export { broadcastTo, expandDims, reshape, squeeze, sum } from "./broadcast.js";
export {
  equal,
  greater,
  greaterEqual,
  isInf,
  isNan,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
} from "./compare.js";
export { conv, convTranspose } from "./conv.js";
export { gatherNd, scatterElementsAdd, scatterNdAdd, take, takeAlongAxis } from "./gather.js";
export { customGradient, stopGradient, withGradient } from "./gradient.js";
export { concatenate, split, splitSizes, stack, transpose } from "./layout.js";
export {
  abs,
  arccos,
  arccosh,
  arcsin,
  arcsinh,
  arctan,
  arctanh,
  ceil,
  cos,
  cosh,
  erf,
  exp,
  floor,
  reciprocal,
  round,
  rsqrt,
  sign,
  sin,
  sinh,
  sqrt,
  tan,
  tanh,
} from "./math.js";
export { matmul, matrixProduct } from "./matmul.js";
export { maxPool } from "./max-pool.js";
export { oneHot } from "./one-hot.js";
export { pad } from "./pad.js";
export { arange, iota, sizesVector } from "./range.js";
export { argmax, argmin, cumsum, logSumExp, max, mean, min } from "./reduce.js";
export { scan, scanOp } from "./scan.js";
export { cast, where } from "./select.js";
export { cut, flip, padZeros, slice } from "./slice.js";
export { logSoftmax, softmax } from "./softmax.js";
export { topK } from "./top-k.js";
