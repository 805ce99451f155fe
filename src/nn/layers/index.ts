// Layers by name, with Keras 3's defaults.
export { dense } from "./dense.js";
export { dropout } from "./dropout.js";
export { flatten } from "./flatten.js";
export { rescaling } from "./rescaling.js";
