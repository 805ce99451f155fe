import { dense } from "./dense.js";
import { dropout } from "./dropout.js";
import { flatten } from "./flatten.js";
import { rescaling } from "./rescaling.js";

/** Layers by name, with Keras 3's defaults. */
export const layers = { dense, dropout, flatten, rescaling } as const;
