/** A point on the way, with the value there and its slope along the way. */
export interface Trial {
  readonly alpha: number;
  readonly value: number;
  readonly slope: number;
}
export interface WolfeOptions {
  /** c₁: a step of α lowers the value by at least c₁ α |slope at 0|. */
  readonly decrease: number;
  /** c₂: the slope falls to at most c₂ of that at 0. */
  readonly curvature: number;
}

const expansions = 20;
const divisions = 30;

/**
 * A step length that meets the strong Wolfe conditions, `φ(α) ≤ φ(0) + c₁ α φ′(0)` and `|φ′(α)| ≤ c₂ |φ′(0)|`; where
 * numbers are too coarse for the second, one that meets the first; undefined if there is none.
 *
 * Source  Nocedal & Wright, Numerical Optimization, 2nd edition, algorithms 3.5 and 3.6.
 */
export async function lineSearch<T extends Trial>(
  start: Trial,
  first: number,
  options: WolfeOptions,
  evaluate: (alpha: number) => Promise<T>,
): Promise<T | undefined> {
  let before: Trial | T = start;
  let alpha = first;
  for (let i = 0; i < expansions; i++) {
    const trial = await evaluate(alpha);
    if (isTooHigh(trial, start, options) || (i > 0 && trial.value >= before.value))
      return zoom(before, trial, start, options, evaluate);
    if (Math.abs(trial.slope) <= -options.curvature * start.slope) return trial;
    if (trial.slope >= 0) return zoom(trial, before, start, options, evaluate);
    before = trial;
    alpha *= 2;
  }
  return before === start ? undefined : (before as T); // all the way down: the last one was evaluated
}

/** Not a number is too high. */
const isTooHigh = ({ alpha, value }: Trial, start: Trial, { decrease }: WolfeOptions): boolean =>
  !(value <= start.value + decrease * alpha * start.slope);

/** Divides the interval between `low`, the lowest that meets the first condition, and `high`. */
async function zoom<T extends Trial>(
  low: Trial | T,
  high: Trial | T,
  start: Trial,
  options: WolfeOptions,
  evaluate: (alpha: number) => Promise<T>,
): Promise<T | undefined> {
  for (let i = 0; i < divisions; i++) {
    const trial = await evaluate(between(low, high));
    if (isTooHigh(trial, start, options) || trial.value >= low.value) high = trial;
    else {
      if (Math.abs(trial.slope) <= -options.curvature * start.slope) return trial;
      if (trial.slope * (high.alpha - low.alpha) >= 0) high = low;
      low = trial;
    }
    if (Math.abs(high.alpha - low.alpha) <= 1e-16 * Math.abs(low.alpha)) break;
  }
  return low === start ? undefined : (low as T); // any other was evaluated
}

/** The minimum of the cubic through both points, or their middle where it lies near an end. Source equation 3.59. */
function between(a: Trial, b: Trial): number {
  const middle = (a.alpha + b.alpha) / 2;
  const d1 = a.slope + b.slope - (3 * (a.value - b.value)) / (a.alpha - b.alpha);
  const d2 = Math.sign(b.alpha - a.alpha) * Math.sqrt(d1 * d1 - a.slope * b.slope);
  const alpha = b.alpha - ((b.alpha - a.alpha) * (b.slope + d2 - d1)) / (b.slope - a.slope + 2 * d2);
  const margin = 0.1 * Math.abs(b.alpha - a.alpha);
  const isInside = Math.abs(alpha - a.alpha) >= margin && Math.abs(alpha - b.alpha) >= margin;
  return isInside && Math.abs(alpha - middle) < Math.abs(b.alpha - middle) ? alpha : middle;
}
