import type { Value } from "../../core/graph.js";
import { divide, maximum, sqrt, square, sum } from "../../core/ops/index.js";

/** `y = x / max(‖x‖₂, epsilon)` over `axis`, as `keras.ops.normalize`; its derivative is finite at x = 0 too. */
export const unitLength = (x: Value, axis: number | readonly number[], epsilon: number): Value =>
  divide(x, sqrt(maximum(sum(square(x), { axis, keepdims: true }), epsilon ** 2)));
