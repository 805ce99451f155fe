export { type DeadLeavesOptions, deadLeaves } from "./dead-leaves.js";
export { type FilterTuning, filterTuning } from "./filter-tuning.js";
export { fitGabor, type Gabor } from "./gabor-fit.js";
export { type ImagePatchesOptions, imagePatches } from "./image-patches.js";
export {
  type SparseCode,
  type SparseCoding,
  type SparseCodingFitOptions,
  type SparseCodingOptions,
  sparseCoding,
} from "./sparse-coding.js";
export { scramblePhases, type WhitenOptions, whiten } from "./spectrum.js";
