import { constant } from "../core/constant.js";
import type { Value } from "../core/graph.js";
import { add, broadcastTo, cast, expandDims, mean, multiply, sum } from "../core/ops/index.js";
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
  /** How much each example counts, [batch], or each of its positions, [batch, time]. */
  readonly sampleWeight?: Value | undefined;
  /** Positions that count, bool [batch, time]; as in Keras, it is for metrics that are means. */
  readonly mask?: Value | undefined;
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
    update: ({ yTrue, yPred, states: { total, count }, sampleWeight, mask }) => {
      const values = cast(perExample(yTrue, yPred), { dtype: "float32" });
      const fits = mask !== undefined && mask.shape.length <= values.shape.length;
      const weights = [sampleWeight, fits ? mask : undefined, counts?.(yTrue, yPred)].filter(
        (weight) => weight !== undefined,
      );
      if (weights.length === 0) return { total: add(total, sum(values)), count: add(count, countOf(values)) };
      const { weighed, weight } = weighted(values, weights);
      return { total: add(total, weighed), count: add(count, weight) };
    },
    result: ({ total, count }) => finish(share(total.item(), count.item())),
  };
}

/** `Σ w v` and `Σ w`, over examples of means over positions: values and weights are first brought to one rank. */
function weighted(
  values: Value,
  weights: readonly Value[],
): { readonly weighed: Value; readonly weight: Value } {
  const rank = Math.max(...weights.map(({ shape }) => shape.length));
  const w = weights
    .map((weight) => withRank(cast(weight, { dtype: "float32" }), rank))
    .reduce((a, b) => multiply(a, b));
  const places = meanFrom(values, rank);
  const each = broadcastTo(w, { shape: places.shape });
  return { weighed: sum(meanFrom(multiply(places, each), 1)), weight: sum(meanFrom(each, 1)) };
}

/** The mean over the axes from `rank` on. */
function meanFrom(x: Value, rank: number): Value {
  const axes = x.shape.map((_, k) => k).slice(rank);
  return axes.length === 0 ? x : mean(x, { axis: axes });
}

/** With axes of size 1 behind, up to `rank`. */
export function withRank(x: Value, rank: number): Value {
  const axes = Array.from({ length: rank - x.shape.length }, (_, k) => x.shape.length + k);
  return axes.length === 0 ? x : expandDims(x, { axis: axes });
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
