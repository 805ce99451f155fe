import { NeurogradError } from "../../core/errors.js";
import { erfOf } from "../../core/ops/erf.js";
import { type ArrayInput, inputTensor } from "../../data/array-input.js";
import { RandomSource } from "../../data/random-source.js";
import { checkFinite } from "../../nn/batches.js";
import { checkOptionNames } from "../../nn/config.js";
import { epsilon } from "../../nn/epsilon.js";
import { checkOneOf, checkPositive, checkWholeNumber } from "../../nn/options.js";
import { overshootOf } from "./simulate-diffusion.js";

export interface DecideOptions {
  /** What a model's predictions are. Default: "probabilities", as after softmax or sigmoid. */
  readonly from?: "probabilities" | "logits";
  /** How fast log-odds are taken in [1/s]. Default: 1. */
  readonly gain?: number;
  /** z: how far the best must lead the next. Small is fast and careless. Default: 1. */
  readonly threshold?: number;
  /** c: deviation, after a second, of the difference between two alternatives [1/√s]. Default: 1. */
  readonly noise?: number;
  /** η: how much drifts differ from example to example, for the confidence [1/s]. Default: measured on the examples given. */
  readonly spread?: number;
  /** Length of a step [s]. Default: 0.005. */
  readonly dt?: number;
  /** When to give up [s]. Default: 30. */
  readonly duration?: number;
  /** How many examples keep their path. Default: 0. */
  readonly record?: number;
  readonly seed?: number;
}

/** What was decided about each example. */
export interface Decided {
  /** The class; −1: none within the duration. */
  readonly choices: Int32Array;
  /** [s] */
  readonly times: Float64Array;
  /** How likely the choice is the one the evidence is for, given that it took so long. */
  readonly confidences: Float64Array;
  /** The accumulators of the first examples, all of a step after another, from step 0 on. */
  readonly paths: readonly Float64Array[];
  readonly dt: number;
}

/**
 * A classifier's answers as decisions in time. The log-odds of the classes drive accumulators, `dxᵢ = gain · ln pᵢ dt + (c/√2) dWᵢ`; when the best leads the next
 * by z, it is chosen. So one network gives choice, time and confidence: easy examples are decided fast and rightly, hard ones slowly, and a lower threshold makes all faster and more
 * often wrong. Of two classes this is `driftDiffusion` with drift gain · (ln p₁ − ln p₀); where 2 · gain · z = c², each is chosen just as often as the network's probability says.
 *
 * The confidence is `Φ(η z / (c √(c² + η² t)))`: evidence that took long to reach the threshold comes of a weak drift, so slow decisions are less sure.
 *
 * Shape   [examples, classes], or [examples, 1] or [examples] for the probability or logit of class 1.
 * Units   s.
 * Throws  `shape_mismatch`, `value_out_of_range`, `non_finite_data`, `invalid_option`, `unknown_name`.
 * Source  McMillen & Holmes (2006), J. Math. Psychol. 50:30, on the best against the next; Moreno-Bote (2010), Neural Comput. 22:1786, on the
 *         confidence; Gold & Shadlen (2007), Annu. Rev. Neurosci. 30:535, on log-odds in the brain
 *
 * @example
 * const { choices, times, confidences } = decide(await net.predict(xTest), { threshold: 0.5 });
 */
export function decide(predictions: ArrayInput, options: DecideOptions = {}): Decided {
  const { gain = 1, threshold = 1, noise = 1, dt = 0.005, duration = 30, record = 0, seed = 0 } = options;
  checkOptionNames("decide", options, optionNames);
  for (const [name, value] of Object.entries({ gain, threshold, noise, dt, duration }))
    checkPositive("decide", name, value);
  checkWholeNumber("decide", "record", record);
  const bound = threshold - overshootOf(noise, dt);
  checkPositive("decide", "threshold − 0.5826 noise √dt", bound);
  const { n, classes, logits } = logitsOf(predictions, options.from ?? "probabilities");
  const eta = options.spread ?? gain * rootMeanSquare(leads(logits, n, classes));
  checkPositive("decide", "spread", eta || epsilon);
  const deviation = (noise / Math.SQRT2) * Math.sqrt(dt);
  const steps = Math.ceil(duration / dt);
  const choices = new Int32Array(n).fill(-1);
  const times = new Float64Array(n).fill(duration);
  const paths: Float64Array[] = [];
  const x = new Float64Array(classes);
  for (let example = 0; example < n; example++) {
    const random = new RandomSource(seed, example);
    const drifts = logits.subarray(example * classes, (example + 1) * classes);
    x.fill(0);
    const path = example < record ? Array.from(x) : undefined;
    for (let k = 1; k <= steps && choices[example] < 0; k++) {
      for (let i = 0; i < classes; i++) x[i] += gain * drifts[i] * dt + deviation * random.normal();
      path?.push(...x);
      const { best, lead } = bestOf(x);
      if (lead < bound) continue;
      choices[example] = best;
      times[example] = k * dt;
    }
    if (path !== undefined) paths.push(Float64Array.from(path));
  }
  const confidences = times.map((t) =>
    normalCdf((eta * threshold) / (noise * Math.hypot(noise, eta * Math.sqrt(t)))),
  );
  return { choices, times, confidences, paths, dt };
}

const optionNames = [
  "from",
  "gain",
  "threshold",
  "noise",
  "spread",
  "dt",
  "duration",
  "record",
  "seed",
] as const;

/** Φ(x) = (1 + erf(x/√2))/2 */
const normalCdf = (x: number): number => (1 + erfOf(x / Math.SQRT2)) / 2;

const rootMeanSquare = (x: Float64Array): number =>
  Math.sqrt(x.reduce((sum, v) => sum + v ** 2, 0) / Math.max(1, x.length));

/** The greatest of some numbers, and how far it is above the next. */
function bestOf(x: Float64Array): { readonly best: number; readonly lead: number } {
  let [best, next] = x[0] >= x[1] ? [0, 1] : [1, 0];
  for (let i = 2; i < x.length; i++) {
    if (x[i] > x[best]) [best, next] = [i, best];
    else if (x[i] > x[next]) next = i;
  }
  return { best, lead: x[best] - x[next] };
}

/** How far the best logit of each row is above the next. */
const leads = (logits: Float64Array, n: number, classes: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => bestOf(logits.subarray(i * classes, (i + 1) * classes)).lead);

/** Logits [n, classes] from what a model predicts. */
function logitsOf(
  predictions: ArrayInput,
  from: "probabilities" | "logits",
): { readonly n: number; readonly classes: number; readonly logits: Float64Array } {
  const where = "decide: predictions";
  checkOneOf("decide", "from", from, ["probabilities", "logits"]);
  const given = inputTensor(where, predictions);
  checkFinite(where, given);
  const [n, columns = 1, ...more] = given.shape;
  if (n === undefined || more.length > 0 || columns === 0) {
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: have shape [${given.shape.join(", ")}]; give [examples, classes], or [examples, 1] for the answer to yes or no`,
    );
  }
  const numbers = given.toFloat64();
  const isShare = from === "probabilities";
  if (isShare && numbers.some((p) => p < 0 || p > 1)) {
    throw new NeurogradError(
      "value_out_of_range",
      `${where}: ${numbers.find((p) => p < 0 || p > 1)} is no probability; say { from: "logits" } if that is what they are`,
    );
  }
  const log = (p: number): number => (isShare ? Math.log(Math.max(p, epsilon)) : p);
  if (columns > 1) return { n, classes: columns, logits: numbers.map(log) };
  const pairs = Array.from(numbers, (p) => (isShare ? [log(1 - p), log(p)] : [0, p])); // class 0, class 1
  return { n, classes: 2, logits: Float64Array.from(pairs.flat()) };
}
