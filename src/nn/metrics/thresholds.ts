import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { cast, ceil, clip, expandDims, greater, multiply, sum, where } from "../../core/ops/index.js";
import { epsilon } from "../epsilon.js";

/** Thresholds in rising order: a prediction exceeds some number of them, its level. */
export interface Thresholds {
  readonly values: readonly number[];
  /** Evenly over [0, 1]: the level is computed, not counted. */
  readonly isEven: boolean;
  /** The first lies below 0, the last above 1: every prediction exceeds the first and none the last. */
  readonly hasMargins: boolean;
}

/** Thresholds as given, in rising order. */
export const thresholdsOf = (given: readonly number[]): Thresholds => {
  const values = given.toSorted((a, b) => a - b);
  return { values, isEven: areEven(values), hasMargins: false };
};

/** `count` thresholds from 0 to 1; of one, ½. */
export const evenThresholds = (count: number): Thresholds => ({
  values: count === 1 ? [0.5] : Array.from({ length: count }, (_, i) => i / (count - 1)),
  isEven: count > 1,
  hasMargins: false,
});

/** With a first threshold below 0 and a last above 1: of `inner`, or of as many as make `count` evenly spaced ones. */
export function thresholdsWithMargins(count: number, inner: readonly number[] | null): Thresholds {
  const values =
    inner?.toSorted((a, b) => a - b) ?? Array.from({ length: count - 2 }, (_, i) => (i + 1) / (count - 1));
  return {
    values: [-epsilon, ...values, 1 + epsilon],
    isEven: inner === null || areEven([0, ...values, 1]),
    hasMargins: true,
  };
}

const areEven = (values: readonly number[]): boolean =>
  values.length > 2 && values.every((value, i) => Math.abs(value - i / (values.length - 1)) <= epsilon);

/** How many thresholds each prediction exceeds, int64; a threshold itself is not exceeded, a NaN exceeds none. */
export function levelsOf(p: Value, { values, isEven, hasMargins }: Thresholds): Value {
  if (isEven) {
    const steps = ceil(multiply(clip(p, { minimum: 0, maximum: 1 }), values.length - 1));
    const level = where(greater(p, 0), steps, 0);
    const isAbove = hasMargins ? where(greater(level, 1), level, 1) : level;
    return cast(isAbove, { dtype: "int64" });
  }
  const exceeded = cast(greater(expandDims(p, { axis: -1 }), values), { dtype: "int64" });
  return sum(exceeded, { axis: -1 });
}

/** Throws `invalid_option` unless all thresholds are in [0, 1]. */
export function checkThresholds(where: string, thresholds: number | readonly number[] | null): void {
  const all = thresholds === null ? [] : [thresholds].flat();
  const wrong = all.find((value) => !(typeof value === "number" && value >= 0 && value <= 1));
  if (wrong === undefined && (thresholds === null || all.length > 0)) return;
  throw new NeurogradError(
    "invalid_option",
    `${where}: thresholds are ${JSON.stringify(thresholds)}; use numbers from 0 to 1`,
  );
}
