// Losses with Keras 3's defaults. One that is not common gets its line here, not in by-name.ts.
export { binaryCrossentropy as bce } from "./binary-crossentropy.js";
export * from "./by-name.js";
export { circle } from "./circle.js";
export { cosineSimilarity } from "./cosine-similarity.js";
export { ctc } from "./ctc.js";
export { klDivergence, klDivergence as kld, poisson } from "./divergence.js";
export { contrastive, triplet } from "./embeddings.js";
export { binaryFocalCrossentropy, categoricalFocalCrossentropy } from "./focal-crossentropy.js";
export { categoricalGeneralizedCrossEntropy } from "./generalized-crossentropy.js";
export { categoricalHinge, hinge, squaredHinge } from "./hinge.js";
export { dice, tversky } from "./overlap.js";
export {
  logCosh,
  meanAbsolutePercentageError,
  meanAbsolutePercentageError as mape,
  meanSquaredLogarithmicError,
  meanSquaredLogarithmicError as msle,
} from "./regression.js";
