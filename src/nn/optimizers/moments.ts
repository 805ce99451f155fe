import type { Value } from "../../core/graph.js";
import { add, divide, multiply, subtract, tanh } from "../../core/ops/index.js";
import { checkNumber } from "../options.js";

/** a + (b − a) · share */
export const towards = (a: Value, b: Value, share: number): Value => add(a, multiply(subtract(b, a), share));

/** 1 − βᵗ = 2τ / (1 + τ) with τ = tanh(−½ t ln β). The difference itself would be off by 1e-5 of it in float32. */
export function oneMinusPower(beta: number, step: Value): Value {
  const tau = tanh(multiply(step, -0.5 * Math.log(beta)));
  return divide(multiply(tau, 2), add(tau, 1));
}

export interface MomentOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

export function checkMoments({ beta1, beta2, epsilon }: Required<MomentOptions>, where: string): void {
  checkNumber(where, "beta1", beta1, 0, 1);
  checkNumber(where, "beta2", beta2, 0, 1);
  checkNumber(where, "epsilon", epsilon, 0);
}

export const momentDefaults: Required<MomentOptions> & { readonly learningRate: number } = {
  learningRate: 0.001,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-7,
};
