import { NeurogradError } from "../../core/errors.js";
import { lineSearch, type Trial, type WolfeOptions } from "./line-search.js";

export interface ValueAndGradient {
  readonly value: number;
  readonly gradient: Float64Array;
}

export interface LbfgsOptions {
  /** Steps whose change of the gradient is remembered. */
  readonly memory: number;
  readonly maxIterations: number;
  /** Done when no element of the gradient is larger. */
  readonly gradientTolerance: number;
  /** Done when a step lowers the value by no more than this share of it. */
  readonly valueTolerance: number;
}

export interface LbfgsResult extends ValueAndGradient {
  readonly x: Float64Array;
  readonly iterations: number;
  readonly evaluations: number;
  /** What ended it: a tolerance met, the iterations used up, or no lower value found along the way. */
  readonly reason: "gradientTolerance" | "valueTolerance" | "maxIterations" | "noLowerValue";
}

/** A step s and the change of the gradient y along it. */
interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number; // 1 / yᵀs
}
interface Point extends ValueAndGradient {
  readonly x: Float64Array;
}

const wolfe: WolfeOptions = { decrease: 1e-4, curvature: 0.9 };

/**
 * Limited-memory BFGS: `x ← x − α H g`, H the inverse Hessian as the last steps show it, α by the strong Wolfe conditions.
 *
 * Throws  `non_finite_loss` where the value or gradient at the start is not finite.
 * Source  Nocedal & Wright, Numerical Optimization, 2nd edition, algorithms 7.4 and 7.5.
 */
export async function lbfgs(
  start: Float64Array,
  evaluate: (x: Float64Array) => Promise<ValueAndGradient>,
  { memory, maxIterations, gradientTolerance, valueTolerance }: LbfgsOptions,
): Promise<LbfgsResult> {
  let evaluations = 0;
  const pointAt = async (x: Float64Array): Promise<Point> => {
    evaluations++;
    return { x, ...(await evaluate(x)) };
  };
  let at = await pointAt(start);
  if (!Number.isFinite(at.value) || !at.gradient.every(Number.isFinite)) {
    throw new NeurogradError(
      "non_finite_loss",
      `minimize: the loss is ${at.value} at the start, or its gradient is not finite; begin elsewhere`,
    );
  }
  let pairs: readonly Pair[] = [];
  const result = (reason: LbfgsResult["reason"], iterations: number): LbfgsResult => ({
    ...at,
    iterations,
    evaluations,
    reason,
  });
  for (let k = 0; k < maxIterations; k++) {
    if (largest(at.gradient) <= gradientTolerance) return result("gradientTolerance", k);
    let next = await step(at, pairs, pointAt);
    if (next === undefined && pairs.length > 0) {
      pairs = []; // what is remembered may mislead: once more, straight down
      next = await step(at, pairs, pointAt);
    }
    if (next === undefined) return result("noLowerValue", k);
    pairs = remembered(pairs, at, next, memory);
    const gain = at.value - next.value;
    const scale = Math.max(Math.abs(at.value), Math.abs(next.value), 1);
    at = next;
    if (gain <= valueTolerance * scale) return result("valueTolerance", k + 1);
  }
  return result("maxIterations", maxIterations);
}

async function step(
  at: Point,
  pairs: readonly Pair[],
  pointAt: (x: Float64Array) => Promise<Point>,
): Promise<Point | undefined> {
  const direction = descent(at.gradient, pairs);
  const slope = dot(direction, at.gradient);
  if (!(slope < 0)) return undefined;
  const first = pairs.length === 0 ? Math.min(1, 1 / norm1(at.gradient)) : 1;
  const found = await lineSearch<Trial & { readonly point: Point }>(
    { alpha: 0, value: at.value, slope },
    first,
    wolfe,
    async (alpha) => {
      const point = await pointAt(at.x.map((xi, i) => xi + alpha * direction[i]));
      return { alpha, value: point.value, slope: dot(direction, point.gradient), point };
    },
  );
  return found?.point;
}

/** −H g by the two loops of algorithm 7.4, from H₀ = sᵀy / yᵀy. */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const q = gradient.map((g) => -g);
  const alphas = new Map<Pair, number>();
  for (const pair of [...pairs].reverse()) {
    const alpha = pair.rho * dot(pair.s, q);
    alphas.set(pair, alpha);
    addTo(q, pair.y, -alpha);
  }
  const last = pairs.at(-1);
  if (last) {
    const gamma = 1 / (last.rho * dot(last.y, last.y));
    for (let i = 0; i < q.length; i++) q[i] *= gamma;
  }
  for (const pair of pairs) {
    const beta = pair.rho * dot(pair.y, q);
    addTo(q, pair.s, (alphas.get(pair) as number) - beta); // set in the first loop
  }
  return q;
}

/** A pair is kept where the gradient has grown along the step, as in a valley. */
function remembered(pairs: readonly Pair[], from: Point, to: Point, memory: number): readonly Pair[] {
  const s = to.x.map((x, i) => x - from.x[i]);
  const y = to.gradient.map((g, i) => g - from.gradient[i]);
  const product = dot(y, s);
  if (!(product > 1e-12 * Math.sqrt(dot(y, y) * dot(s, s)))) return pairs;
  return [...pairs, { s, y, rho: 1 / product }].slice(-memory);
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((total, x, i) => total + x * b[i], 0);
const norm1 = (a: Float64Array): number => a.reduce((total, x) => total + Math.abs(x), 0);
const largest = (a: Float64Array): number => a.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
function addTo(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] += factor * b[i];
}
