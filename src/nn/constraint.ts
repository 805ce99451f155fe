import type { Value } from "../core/graph.js";
import { type Configured, type Factory, factory, toConfig, withDefaults } from "./config.js";

/** What a weight must be like: after each update it is made so. */
export interface Constraint extends Configured {
  apply(w: Value): Value;
}

export interface ConstraintRecord<O extends object> {
  readonly defaults: Required<O>;
  /** Throws `invalid_option`. */
  readonly check?: (options: Required<O>, where: string) => void;
  readonly apply: (w: Value, options: Required<O>) => Value;
}

/**
 * Makes a constraint from its record; what it gives is the function users call: `maxNorm({ maxValue: 3 })`.
 *
 * @example
 * const within = defineConstraint("within", {
 *   defaults: { bound: 1 },
 *   apply: (w, { bound }) => ops.clip(w, { minimum: -bound, maximum: bound }),
 * });
 * layers.dense({ units: 10, kernelConstraint: within({ bound: 0.5 }) });
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineConstraint<O extends object>(
  kind: string,
  { defaults, check, apply }: ConstraintRecord<O>,
): Factory<O, Constraint> {
  const make = (given = {} as O): Constraint => {
    const options = withDefaults(kind, given, defaults) as Required<O>; // every option has a default
    check?.(options, kind);
    return { kind, config: toConfig(given), apply: (w) => apply(w, options) };
  };
  return factory(make, { kind, defaults });
}
