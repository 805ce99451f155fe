import { constant } from "../core/constant.js";
import { evaluateGraph } from "../core/evaluate.js";
import type { Value } from "../core/graph.js";
import { tensor } from "../core/tensor.js";
import { type Configured, type Factory, factory, toConfig, withDefaults } from "./config.js";

/** A learning rate that depends on the step: part of the compiled step, so that a resumed run goes on where it was. */
export interface Schedule extends Configured {
  /** The rate of a step, counted from 0, in a graph. */
  rate(step: Value): Value;
  /** The same as a number. */
  at(step: number): number;
}

/** The options that must be given. */
type RequiredOption<O> = { [K in keyof O]-?: Record<never, never> extends Pick<O, K> ? never : K }[keyof O];

export interface ScheduleRecord<O extends object> {
  readonly required?: readonly (RequiredOption<O> & string)[];
  readonly defaults: Required<Omit<O, RequiredOption<O>>>;
  /** Throws `invalid_option`. */
  readonly check?: (options: Required<O>, where: string) => void;
  /** The rate of `step`, a float. Constants stay exact in the reference evaluator. */
  readonly rate: (step: Value, options: Required<O>) => Value;
}

/**
 * Makes a schedule from its record; what it gives is the function users call: `exponentialDecay({ … })`.
 *
 * @example
 * // η = η₀ / √(1 + step / warmup)
 * const rootDecay = defineSchedule<{ readonly initialRate: number; readonly warmup?: number }>("rootDecay", {
 *   required: ["initialRate"],
 *   defaults: { warmup: 100 },
 *   rate: (step, { initialRate, warmup }) =>
 *     ops.divide(initialRate, ops.sqrt(ops.add(ops.divide(step, warmup), 1))),
 * });
 * net.compile({ optimizer: optimizers.sgd({ learningRate: rootDecay({ initialRate: 0.1 }) }), loss: "binaryCrossentropy" });
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineSchedule<O extends object>(
  kind: string,
  { required = [], defaults, check, rate }: ScheduleRecord<O>,
): (options: O) => Schedule {
  const make = (given = {} as O): Schedule => {
    const options = withDefaults(kind, given, defaults, { required }) as Required<O>; // all are given or have defaults
    check?.(options, kind);
    return {
      kind,
      config: toConfig(given),
      rate: (step) => rate(step, options),
      at: (step) => {
        const y = rate(constant(tensor(step, { dtype: "float64" }), "float32"), options);
        return evaluateGraph({ inputs: [], outputs: { y } }, {}, true).y.item();
      },
    };
  };
  return factory(make, { kind, defaults, required }) satisfies Factory<O, Schedule>;
}

export const isSchedule = (value: unknown): value is Schedule =>
  typeof value === "object" && value !== null && "rate" in value && "at" in value;
