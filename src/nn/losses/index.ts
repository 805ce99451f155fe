import { meanSquaredError } from "./mean-squared-error.js";
import { sparseCategoricalCrossentropy } from "./sparse-categorical-crossentropy.js";

/** Losses by name, with Keras 3's defaults. */
export const losses = { meanSquaredError, mse: meanSquaredError, sparseCategoricalCrossentropy } as const;
