import { RandomSource } from "../../data/random-source.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkNumber, checkPositive, checkPositiveInteger } from "../../nn/options.js";

export interface RingAttractorOptions {
  /** Cells, each for a direction of its own, evenly around the ring. Default: 128. */
  readonly n?: number;
  /** J₀: what all cells do to each; below 0: they hold one another down. Default: −4. */
  readonly jAll?: number;
  /** J₁: how much cells of like directions drive one another. Above 2 a bump of activity keeps itself up. Default: 4. */
  readonly jTuned?: number;
  /** τ: how fast rates follow their input [ms]. Default: 10. */
  readonly tau?: number;
  /** I: what drives all cells alike [Hz]. Default: 10. */
  readonly input?: number;
}

/** What is shown for a while: a direction, and how strongly. */
export interface Cue {
  /** [rad] */
  readonly angle: number;
  /** How much more the cells of that direction are driven [Hz]. */
  readonly strength: number;
  /** Until when [ms]. */
  readonly until: number;
}

export interface RingRunOptions {
  /** Shown from the beginning. */
  readonly cue: Cue;
  /** [ms] */
  readonly duration: number;
  /** Length of a step [ms]. Default: 0.5. */
  readonly dt?: number;
  /** Deviation of each cell's rate from noise that lasts τ, times √2 [Hz]. Default: 0. */
  readonly noise?: number;
  readonly seed?: number;
}

export interface RingRun {
  /** Rates at the end, one for each cell [Hz]. */
  readonly rates: Float64Array;
  /** The remembered direction after each step [rad], −π to π. */
  readonly angles: Float64Array;
  /** How strong the memory is: the mean of rate times direction, as a length [Hz]. */
  readonly strengths: Float64Array;
  readonly dt: number;
}

export interface RingAttractor {
  readonly n: number;
  /** Directions of the cells [rad]. */
  readonly directions: Float64Array;
  /** The bump by theory, for many cells: half its width [rad], its strength and mean rate [Hz]; undefined where none lasts. */
  readonly bump:
    | { readonly halfWidth: number; readonly strength: number; readonly meanRate: number }
    | undefined;
  readonly run: (options: RingRunOptions) => RingRun;
}

/**
 * Working memory by persistent activity: cells on a ring, `τ dr/dt = −r + [I + ⟨(J₀ + J₁ cos(θ − θ′)) r(θ′)⟩ + cue]₊`. Once a cue has raised a bump of activity, the cells of like direction keep one another
 * active, and the direction is remembered after the cue is gone: every direction is a resting point, none is preferred, so nothing brings back what noise shifts.
 *
 * Units   ms, Hz, rad.
 * Throws  `invalid_option`, `unknown_name`.
 * Source  Ben-Yishai, Bar-Or & Sompolinsky (1995), PNAS 92:3844, marginal phase; Compte et al. (2000), Cereb. Cortex 10:910, on memory
 *
 * @example
 * const ring = ringAttractor();
 * const { angles } = ring.run({ cue: { angle: 1, strength: 20, until: 100 }, duration: 1000 });
 * angles[angles.length - 1];                                    // 1, 0.9 s after the cue
 */
export function ringAttractor(options: RingAttractorOptions = {}): RingAttractor {
  checkOptionNames("ringAttractor", options, ["n", "jAll", "jTuned", "tau", "input"]);
  const { n = 128, jAll = -4, jTuned = 4, tau = 10, input = 10 } = options;
  checkPositiveInteger("ringAttractor", "n", n);
  checkPositive("ringAttractor", "tau", tau);
  for (const [name, value] of Object.entries({ jAll, jTuned, input }))
    checkNumber("ringAttractor", name, value);
  const directions = Float64Array.from({ length: n }, (_, i) => ((i - n / 2) * 2 * Math.PI) / n);
  const [cosines, sines] = [directions.map(Math.cos), directions.map(Math.sin)];
  return {
    n,
    directions,
    bump: bumpOf(jAll, jTuned, input),
    run: (given) => {
      const where = "ringAttractor: run";
      const { cue, duration, dt = 0.5, noise = 0, seed = 0, ...rest } = given;
      checkOptionNames(where, rest, []);
      checkPositive(where, "duration", duration);
      checkPositive(where, "dt", dt);
      checkNumber(where, "noise", noise, 0);
      const random = new RandomSource(seed);
      const rates = new Float64Array(n);
      const steps = Math.round(duration / dt);
      const [angles, strengths] = [new Float64Array(steps), new Float64Array(steps)];
      const spread = noise * Math.sqrt((2 * dt) / tau);
      for (let k = 0; k < steps; k++) {
        const [all, x, y] = [mean(rates), mean(rates, cosines), mean(rates, sines)];
        const shown = k * dt < cue.until ? cue.strength : 0;
        const [onX, onY] = [
          jTuned * x + shown * Math.cos(cue.angle),
          jTuned * y + shown * Math.sin(cue.angle),
        ];
        for (let i = 0; i < n; i++) {
          const drive = input + jAll * all + onX * cosines[i] + onY * sines[i];
          rates[i] += (dt / tau) * (Math.max(0, drive) - rates[i]);
          if (spread > 0) rates[i] += spread * random.normal();
        }
        const [nowX, nowY] = [mean(rates, cosines), mean(rates, sines)];
        angles[k] = Math.atan2(nowY, nowX);
        strengths[k] = Math.hypot(nowX, nowY);
      }
      return { rates, angles, strengths, dt };
    },
  };
}

function mean(x: Float64Array, weights?: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += weights === undefined ? x[i] : x[i] * weights[i];
  return sum / x.length;
}

/** r(θ) = J₁ R [cos θ − cos θc]₊ with `J₁ (θc − ½ sin 2θc) = 2π` and R from what all cells get. */
function bumpOf(jAll: number, jTuned: number, input: number): RingAttractor["bump"] {
  if (jTuned <= 2) return undefined; // even a bump over the whole ring is too weak: θc − ½ sin 2θc ≤ π
  let [low, high] = [0, Math.PI];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (jTuned * (middle - Math.sin(2 * middle) / 2) < 2 * Math.PI) low = middle;
    else high = middle;
  }
  const share = (jTuned / Math.PI) * (Math.sin(low) - low * Math.cos(low)); // mean rate for R = 1
  const strength = -input / (jAll * share + jTuned * Math.cos(low));
  return strength > 0 && input > 0 ? { halfWidth: low, strength, meanRate: share * strength } : undefined;
}
