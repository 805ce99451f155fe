import { checkNumber, checkPositive } from "../../nn/options.js";

/**
 * What a leaky membrane keeps of itself in a step: `β = e^(−dt/τ)` exactly, `1 − dt/τ` by Euler. It is the recurrent weight of a leaky cell, the forget gate of an LSTM held still, and
 * `leaky`'s beta. β alone does not say τ: the step belongs to it, and so does the rule.
 *
 * Units   ms.
 * Throws  `invalid_option`.
 *
 * @example betaOf({ tau: 20, dt: 1 });                            // 0.9512
 */
export function betaOf({ tau, dt, integration = "exact" }: LeakOptions & { readonly tau: number }): number {
  checkPositive("betaOf", "tau", tau);
  checkPositive("betaOf", "dt", dt);
  return integration === "exact" ? Math.exp(-dt / tau) : 1 - dt / tau;
}

/**
 * The time constant behind a β: `τ = −dt/ln β` exactly, `dt/(1 − β)` by Euler.
 *
 * Units   ms.
 * Throws  `invalid_option`.
 *
 * @example tauOf({ beta: 0.9, dt: 1 });                           // 9.49; by Euler 10
 */
export function tauOf({ beta, dt, integration = "exact" }: LeakOptions & { readonly beta: number }): number {
  checkNumber("tauOf", "beta", beta, 0, 1);
  checkPositive("tauOf", "dt", dt);
  return integration === "exact" ? -dt / Math.log(beta) : dt / (1 - beta);
}

export interface LeakOptions {
  /** Length of a step [ms]. */
  readonly dt: number;
  readonly integration?: "exact" | "euler";
}
