import type { Loss } from "../loss.js";
import { defineMeanMetric, type Metric, type MetricOptions } from "../metric.js";

/** The mean of a loss over all examples as a metric, with those of its options that `defaults` has. */
/* @__NO_SIDE_EFFECTS__ */
export function meanOfLoss<O extends object>(
  kind: string,
  loss: (options?: O) => Loss,
  defaults: Required<O>,
): (options?: O & MetricOptions) => Metric {
  return defineMeanMetric<O & MetricOptions>(kind, {
    defaults: defaults as Required<Omit<O & MetricOptions, "name">>, // O has no name
    check: (options) => void loss(lossOptions(options)),
    perExample: ({ yTrue, yPred, options }) => loss(lossOptions(options)).perExample(yTrue, yPred),
  });

  function lossOptions(options: Required<O & MetricOptions>): O {
    const { name: _, ...rest } = options;
    return rest as unknown as O; // without the name these are its options
  }
}
