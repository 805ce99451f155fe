import type { Value } from "../core/graph.js";
import { type Configured, type Factory, factory, toConfig, withDefaults } from "./config.js";

/** A number that is added to the loss, from a weight or from what a layer gives. */
export interface Regularizer extends Configured {
  /** Throws `shape_mismatch` for shapes it is not made for; `where` names the weight. */
  penalty(x: Value, where: string): Value;
}

export interface RegularizerRecord<O extends object> {
  readonly defaults: Required<O>;
  /** Throws `invalid_option`. */
  readonly check?: (options: Required<O>, where: string) => void;
  readonly penalty: (x: Value, options: Required<O>, where: string) => Value;
}

/**
 * Makes a regularizer from its record; what it gives is the function users call: `l2({ l2: 1e-4 })`.
 *
 * @example
 * // Σ w⁴
 * const l4 = defineRegularizer("l4", {
 *   defaults: { factor: 0.01 },
 *   penalty: (w, { factor }) => ops.multiply(ops.sum(ops.square(ops.square(w))), factor),
 * });
 * layers.dense({ units: 10, kernelRegularizer: l4({ factor: 1e-4 }) });
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineRegularizer<O extends object>(
  kind: string,
  { defaults, check, penalty }: RegularizerRecord<O>,
): Factory<O, Regularizer> {
  const make = (given = {} as O): Regularizer => {
    const options = withDefaults(kind, given, defaults) as Required<O>; // every option has a default
    check?.(options, kind);
    return { kind, config: toConfig(given), penalty: (x, where) => penalty(x, options, where) };
  };
  return factory(make, { kind, defaults });
}
