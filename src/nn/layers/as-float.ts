import { isFloat } from "../../core/dtype.js";
import type { Value } from "../../core/graph.js";
import { cast } from "../../core/ops/index.js";

/** Integers (and bools) as float32, floats as they are: what a layer that computes does with its input. */
export const asFloat = (x: Value): Value => (isFloat(x.dtype) ? x : cast(x, { dtype: "float32" }));
