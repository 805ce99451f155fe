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
 * @example siegertRate({ mean: -52, deviation: 5 });              // 31 Hz, 2 mV below the threshold of −50
 */
export function siegertRate({ mean, deviation, ...options }: SiegertOptions): number {
  checkPositive("siegertRate", "deviation", deviation);
  const { tauMembrane, vThreshold, vReset, tRefractory } = lifNumbers(options);
  const [from, to] = [vReset, vThreshold].map((v) => (v - mean) / deviation);
  const integral = integrate((x) => erfcxOf(-x), from, to); // e^(x²) (1 + erf x)
  return 1000 / (tRefractory + tauMembrane * Math.sqrt(Math.PI) * integral);
}

/** Simpson's rule on 64 parts, each halved where its two halves disagree by more than 1e-12 of the whole. */
function integrate(f: (x: number) => number, from: number, to: number): number {
  const simpson = (a: number, b: number): number => ((b - a) / 6) * (f(a) + 4 * f((a + b) / 2) + f(b));
  const edges = Array.from({ length: 65 }, (_, k) => from + ((to - from) * k) / 64);
  const parts = edges.slice(1).map((b, k) => simpson(edges[k], b));
  const whole = parts.reduce((x, y) => x + y, 0);
  if (!Number.isFinite(whole)) return Infinity; // so far below the threshold that it never fires
  const refine = (a: number, b: number, area: number, depth: number): number => {
    const m = (a + b) / 2;
    const [left, right] = [simpson(a, m), simpson(m, b)];
    const error = left + right - area;
    if (depth === 0 || Math.abs(error) <= 1e-12 * whole) return left + right + error / 15;
    return refine(a, m, left, depth - 1) + refine(m, b, right, depth - 1);
  };
  return parts.reduce((sum, area, k) => sum + refine(edges[k], edges[k + 1], area, 24), 0);
}
