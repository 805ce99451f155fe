import { erfcxOf } from "../../core/ops/erf.js";

/**
 * A diffusion between two bounds, brought to noise 1: it starts at `w a` (0 < w < 1), drifts by `v` a second, and ends at 0 or at `a`.
 * What follows is of the end at 0; the other end is that of the mirrored process (−v, 1 − w).
 */
export interface UnitDiffusion {
  /** Drift [1/√s]. */
  readonly v: number;
  /** Distance of the bounds [√s]. */
  readonly a: number;
  /** Where it starts, as a share of a. */
  readonly w: number;
}

// Below this τ = t/a² five images of the start are exact to 1e-16, above it eight waves.
const crossover = 0.3;
const images = [0, 1, -1, 2, -2, 3, -3];
const waves = [1, 2, 3, 4, 5, 6, 7, 8];

/**
 * Density of the time at which the diffusion ends at 0: `e^(−vaw − v²t/2)/a² · f(t/a²)`, f by images of the start for short times, by waves for long ones.
 *
 * Source  Navarro & Fuss (2009), J. Math. Psychol. 53:222, equations 1, 5 and 6
 */
export function endDensity(t: number, { v, a, w }: UnitDiffusion): number {
  if (t <= 0) return 0;
  const tau = t / a ** 2;
  const scale = Math.exp(-v * a * w - (v ** 2 * t) / 2) / a ** 2;
  if (tau < crossover) {
    const f = images.reduce((sum, k) => sum + (w + 2 * k) * Math.exp(-((w + 2 * k) ** 2) / (2 * tau)), 0);
    return (scale * f) / Math.sqrt(2 * Math.PI * tau ** 3);
  }
  return scale * Math.PI * waves.reduce((sum, k) => sum + k * wave(k, w, tau), 0);
}

/** Probability that the diffusion has ended at 0 by the time t: the integral of `endDensity`, term by term. */
export function endDistribution(t: number, { v, a, w }: UnitDiffusion): number {
  if (t <= 0) return 0;
  if (t / a ** 2 < crossover) {
    return images.reduce((sum, k) => {
      const x = (w + 2 * k) * a;
      return sum + Math.sign(x) * passed(Math.abs(x), t, Math.abs(v), -v * a * w);
    }, 0);
  }
  const rate = (k: number): number => v ** 2 + ((k * Math.PI) / a) ** 2;
  const open = waves.reduce((sum, k) => sum + ((2 * k) / rate(k)) * wave(k, w, t / a ** 2), 0);
  return endProbability({ v, a, w }) - (Math.PI / a ** 2) * Math.exp(-v * a * w - (v ** 2 * t) / 2) * open;
}

const wave = (k: number, w: number, tau: number): number =>
  Math.sin(k * Math.PI * w) * Math.exp((-((k * Math.PI) ** 2) * tau) / 2);

/** `e^p ∫₀ᵗ x/√(2πs³) e^(−x²/2s − v²s/2) ds` for v ≥ 0: how much of one image has passed. */
function passed(x: number, t: number, v: number, p: number): number {
  const edge = Math.exp(p - (v ** 2 * t) / 2 - x ** 2 / (2 * t)) / 2;
  const far = edge * erfcxOf((x + v * t) / Math.sqrt(2 * t));
  const late = (v * t - x) / Math.sqrt(2 * t);
  if (late <= 0) return far + edge * erfcxOf(-late);
  return far + Math.exp(p - v * x) - edge * erfcxOf(late); // erfc(−y) = 2 − erfc y
}

/** Probability of the end at 0: `(e^(−2vaw) − e^(−2va))/(1 − e^(−2va))`. */
export function endProbability({ v, a, w }: UnitDiffusion): number {
  const k = 2 * v * a;
  if (k === 0) return 1 - w;
  if (k > 0) return (Math.exp(-k * w) * Math.expm1(-k * (1 - w))) / Math.expm1(-k);
  return Math.expm1(k * (1 - w)) / Math.expm1(k); // multiplied by e^k: neither part overflows
}

/**
 * Mean time until either end: `((1 − P₀) a − w a)/v`, by Wald's identity; `w (1 − w) a²` without drift. The difference loses digits
 * for small drifts, and is then summed as a series.
 */
export function meanEndTime({ v, a, w }: UnitDiffusion): number {
  const k = v * a; // with r = 2w − 1: ((cosh k − cosh kr) + (sinh kr − r sinh k))/(k sinh k) · a²/2
  if (Math.abs(k) >= 1) return (a * (1 - endProbability({ v, a, w }) - w)) / v;
  if (k === 0) return w * (1 - w) * a ** 2;
  const r = 2 * w - 1;
  const even = 2 * Math.sinh((k * (1 + r)) / 2) * Math.sinh((k * (1 - r)) / 2);
  let odd = 0;
  for (let n = 1, term = k; n <= 10; n++) {
    term *= k ** 2 / (2 * n * (2 * n + 1)); // k^(2n+1)/(2n+1)!
    odd += term * (r ** (2 * n + 1) - r);
  }
  return ((even + odd) * a ** 2) / (2 * k * Math.sinh(k));
}

/**
 * Mean time of those that end at 0: `(a coth va − x coth vx)/v`, x = (1 − w) a being the way from the start to the other end. It is the
 * same for a drift up and down.
 */
export function meanTimeAtEnd({ v, a, w }: UnitDiffusion): number {
  const x = (1 - w) * a;
  return a ** 2 * slope(v * a) - x ** 2 * slope(v * x);
}

/** `(coth y)/y − 1/y²`: 1/3 at 0. */
function slope(y: number): number {
  const y2 = y ** 2;
  if (Math.abs(y) < 0.1)
    return 1 / 3 - y2 / 45 + (2 * y2 ** 2) / 945 - y2 ** 3 / 4725 + (2 * y2 ** 4) / 93555;
  return 1 / (y * Math.tanh(y)) - 1 / y2;
}
