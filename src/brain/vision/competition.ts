import type { Value } from "../../core/graph.js";
import { add, clip, matmul, multiply, subtract, transpose } from "../../core/ops/index.js";

export interface CompetitionOptions {
  /** λ */
  readonly threshold: number;
  readonly steps: number;
  /** Δt/τ */
  readonly stepSize: number;
}

/**
 * The activities at which neurons with filters φ come to rest before patches x, as a graph: `u ← u + Δt/τ (φ·x − u − (φφᵀ − I) a)`, `a = sign(u) max(0, |u| − λ)`, from u = 0.
 *
 * Shape   x [n, pixels], φ [units, pixels], to [n, units].
 * Source  Rozell, Johnson, Baraniuk & Olshausen (2008), Neural Comput. 20:2526, equation 3.2
 */
export const competition =
  ({ threshold, steps, stepSize }: CompetitionOptions): ((x: Value, filters: Value) => Value) =>
  (x, filters) => {
    const drive = matmul(x, transpose(filters));
    const overlaps = matmul(filters, transpose(filters)); // 1 on the diagonal
    const active = (u: Value): Value => subtract(u, clip(u, { minimum: -threshold, maximum: threshold }));
    let u = multiply(drive, stepSize);
    for (let k = 1; k < steps; k++) {
      const a = active(u);
      const inhibition = subtract(matmul(a, overlaps), a); // a neuron does not hold down itself
      u = add(multiply(u, 1 - stepSize), multiply(subtract(drive, inhibition), stepSize));
    }
    return active(u);
  };
