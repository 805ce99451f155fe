// Optimizers that a string may name, `optimizer: "adam"`: the common ones, since every page that compiles a model carries these.
export { adagrad } from "./adagrad.js";
export { adam, adamW } from "./adam.js";
export { rmsprop } from "./rmsprop.js";
export { sgd } from "./sgd.js";
