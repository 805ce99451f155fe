// Optimizers by name, with Keras 3's defaults.
export { adagrad } from "./adagrad.js";
export { adam, adamW } from "./adam.js";
export { rmsprop } from "./rmsprop.js";
export { sgd } from "./sgd.js";
