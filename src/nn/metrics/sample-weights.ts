import type { Value } from "../../core/graph.js";
import { broadcastTo, cast } from "../../core/ops/index.js";
import type { Shape } from "../../core/size.js";
import { withRank } from "../metric.js";

/** The weight of its example, or position, at each place of `shape`, float32; 1 everywhere where there are no weights. */
export function weightsOf(sampleWeight: Value | undefined, shape: Shape): Value | 1 {
  if (sampleWeight === undefined) return 1;
  const weights = withRank(cast(sampleWeight, { dtype: "float32" }), shape.length);
  return broadcastTo(weights, { shape });
}
