import { constant } from "../../src/core/constant.js";
import type { Value } from "../../src/core/graph.js";
import { sizeOf, type Tensor, tensor } from "../../src/core/tensor.js";
import type { Metric, MetricStates } from "../../src/nn/metric.js";
import type { Case } from "./run-on.js";

export interface MetricData {
  readonly yTrue: Tensor;
  readonly yPred: Tensor;
  readonly sampleWeight?: Tensor | undefined;
  readonly batchSize: number;
}

/** The metric as `compile` has it: with states for the shape of the predictions. */
export const fitted = (metric: Metric, { yPred }: MetricData): Metric =>
  metric.forPredictions?.(yPred.shape) ?? metric;

/** The states of a metric after each batch, in one graph, under their names and the number of the batch. */
export function metricCase(metric: Metric, data: MetricData): Case {
  const count = Math.ceil(data.yPred.shape[0] / data.batchSize);
  const inputs = Object.fromEntries(
    Array.from({ length: count }, (_, k) => {
      const part = (x: Tensor): Tensor => x.slice(k * data.batchSize, (k + 1) * data.batchSize);
      const { yTrue, yPred, sampleWeight } = data;
      const own = [[`y${k}`, part(yTrue)] as const, [`p${k}`, part(yPred)] as const];
      return sampleWeight === undefined ? own : [...own, [`w${k}`, part(sampleWeight)] as const];
    }).flat(),
  );
  const { states: shapes, update } = fitted(metric, data);
  const fn: Case["fn"] = (values) => {
    const out: Record<string, Value> = {};
    let states: Readonly<Record<string, Value>> = Object.fromEntries(
      Object.entries(shapes).map(([key, shape]) => [
        key,
        constant(tensor(new Float32Array(sizeOf(shape)), { shape })),
      ]),
    );
    for (let k = 0; k < count; k++) {
      const context = { yTrue: values[`y${k}`], yPred: values[`p${k}`], sampleWeight: values[`w${k}`] };
      states = update({ ...context, states });
      for (const [key, value] of Object.entries(states)) out[`${key}/${k}`] = value;
    }
    return out;
  };
  return { inputs, fn };
}

/** The states after batch `k` of what running a `metricCase` gave. */
export const statesAfter = (
  metric: Metric,
  data: MetricData,
  found: Readonly<Record<string, Float64Array>>,
  k: number,
): MetricStates =>
  Object.fromEntries(
    Object.entries(fitted(metric, data).states).map(([key, shape]) => [
      key,
      tensor(found[`${key}/${k}`], { shape, dtype: "float64" }),
    ]),
  );
