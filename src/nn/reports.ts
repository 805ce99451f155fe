import type { Tensor } from "../core/tensor.js";
import type { Metric, MetricReport } from "./metric.js";
import { metricPath } from "./state-entry.js";

/** What metrics tell beside their number, by name, from the states that `read` gives by path. */
export function reportsOf(
  metrics: readonly Metric[],
  read: (path: string) => Tensor,
): Readonly<Record<string, MetricReport>> {
  return Object.fromEntries(
    metrics.flatMap(({ name, states, report }) => {
      if (report === undefined) return [];
      const values = Object.keys(states).map((key) => [key, read(metricPath(name, key))] as const);
      return [[name, report(Object.fromEntries(values))] as const];
    }),
  );
}
