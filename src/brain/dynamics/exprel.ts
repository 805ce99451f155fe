import type { Value } from "../../core/graph.js";
import { abs, divide, less, multiply, subtract, tanh, where } from "../../core/ops/index.js";

/**
 * `x / (eˣ − 1)`, 1 at x = 0. As `h / tanh h − h` with h = x/2 it keeps its digits near 0, in float32 too.
 */
export function xOverExpm1(x: Value): Value {
  const h = multiply(where(less(abs(x), 1e-9), 1e-9, x), 0.5);
  return subtract(divide(h, tanh(h)), h);
}
