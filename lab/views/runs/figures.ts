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
  if (column === undefined || column.length === 0) return undefined;
  let [min, max]: (At | undefined)[] = [];
  for (const [k, value] of column.entries()) {
    if (!Number.isFinite(value)) continue;
    const epoch = curves.epoch[k];
    if (min === undefined || value < min.value) min = { value, epoch };
    if (max === undefined || value > max.value) max = { value, epoch };
  }
  const direction = metricDirection(metric);
  return { last: column[column.length - 1], min, max, best: direction && (direction === "min" ? min : max) };
}

/** The keys of all histories, in the order in which they come; seconds are no metric. */
export const metricsOf = (runs: readonly Run[]): readonly string[] =>
  [...new Set(runs.flatMap(({ curves }) => [...curves.columns.keys()]))].filter((key) => key !== "seconds");

export type Axis = "epoch" | "step" | "seconds";

/** Where the points of a run lie along an axis: epochs; steps, which are epochs times the steps of each; seconds, added up. */
export function axisOf({ curves, record }: Run, axis: Axis): Float64Array | undefined {
  if (axis === "epoch") return curves.epoch;
  if (axis === "step") {
    const steps = record?.config?.steps;
    return typeof steps === "number" ? curves.epoch.map((epoch) => epoch * steps) : undefined;
  }
  const seconds = curves.columns.get("seconds");
  if (seconds === undefined) return undefined;
  let sum = 0;
  return seconds.map((each) => {
    sum += Number.isFinite(each) ? each : 0;
    return sum;
  });
}
