import { constant } from "../core/constant.js";
import type { Value } from "../core/graph.js";
import { add, cast, sum } from "../core/ops/index.js";
import { bindShape, type Size } from "../core/size.js";
import { type Tensor, tensor } from "../core/tensor.js";
import { type Factory, factory, toConfig, withDefaults } from "./config.js";

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

export interface MetricOptions {
  /** Key in logs and history. */
  readonly name?: string;
}
export interface MetricRecord<O extends MetricOptions> {
  readonly defaults: Required<Omit<O, "name">>;
  /** Throws `invalid_option`. */
  readonly check?: (options: Required<O>, where: string) => void;
  readonly perExample: (context: {
    readonly yTrue: Value;
    readonly yPred: Value;
    readonly options: Required<O>;
  }) => Value;
}

/** Makes a metric that is a mean from its record; its name is that of its kind unless another is given. */
/* @__NO_SIDE_EFFECTS__ */
export function defineMeanMetric<O extends MetricOptions = MetricOptions>(
  kind: string,
  { defaults, check, perExample }: MetricRecord<O>,
): Factory<O, Metric> {
  const make = (given = {} as O): Metric => {
    const options = withDefaults(kind, given, { name: kind, ...defaults }) as Required<O>; // all have defaults
    check?.(options, kind);
    const name: string = options.name ?? kind;
    return meanMetric(kind, name, given, (yTrue, yPred) => perExample({ yTrue, yPred, options }));
  };
  return factory(make, { kind, defaults: { name: kind, ...defaults } });
}
