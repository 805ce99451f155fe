import { erfcxOf } from "../../core/ops/erf.js";
import { checkPositive } from "../../nn/options.js";
import { type LifRateOptions, lifNumbers } from "./lif-rate.js";

export interface SiegertOptions extends Omit<LifRateOptions, "resistance" | "vRest"> {
  /** µ: where the membrane would settle, on average, without threshold [mV]. */
  readonly mean: number;
  /** σ of the noise: the membrane would vary by σ/√2 without threshold [mV]. */
  readonly deviation: number;
}

/**
 * How often a leaky integrate-and-fire neuron fires on noisy input: `1/f = tRefractory + τ √π ∫ e^(x²) (1 + erf x) dx` from `(vReset − µ)/σ` to
 * `(vThreshold − µ)/σ`, for `τ dv/dt = −v + µ + σ √τ ξ(t)`. Below the threshold too it fires, and the curve is smooth, as softplus is; as σ → 0 it becomes `lifRate`.
 *
 * Units   Hz.
 * Throws  `invalid_option`.
 * Source  Siegert (1951), Phys. Rev. 81:617; Brunel (2000), J. Comput. Neurosci. 8:183, equation 21
 *
 * @example siegertRate({ mean: -52, deviation: 5 });              // 22 Hz, 2 mV below the threshold of −50
 */
export function siegertRate({ mean, deviation, ...options }: SiegertOptions): number {
  checkPositive("siegertRate", "deviation", deviation);
  const { tauMembrane, vThreshold, vReset, tRefractory } = lifNumbers(options);
  const [from, to] = [vReset, vThreshold].map((v) => (v - mean) / deviation);
  const integral = integrate(lifted, from, to);
  return 1000 / (tRefractory + tauMembrane * Math.sqrt(Math.PI) * integral);
}

/** `e^(x²) (1 + erf x)`. */
const lifted = (x: number): number => erfcxOf(-x);

/** Simpson's rule, halving where the two halves disagree. */
function integrate(f: (x: number) => number, from: number, to: number): number {
  const simpson = (a: number, fa: number, b: number, fb: number, fm: number): number =>
    ((b - a) / 6) * (fa + 4 * fm + fb);
  const refine = (
    a: number,
    fa: number,
    b: number,
    fb: number,
    fm: number,
    whole: number,
    depth: number,
  ): number => {
    const m = (a + b) / 2;
    const [fl, fr] = [f((a + m) / 2), f((m + b) / 2)];
    const [left, right] = [simpson(a, fa, m, fm, fl), simpson(m, fm, b, fb, fr)];
    const error = left + right - whole;
    if (depth === 0 || Math.abs(error) <= 1e-11 * Math.abs(left + right)) return left + right + error / 15;
    return refine(a, fa, m, fm, fl, left, depth - 1) + refine(m, fm, b, fb, fr, right, depth - 1);
  };
  const [fa, fb, fm] = [f(from), f(to), f((from + to) / 2)];
  return refine(from, fa, to, fb, fm, simpson(from, fa, to, fb, fm), 40);
}
