import { NeurogradError } from "../../core/errors.js";
import { RandomSource } from "../../data/random-source.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkNumber, checkPositive, checkPositiveInteger, checkWholeNumber } from "../../nn/options.js";
import { type DecisionTrials, trialsOf } from "./trials.js";

export interface LeakyAccumulatorOptions {
  /** What speaks for each alternative [1/s]. */
  readonly inputs: readonly number[];
  /** k: how fast an accumulator forgets [1/s]. Default: 0. */
  readonly leak?: number;
  /** w: how strongly each holds down the others [1/s]. Default: 0. */
  readonly inhibition?: number;
  /** c: deviation of each accumulator's evidence after a second [1/√s]. Default: 1. */
  readonly noise?: number;
  /** An alternative is chosen when its accumulator reaches this. Default: 1. */
  readonly threshold?: number;
  /** Whether accumulators, like rates, stop at 0. Default: true. */
  readonly rectified?: boolean;
  /** Default: 1000. */
  readonly trials?: number;
  /** Length of a step [s]. Default: 0.001. */
  readonly dt?: number;
  /** When to give up [s]. Default: 100. */
  readonly duration?: number;
  /** How many trials keep their path. Default: 0. */
  readonly record?: number;
  readonly seed?: number;
}

export interface AccumulatorTrials extends DecisionTrials {
  /** Share of the trials made in which each alternative was chosen. */
  readonly shares: readonly number[];
  /** The accumulators of the first trials, all of a step after another, from step 0 on. */
  readonly paths: readonly Float64Array[];
  readonly dt: number;
}

/**
 * Leaky competing accumulators: `dxᵢ = (Iᵢ − k xᵢ − w Σⱼ≠ᵢ xⱼ) dt + c dWᵢ`, the first to reach the threshold is chosen. Where leak and inhibition balance (k = w), the
 * difference of two is a diffusion without leak, as `driftDiffusion` has it with drift I₁ − I₂ and noise √2 c; where they do not, early evidence (w > k) or late evidence (k > w) counts more.
 *
 * Units   s.
 * Throws  `invalid_option`, `unknown_name`.
 * Source  Usher & McClelland (2001), Psychol. Rev. 108:550, equation 4; the balance: Bogacz et al. (2006), Psychol. Rev. 113:700
 *
 * @example
 * const { shares } = leakyAccumulator({ inputs: [1.5, 1, 1], leak: 2, inhibition: 2, trials: 50, dt: 0.01 });
 * shares;                                                       // the first most often
 */
export function leakyAccumulator(options: LeakyAccumulatorOptions): AccumulatorTrials {
  const where = "leakyAccumulator";
  const { inputs, leak = 0, inhibition = 0, noise = 1, threshold = 1, rectified = true, ...rest } = options;
  const { trials = 1000, dt = 0.001, duration = 100, record = 0, seed = 0, ...others } = rest;
  checkOptionNames(where, others, ["inputs", "leak", "inhibition", "noise", "threshold", "rectified"]);
  const n = inputs.length;
  if (n < 2) {
    throw new NeurogradError(
      "invalid_option",
      `${where}: inputs has ${n} numbers; give one for each of at least two alternatives`,
    );
  }
  for (const input of inputs) checkNumber(where, "inputs", input);
  for (const [name, value] of Object.entries({ leak, inhibition, noise })) checkNumber(where, name, value, 0);
  for (const [name, value] of Object.entries({ threshold, dt, duration })) checkPositive(where, name, value);
  checkPositiveInteger(where, "trials", trials);
  checkWholeNumber(where, "record", record);
  const spread = noise * Math.sqrt(dt);
  const steps = Math.ceil(duration / dt);
  const choices = new Int32Array(trials).fill(-1);
  const times = new Float64Array(trials).fill(duration);
  const paths: Float64Array[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const random = new RandomSource(seed, trial);
    const x = new Float64Array(n);
    const path = trial < record ? Array.from(x) : undefined;
    for (let k = 1; k <= steps && choices[trial] < 0; k++) {
      const total = x.reduce((sum, xi) => sum + xi, 0);
      let best = 0;
      for (let i = 0; i < n; i++) {
        const drift = inputs[i] - leak * x[i] - inhibition * (total - x[i]);
        x[i] += drift * dt + spread * random.normal();
        if (rectified && x[i] < 0) x[i] = 0;
        if (x[i] > x[best]) best = i;
      }
      path?.push(...x);
      if (x[best] < threshold) continue;
      choices[trial] = best;
      times[trial] = k * dt;
    }
    if (path !== undefined) paths.push(Float64Array.from(path));
  }
  const found = trialsOf(choices, times, inputs.indexOf(Math.max(...inputs)));
  return { ...found, shares: sharesOf(choices, n), paths, dt };
}

/** How often each of n was chosen, of the choices made. */
export function sharesOf(choices: Int32Array, n: number): number[] {
  const counts = new Array<number>(n).fill(0);
  for (const choice of choices) if (choice >= 0) counts[choice]++;
  const made = counts.reduce((a, b) => a + b, 0);
  return counts.map((count) => count / made);
}
