// Constraints of weights with Keras 3's defaults.

export { nonNeg } from "./non-neg.js";
export {
  type MaxNormOptions,
  type MinMaxNormOptions,
  maxNorm,
  minMaxNorm,
  type UnitNormOptions,
  unitNorm,
} from "./norms.js";
