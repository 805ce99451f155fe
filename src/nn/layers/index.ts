// Layers by name, with Keras 3's defaults.
export { activation } from "./activation.js";
export { dense } from "./dense.js";
export { dropout } from "./dropout.js";
export { flatten } from "./flatten.js";
export { normalization } from "./normalization.js";
export { rescaling } from "./rescaling.js";
export { reshape } from "./reshape.js";
