export { fashionMnist, fashionMnistClasses } from "./fashion-mnist.js";
export type { IdxSetOptions, ImageSet } from "./idx-set.js";
export { type Iris, iris } from "./iris.js";
export { mnist } from "./mnist.js";
export {
  type AboveOptions,
  above,
  type BlobsOptions,
  blobs,
  type CirclesOptions,
  circles,
  type LabeledPoints,
  moons,
  type PointsOptions,
  type SpiralsOptions,
  spirals,
  xor,
} from "./point-sets.js";
export { type Curve, type SineOptions, sine } from "./sine.js";
