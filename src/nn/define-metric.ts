import type { Shape } from "../core/size.js";
import { type Factory, factory, toConfig, withDefaults } from "./config.js";
import type { Metric, MetricContext, MetricOptions, MetricReport, MetricStates } from "./metric.js";

type Shapes = Readonly<Record<string, readonly number[]>>;

export interface CountingMetricRecord<O extends MetricOptions> {
  /** What the options are that may be left out. */
  readonly defaults: Partial<O>;
  /** The options that must be given. */
  readonly required?: readonly (keyof O & string)[];
  /** Throws `invalid_option`. */
  readonly check?: (options: Required<O>, where: string) => void;
  /** Shapes of the numbers kept, or how they follow from the shape of the predictions. */
  readonly states: (options: Required<O>) => Shapes | ((yPred: Shape) => Shapes);
  readonly update: (
    context: MetricContext & { readonly options: Required<O>; readonly where: string },
  ) => ReturnType<Metric["update"]>;
  /** The number for logs. */
  readonly result: (states: MetricStates, options: Required<O>) => number;
  readonly report?: (states: MetricStates, options: Required<O>) => MetricReport;
}

/** Makes a metric that keeps more than a mean from its record; its name is that of its kind unless another is given. */
/* @__NO_SIDE_EFFECTS__ */
export function defineMetric<O extends MetricOptions>(
  kind: string,
  { defaults, required = [], check, states, update, result, report }: CountingMetricRecord<O>,
): Factory<O, Metric> {
  const named = { name: kind, ...defaults };
  const make = (given = {} as O): Metric => {
    const options = withDefaults(kind, given, named, { required }) as Required<O>; // the rest has defaults
    check?.(options, kind);
    const shapes = states(options);
    const metric = {
      kind,
      name: options.name ?? kind,
      config: toConfig(given),
      update: (context: MetricContext) => update({ ...context, options, where: kind }),
      result: (values: MetricStates) => result(values, options),
      report: report && ((values: MetricStates) => report(values, options)),
    };
    if (typeof shapes !== "function") return { ...metric, states: shapes };
    return {
      ...metric,
      states: {},
      forPredictions: (shape) => ({ ...metric, states: shapes(shape) }),
    };
  };
  return factory(make, { kind, defaults: named, required });
}
