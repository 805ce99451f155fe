import type { Value } from "../../core/graph.js";
import { countOf } from "../../core/ops/broadcast.js";
import { cast, divide, maximum, multiply, sum } from "../../core/ops/index.js";

/**
 * Values whose mean is that of the values that count: the others 0, those times (all / counted). Of none it is 0. So the
 * step may divide by the number of examples, as for any loss; Keras does it with a mask.
 */
export function meanOfCounted(values: Value, counts: Value): Value {
  const axes = values.shape.map((_, k) => k);
  const isCounted = cast(counts, { dtype: values.dtype });
  const share = divide(countOf(values, axes, values.dtype), maximum(sum(isCounted), 1));
  return multiply(multiply(values, isCounted), share);
}
