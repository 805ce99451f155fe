import { constant } from "../core/constant.js";
import type { Value } from "../core/graph.js";
import { add, cast, mean, multiply, sum } from "../core/ops/index.js";
import { bindShape, type Shape, type Size } from "../core/size.js";
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
  /** Where the states depend on the predictions: the same metric for predictions of that shape. */
  readonly forPredictions?: ((shape: Shape) => Metric) | undefined;
  /** The numbers after a batch. */
  update(context: MetricContext): Readonly<Record<string, Value>>;
  result(states: MetricStates): number;
  /** What stands behind the number: a value per class or threshold, a matrix. */
  readonly report?: ((states: MetricStates) => MetricReport) | undefined;
}
export type MetricStates = Readonly<Record<string, Tensor>>;
/** Tables by name. */
export type MetricReport = Readonly<Record<string, Tensor>>;
export interface MetricContext {
  readonly yTrue: Value;
  readonly yPred: Value;
  readonly states: Readonly<Record<string, Value>>;
  /** How much each example counts: [batch]. */
  readonly sampleWeight?: Value | undefined;
}

/** `a / b`, and 0 where there is nothing to divide by, as Keras's `divide_no_nan`. */
export const share = (a: number, b: number): number => (b === 0 ? 0 : a / b);

/**
 * The mean over all examples of a per-example number; `finish` makes the result of it, `counts` says where there is
 * something to count, if not everywhere.
 */
export function meanMetric(
  kind: string,
  name: string,
  config: object,
  perExample: (yTrue: Value, yPred: Value) => Value,
  finish: (mean: number) => number = (value) => value,
  counts?: (yTrue: Value, yPred: Value) => Value | undefined,
): Metric {
  return {
    kind,
    name,
    config: toConfig(config),
    states: { total: [], count: [] },
    update: ({ yTrue, yPred, states: { total, count }, sampleWeight }) => {
      const values = cast(perExample(yTrue, yPred), { dtype: "float32" });
      const places = counts?.(yTrue, yPred);
      if (sampleWeight === undefined && places === undefined)
        return { total: add(total, sum(values)), count: add(count, countOf(values)) };
      const weights = sampleWeight === undefined ? 1 : cast(sampleWeight, { dtype: "float32" });
      const weighed = (x: Value): Value => sum(multiply(meanByExample(x), weights));
      if (places === undefined)
        return { total: add(total, weighed(values)), count: add(count, sum(weights)) };
      const isCounted = cast(places, { dtype: "float32" });
      return {
        total: add(total, weighed(multiply(values, isCounted))),
        count: add(count, weighed(isCounted)),
      };
    },
    result: ({ total, count }) => finish(share(total.item(), count.item())),
  };
}

/** [batch, ...] → [batch]. */
function meanByExample(values: Value): Value {
  const inner = values.shape.map((_, k) => k).slice(1);
  return inner.length === 0 ? values : mean(values, { axis: inner });
}

/** Number of elements, as float32. */
const countOf = (values: Value): Value =>
  constant(tensor(bindShape(values.shape as readonly Size[], {}).reduce((a, b) => a * b, 1)));

export interface MetricOptions {
  /** Key in logs and history. */
  readonly name?: string;
}
interface MeanContext<O> {
  readonly yTrue: Value;
  readonly yPred: Value;
  readonly options: Required<O>;
}
export interface MetricRecord<O extends MetricOptions> {
  readonly defaults: Required<Omit<O, "name">>;
  /** Throws `invalid_option`. */
  readonly check?: (options: Required<O>, where: string) => void;
  readonly perExample: (context: MeanContext<O>) => Value;
  /** Where there is something to count, bool; by default everywhere. */
  readonly counts?: (context: MeanContext<O>) => Value | undefined;
  /** The result, of the mean over examples; by default the mean itself. */
  readonly finish?: (mean: number) => number;
}

/** Makes a metric that is a mean from its record; its name is that of its kind unless another is given. */
/* @__NO_SIDE_EFFECTS__ */
export function defineMeanMetric<O extends MetricOptions = MetricOptions>(
  kind: string,
  { defaults, check, perExample, finish, counts }: MetricRecord<O>,
): Factory<O, Metric> {
  const make = (given = {} as O): Metric => {
    const options = withDefaults(kind, given, { name: kind, ...defaults }) as Required<O>; // all have defaults
    check?.(options, kind);
    const name: string = options.name ?? kind;
    const places = counts && ((yTrue: Value, yPred: Value) => counts({ yTrue, yPred, options }));
    return meanMetric(
      kind,
      name,
      given,
      (yTrue, yPred) => perExample({ yTrue, yPred, options }),
      finish,
      places,
    );
  };
  return factory(make, { kind, defaults: { name: kind, ...defaults } });
}
