import type { Value } from "../../core/graph.js";
import { broadcastTo, cast, expandDims } from "../../core/ops/index.js";
import type { Shape } from "../../core/size.js";

/** The weight of its example at each place of `shape`, float32; 1 everywhere where there are no weights. */
export function weightsOf(sampleWeight: Value | undefined, shape: Shape): Value | 1 {
  if (sampleWeight === undefined) return 1;
  const weights = cast(sampleWeight, { dtype: "float32" }); // [batch]
  const axes = shape.slice(1).map((_, k) => k + 1);
  return broadcastTo(axes.length === 0 ? weights : expandDims(weights, { axis: axes }), { shape });
}
