// Optimizers with Keras 3's defaults. One that is not common gets its line here, not in by-name.ts.
export * from "./by-name.js";
