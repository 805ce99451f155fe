import type { Value } from "../../core/graph.js";
import { add, multiply } from "../../core/ops/index.js";
import type { Shape } from "../../core/size.js";
import type { LayerRandom } from "../layer.js";

/** Uniform numbers from `low` to `high`. */
export const randomAmount = (
  random: LayerRandom,
  shape: Shape,
  [low, high]: readonly [number, number],
): Value => add(multiply(random.uniform(shape), high - low), low);
