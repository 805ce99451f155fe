import { NeurogradError, unknownName } from "../core/errors.js";
import { checkNumber, checkPositive, checkPositiveInteger } from "./options.js";
import { isSchedule, type Schedule } from "./schedule.js";

/** Options that every optimizer has, with Keras's names and meanings. */
export interface CommonOptions {
  /** Step size η: a number, which callbacks change while training, or a schedule, which nobody changes. */
  readonly learningRate?: number | Schedule;
  /** Each step also shrinks weights: `w ← w − w · weightDecay · η`. */
  readonly weightDecay?: number | null;
  /** Each gradient is scaled down to at most this norm. */
  readonly clipnorm?: number | null;
  /** Each element of a gradient is clipped to ± this. */
  readonly clipvalue?: number | null;
  /** All gradients together are scaled down to at most this norm. */
  readonly globalClipnorm?: number | null;
  /** Keep a running mean of each weight, `a ← emaMomentum a + (1 − emaMomentum) w`; `fit` ends with it as the weights. */
  readonly useEma?: boolean;
  readonly emaMomentum?: number;
  /** Set the weights to their running means every so many steps; null: only at the end of `fit`. */
  readonly emaOverwriteFrequency?: number | null;
  /** Weights change every so many steps, by the mean of the gradients since. */
  readonly gradientAccumulationSteps?: number | null;
  /**
   * Weights that `weightDecay` leaves alone: paths, `"dense/kernel"`, or words that occur in the name of a weight,
   * `"bias"`. Keras's `exclude_from_weight_decay`.
   */
  readonly excludeFromWeightDecay?: readonly string[];
  /**
   * Factors of the learning rate by layer or path of a weight, `{ dense: 0.1, "dense_1/bias": 2 }`; the longest that
   * fits counts, others have 1. Not in Keras.
   */
  readonly learningRateFactors?: Readonly<Record<string, number>>;
}

/** Defaults of all but the learning rate. */
export const commonDefaults: Required<Omit<CommonOptions, "learningRate">> = {
  weightDecay: null,
  clipnorm: null,
  clipvalue: null,
  globalClipnorm: null,
  useEma: false,
  emaMomentum: 0.99,
  emaOverwriteFrequency: null,
  gradientAccumulationSteps: null,
  excludeFromWeightDecay: [],
  learningRateFactors: {},
};

/** Throws `invalid_option`. */
export function checkCommon(kind: string, options: Required<CommonOptions>): void {
  if (!isSchedule(options.learningRate)) checkNumber(kind, "learningRate", options.learningRate, 0);
  const clips = (["clipnorm", "clipvalue", "globalClipnorm"] as const).filter(
    (name) => options[name] !== null,
  );
  for (const name of clips) checkPositive(kind, name, options[name]);
  if (options.weightDecay !== null) checkNumber(kind, "weightDecay", options.weightDecay, 0);
  if (clips.length > 1) {
    throw new NeurogradError(
      "invalid_option",
      `${kind}: got both ${clips.join(" and ")}; choose one way of clipping`,
    );
  }
  checkNumber(kind, "emaMomentum", options.emaMomentum, 0, 1);
  for (const name of ["emaOverwriteFrequency", "gradientAccumulationSteps"] as const)
    if (options[name] !== null) checkPositiveInteger(kind, name, options[name]);
  for (const [name, factor] of Object.entries(options.learningRateFactors))
    checkNumber(kind, `learningRateFactors["${name}"]`, factor, 0);
}

/** `path` itself, or what stands before one of its slashes. */
const names = (name: string, path: string): boolean => path === name || path.startsWith(`${name}/`);

/** The factor of the learning rate for a weight. */
export function learningRateFactor({ learningRateFactors }: Required<CommonOptions>, path: string): number {
  const fitting = Object.keys(learningRateFactors).filter((name) => names(name, path));
  const longest = fitting.reduce((a, b) => (b.length > a.length ? b : a), "");
  return longest === "" ? 1 : learningRateFactors[longest];
}

/** Whether `weightDecay` acts on a weight. */
export function isDecayed({ excludeFromWeightDecay }: Required<CommonOptions>, path: string): boolean {
  const own = path.slice(path.lastIndexOf("/") + 1);
  return !excludeFromWeightDecay.some((item) => (item.includes("/") ? item === path : own.includes(item)));
}

/** Throws `unknown_name` for paths in the options that no trained weight has. */
export function checkPaths(kind: string, options: Required<CommonOptions>, paths: readonly string[]): void {
  const factors = Object.keys(options.learningRateFactors).filter(
    (name) => !paths.some((p) => names(name, p)),
  );
  const excluded = options.excludeFromWeightDecay.filter(
    (item) => item.includes("/") && !paths.includes(item),
  );
  if (factors.length > 0) throw unknownName(`${kind}: learningRateFactors`, factors[0], paths);
  if (excluded.length > 0) throw unknownName(`${kind}: excludeFromWeightDecay`, excluded[0], paths);
}
