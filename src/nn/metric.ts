import { constant } from "../core/constant.js";
import { unknownName } from "../core/errors.js";
import type { Value } from "../core/graph.js";
import { add, cast, sum } from "../core/ops/index.js";
import { bindShape, type Size } from "../core/size.js";
import { type Tensor, tensor } from "../core/tensor.js";
import { toConfig } from "./config.js";

/** A metric: numbers kept from batch to batch inside the compiled step, and a result made of them. */
export interface Metric {
  readonly kind: string;
  /** Key in logs and history. */
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Shapes of the numbers kept; all begin at 0. */
  readonly states: Readonly<Record<string, readonly number[]>>;
  /** The numbers after a batch. */
  update(context: MetricContext): Readonly<Record<string, Value>>;
  result(states: Readonly<Record<string, Tensor>>): number;
}
export interface MetricContext {
  readonly yTrue: Value;
  readonly yPred: Value;
  readonly states: Readonly<Record<string, Value>>;
}

/** The mean over all examples of a per-example number. */
export function meanMetric(
  kind: string,
  name: string,
  config: object,
  perExample: (yTrue: Value, yPred: Value) => Value,
): Metric {
  return {
    kind,
    name,
    config: toConfig(config),
    states: { total: [], count: [] },
    update: ({ yTrue, yPred, states: { total, count } }) => {
      const values = cast(perExample(yTrue, yPred), { dtype: "float32" });
      return { total: add(total, sum(values)), count: add(count, countOf(values)) };
    },
    result: ({ total, count }) => total.item() / count.item(),
  };
}

/** Number of elements, as float32. */
const countOf = (values: Value): Value =>
  constant(tensor(bindShape(values.shape as readonly Size[], {}).reduce((a, b) => a * b, 1)));

export interface MetricRecord<O extends object> {
  readonly defaults: Required<O>;
  readonly name: string;
  readonly perExample: (context: {
    readonly yTrue: Value;
    readonly yPred: Value;
    readonly options: Required<O>;
  }) => Value;
}

/** Makes a metric that is a mean from its record. */
export function defineMeanMetric<O extends object>(
  kind: string,
  { defaults, name, perExample }: MetricRecord<O>,
): (options?: O & { readonly name?: string }) => Metric {
  return (given = {} as O) => {
    const { name: ownName = name, ...rest } = given as O & { name?: string };
    for (const key of Object.keys(rest))
      if (!(key in defaults)) throw unknownName(`${kind}: option`, key, Object.keys(defaults));
    const options = { ...defaults, ...rest } as Required<O>;
    return meanMetric(kind, ownName, given, (yTrue, yPred) => perExample({ yTrue, yPred, options }));
  };
}
