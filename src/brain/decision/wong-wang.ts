import { RandomSource } from "../../data/random-source.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkNumber, checkPositive, checkPositiveInteger, checkWholeNumber } from "../../nn/options.js";
import { type DecisionTrials, trialsOf } from "./trials.js";

/** Numbers of the network; the defaults are the paper's. */
export interface WongWangOptions {
  /** τS: how slowly NMDA gates close [s]. Default: 0.1. */
  readonly tauNmda?: number;
  /** γ: how far a spike opens them. Default: 0.641. */
  readonly gamma?: number;
  /** a, b, d of the curve from current to rate, H = (a x − b)/(1 − e^(−d(a x − b))) [Hz/nA, Hz, s]. Default: 270, 108, 0.154. */
  readonly gain?: number;
  readonly offset?: number;
  readonly curvature?: number;
  /** How strongly a population drives itself, and holds down the other [nA]. Default: 0.2609 and 0.0497. */
  readonly jSame?: number;
  readonly jOther?: number;
  /** I₀: what comes from elsewhere [nA]. Default: 0.3255. */
  readonly background?: number;
  /** How strongly the stimulus drives, for each Hz of its rate [nA/Hz]. Default: 0.00052. */
  readonly jStimulus?: number;
  /** μ₀: rate of a stimulus without direction [Hz]. Default: 30. */
  readonly stimulus?: number;
  /** σ of the noise [nA], and how long it lasts [s]. Default: 0.02 and 0.002. */
  readonly noise?: number;
  readonly tauNoise?: number;
}

const defaults: Required<WongWangOptions> = {
  tauNmda: 0.1,
  gamma: 0.641,
  gain: 270,
  offset: 108,
  curvature: 0.154,
  jSame: 0.2609,
  jOther: 0.0497,
  background: 0.3255,
  jStimulus: 0.00052,
  stimulus: 30,
  noise: 0.02,
  tauNoise: 0.002,
};

export interface AttractorTrialsOptions {
  /** How much of the stimulus speaks for the first population, −1 to 1; the second gets the opposite. */
  readonly coherence: number;
  /** Default: 100. */
  readonly trials?: number;
  /** A decision is made when a population fires so often [Hz]. Default: 15. */
  readonly threshold?: number;
  /** Length of a step [s]. Default: 0.0005. */
  readonly dt?: number;
  /** When to give up [s]. Default: 4. */
  readonly duration?: number;
  /** Open gates at the beginning, of both. Default: 0.1. */
  readonly initial?: number;
  /** How many trials keep their path. Default: 0. */
  readonly record?: number;
  readonly seed?: number;
}

export interface AttractorTrials extends DecisionTrials {
  /** Gates of the first trials: (S₁, S₂) for each step from 0 on, one after another. */
  readonly paths: readonly Float64Array[];
  readonly dt: number;
}

export type Pair = readonly [first: number, second: number];

/** Two populations that compete. Choice 0 is the first. */
export interface WongWang {
  readonly parameters: Required<WongWangOptions>;
  /** Rates of both for open gates S₁, S₂ without noise; coherence null: without stimulus [Hz]. */
  readonly rates: (gates: Pair, coherence: number | null) => Pair;
  /** dS₁/dt, dS₂/dt without noise: the phase plane [1/s]. */
  readonly slopes: (gates: Pair, coherence: number | null) => Pair;
  readonly decide: (options: AttractorTrialsOptions) => AttractorTrials;
}

/**
 * Decision by competition: two populations drive themselves and hold down each other through slow NMDA gates, `dSᵢ/dt = −Sᵢ/τS + (1 − Sᵢ) γ H(xᵢ)`,
 * `x₁ = J S₁ − J′ S₂ + I₀ + J_A μ₀ (1 + c) + noise`. The stimulus makes an unstable point between two stable ones, one for each choice; from there the state slides into one of them, the faster the more
 * coherent the stimulus. Without stimulus the chosen one stays active: the decision is remembered.
 *
 * Units   s, Hz, nA.
 * Throws  `invalid_option`, `unknown_name`.
 * Source  Wong & Wang (2006), J. Neurosci. 26:1314: its two-variable network and the appendix's numbers
 *
 * @example
 * const network = wongWang();
 * const { errorRate, meanTime } = network.decide({ coherence: 0.256, trials: 20, dt: 0.001 });
 */
export function wongWang(options: WongWangOptions = {}): WongWang {
  checkOptionNames("wongWang", options, Object.keys(defaults));
  for (const [name, value] of Object.entries(options)) checkNumber("wongWang", name, value);
  const parameters = { ...defaults, ...options };
  const { tauNmda, gamma, gain, offset, curvature, jSame, jOther, background, jStimulus } = parameters;
  const { stimulus } = parameters;
  const rate = (x: number): number => {
    const y = curvature * (gain * x - offset);
    return (Math.abs(y) < 1e-9 ? 1 + y / 2 : y / -Math.expm1(-y)) / curvature;
  };
  const seen = (share: number | null): number => (share === null ? 0 : jStimulus * stimulus * (1 + share));
  const rates = ([s1, s2]: Pair, coherence: number | null, n1 = 0, n2 = 0): Pair => [
    rate(jSame * s1 - jOther * s2 + background + seen(coherence) + n1),
    rate(jSame * s2 - jOther * s1 + background + seen(coherence === null ? null : -coherence) + n2),
  ];
  const slope = (s: number, r: number): number => -s / tauNmda + (1 - s) * gamma * r;
  return {
    parameters,
    rates: (gates, coherence) => rates(gates, coherence),
    slopes: (gates, coherence) => {
      const [r1, r2] = rates(gates, coherence);
      return [slope(gates[0], r1), slope(gates[1], r2)];
    },
    decide: (given) => {
      const { coherence, threshold, trials, dt, duration, initial, record, seed } = trialOptions(given);
      const kept = Math.exp(-dt / parameters.tauNoise);
      const fresh = parameters.noise * Math.sqrt((1 - kept ** 2) / 2); // stationary deviation σ/√2
      const choices = new Int32Array(trials).fill(-1);
      const times = new Float64Array(trials).fill(duration);
      const paths: Float64Array[] = [];
      for (let trial = 0; trial < trials; trial++) {
        const random = new RandomSource(seed, trial);
        let [s1, s2, n1, n2] = [initial, initial, 0, 0];
        const path = trial < record ? [s1, s2] : undefined;
        for (let k = 1; k * dt <= duration && choices[trial] < 0; k++) {
          n1 = n1 * kept + fresh * random.normal();
          n2 = n2 * kept + fresh * random.normal();
          const [r1, r2] = rates([s1, s2], coherence, n1, n2);
          s1 += dt * slope(s1, r1);
          s2 += dt * slope(s2, r2);
          path?.push(s1, s2);
          const [now1, now2] = rates([s1, s2], coherence); // without the noise, which alone would reach the threshold
          if (now1 < threshold && now2 < threshold) continue;
          choices[trial] = now1 >= now2 ? 0 : 1;
          times[trial] = k * dt;
        }
        if (path !== undefined) paths.push(Float64Array.from(path));
      }
      return { ...trialsOf(choices, times, coherence >= 0 ? 0 : 1), paths, dt };
    },
  };
}

function trialOptions(options: AttractorTrialsOptions): Required<AttractorTrialsOptions> {
  const where = "wongWang";
  const { coherence, trials = 100, threshold = 15, dt = 0.0005, duration = 4 } = options;
  const { initial = 0.1, record = 0, seed = 0, ...rest } = options;
  checkOptionNames(where, rest, ["coherence", "trials", "threshold", "dt", "duration"]);
  checkNumber(where, "coherence", coherence, -1, 1);
  checkPositiveInteger(where, "trials", trials);
  for (const [name, value] of Object.entries({ threshold, dt, duration })) checkPositive(where, name, value);
  checkNumber(where, "initial", initial, 0, 1);
  checkWholeNumber(where, "record", record);
  return { coherence, trials, threshold, dt, duration, initial, record, seed };
}
