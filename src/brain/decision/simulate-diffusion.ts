import { RandomSource } from "../../data/random-source.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkPositive, checkPositiveInteger, checkWholeNumber } from "../../nn/options.js";
import { type DriftDiffusionOptions, diffusionNumbers } from "./drift-diffusion.js";
import { type DecisionTrials, trialsOf } from "./trials.js";

export interface SimulateDiffusionOptions extends DriftDiffusionOptions {
  /** How many decisions. Default: 1000. */
  readonly trials?: number;
  /** Length of a step [s]. Default: 0.001. */
  readonly dt?: number;
  /** When to give up [s]. Default: 100 s. */
  readonly duration?: number;
  /** Whether the bounds are brought in by what steps overshoot them. Default: true. */
  readonly correctSteps?: boolean;
  /** How many trials keep their path. Default: 0. */
  readonly record?: number;
  readonly seed?: number;
}

export interface SimulatedDiffusion extends DecisionTrials {
  /** The evidence of the first trials, a number for each step from 0 on. */
  readonly paths: readonly Float64Array[];
  /** [s] */
  readonly dt: number;
}

/** −ζ(½)/√(2π): by how many deviations of a step a random walk overshoots a bound on average. */
export const overshoot = 0.5825971579390106;

/** How far a walk in steps goes beyond a bound, on average: `0.5826 c √dt`. */
export const overshootOf = (noise: number, dt: number): number => overshoot * noise * Math.sqrt(dt);

/**
 * Decisions by drift and diffusion, simulated: `x ← x + A dt + c √dt N(0, 1)` until x reaches a bound. Looked at in steps only, a walk is noticed when it is already
 * `0.5826 c √dt` beyond, as if the bounds stood that much further out. `correctSteps` brings them in by as much; then error rate and mean time are those of
 * `driftDiffusion`, whatever the step.
 *
 * Units   s.
 * Throws  `invalid_option`, `unknown_name`.
 * Source  Siegmund (1979), Adv. Appl. Probab. 11:701; Broadie, Glasserman & Kou (1997), Math. Finance 7:325, on the constant
 *
 * @example
 * const { choices, times, errorRate } = simulateDiffusion({ drift: 1, trials: 200, dt: 0.01 });
 * errorRate;                                                    // near 0.119
 */
export function simulateDiffusion(options: SimulateDiffusionOptions): SimulatedDiffusion {
  const {
    trials = 1000,
    dt = 0.001,
    duration = 100,
    correctSteps = true,
    record = 0,
    seed = 0,
    ...rest
  } = options;
  const where = "simulateDiffusion";
  checkOptionNames(where, rest, ["drift", "threshold", "noise", "start", "tNonDecision"]);
  const { drift, threshold, noise, start, tNonDecision } = diffusionNumbers(where, rest);
  checkPositiveInteger(where, "trials", trials);
  checkWholeNumber(where, "record", record);
  checkPositive(where, "dt", dt);
  checkPositive(where, "duration", duration);
  const bound = threshold - (correctSteps ? overshootOf(noise, dt) : 0);
  checkPositive(where, "threshold − 0.5826 noise √dt", bound);
  const [gain, spread] = [drift * dt, noise * Math.sqrt(dt)];
  const steps = Math.ceil(duration / dt);
  const choices = new Int32Array(trials).fill(-1);
  const times = new Float64Array(trials).fill(duration);
  const paths: Float64Array[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const random = new RandomSource(seed, trial);
    const path = trial < record ? [start] : undefined;
    let x = start;
    for (let k = 1; k <= steps; k++) {
      x += gain + spread * random.normal();
      path?.push(x);
      if (Math.abs(x) < bound) continue;
      choices[trial] = x > 0 ? 1 : 0;
      times[trial] = k * dt + tNonDecision;
      break;
    }
    if (path !== undefined) paths.push(Float64Array.from(path));
  }
  return { ...trialsOf(choices, times, drift >= 0 ? 1 : 0), paths, dt };
}
