import { metricDirection } from "neurograd";
import type { Run } from "./run-list.js";

/** What stands for a curve in the table: values of the file, none computed. */
export interface Figures {
  readonly last: number;
  readonly min: At | undefined;
  readonly max: At | undefined;
  /** The better of the two, where the metric's name says which it is. */
  readonly best: At | undefined;
}
export interface At {
  readonly value: number;
  readonly epoch: number;
}

export function figuresOf({ curves }: Run, metric: string): Figures | undefined {
  const column = curves.columns.get(metric);
  if (column === undefined) return undefined;
  let [min, max]: (At | undefined)[] = [];
  for (const [k, value] of column.values.entries()) {
    if (!Number.isFinite(value)) continue;
    const epoch = curves.epoch[column.rows[k]];
    if (min === undefined || value < min.value) min = { value, epoch };
    if (max === undefined || value > max.value) max = { value, epoch };
  }
  const direction = metricDirection(metric);
  return {
    last: column.values[column.values.length - 1],
    min,
    max,
    best: direction && (direction === "min" ? min : max),
  };
}

/** The keys of all histories, in the order in which they come; seconds are no metric. */
export const metricsOf = (runs: readonly Run[]): readonly string[] =>
  [...new Set(runs.flatMap(({ curves }) => [...curves.columns.keys()]))].filter((key) => key !== "seconds");

export type Axis = "epoch" | "step" | "seconds";

/**
 * Where the values of a metric lie along an axis: epochs; steps, which are epochs times the steps of each; seconds, added up.
 * undefined where the files do not say.
 */
export function placesOf({ curves, record }: Run, metric: string, axis: Axis): readonly number[] | undefined {
  const rows = curves.columns.get(metric)?.rows;
  if (rows === undefined) return undefined;
  if (axis === "epoch") return rows.map((row) => curves.epoch[row]);
  if (axis === "step") {
    const steps = record?.config?.steps;
    return typeof steps === "number" ? rows.map((row) => curves.epoch[row] * steps) : undefined;
  }
  const seconds = curves.columns.get("seconds");
  if (seconds === undefined) return undefined;
  const each = new Float64Array(curves.epoch.length);
  for (const [k, row] of seconds.rows.entries()) each[row] = seconds.values[k];
  let sum = 0;
  const sums = each.map((value) => {
    sum += Number.isFinite(value) ? value : 0;
    return sum;
  });
  return rows.map((row) => sums[row]);
}
