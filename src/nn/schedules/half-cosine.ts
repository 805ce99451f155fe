import type { Value } from "../../core/graph.js";
import { add, cos, multiply } from "../../core/ops/index.js";

/** ½ (1 + cos πp): from 1 at p = 0 to 0 at p = 1. */
export const halfCosine = (p: Value): Value => add(multiply(cos(multiply(p, Math.PI)), 0.5), 0.5);

/** `to + (from − to) · share`. */
export const between = (to: number, from: number, share: Value): Value => add(multiply(share, from - to), to);
