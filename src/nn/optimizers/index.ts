import { adam, adamW } from "./adam.js";
import { sgd } from "./sgd.js";

/** Optimizers by name, with Keras 3's defaults. */
export const optimizers = { adam, adamW, sgd } as const;
