import type { Value } from "../../core/graph.js";
import { abs, add, divide, exp, less, multiply, subtract, where } from "../../core/ops/index.js";

/** Bernoulli's numbers over factorials: `x/(eˣ − 1) = 1 − x/2 + x²/12 − x⁴/720 + …` */
const series = [1 / 12, -1 / 720, 1 / 30_240, -1 / 1_209_600, 1 / 47_900_160];

/**
 * `x / (eˣ − 1)`, 1 at x = 0: near 0 by its series, so that it keeps its digits there, in float32 too.
 *
 * `power` is eˣ, where it is there already.
 *
 * Source  Abramowitz & Stegun, 23.1.1
 */
export function xOverExpm1(x: Value, power: Value = exp(x)): Value {
  const isSmall = less(abs(x), 0.25); // the first term left out is below 1e-16
  const square = multiply(x, x);
  const even = series.reduceRight<Value>(
    (sum, term) => multiply(add(sum, term), square),
    multiply(square, 0),
  );
  const near = add(subtract(1, multiply(x, 0.5)), even);
  const safe = where(isSmall, 2, power); // not 0/0 on the side that is not taken
  return where(isSmall, near, divide(x, subtract(safe, 1)));
}
