import type { DType } from "../../core/dtype.js";
import type { Value } from "../../core/graph.js";
import { cast, greaterEqual, multiply } from "../../core/ops/index.js";
import type { Shape } from "../../core/size.js";
import type { LayerRandom } from "../layer.js";

/** 0 with probability `rate`, else `1 / (1 − rate)`: what dropout multiplies by. All 0 for a rate of 1. */
export function dropoutMask(random: LayerRandom, shape: Shape, rate: number, dtype: DType): Value {
  const keep = cast(greaterEqual(random.uniform(shape), rate), { dtype });
  return multiply(keep, rate === 1 ? 0 : 1 / (1 - rate));
}
