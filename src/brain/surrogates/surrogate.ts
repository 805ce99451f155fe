import type { Value } from "../../core/graph.js";
import { type Factory, factory, toConfig, withDefaults } from "../../nn/config.js";

/** What stands for the derivative of a neuron's step while a network is trained. It holds no numbers of its own. */
export interface Surrogate {
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** The derivative at u = v − θ. */
  derivative(u: Value): Value;
}

export interface SurrogateRecord<O extends object> {
  readonly defaults: Required<O>;
  /** Throws `invalid_option`. */
  readonly check?: (options: Required<O>, where: string) => void;
  readonly derivative: (u: Value, options: Required<O>) => Value;
}

/**
 * Makes a kind of surrogate from its record; what it gives is the function users call: `arctan({ slope: 4 })`.
 *
 * @example
 * const box = defineSurrogate<{ width?: number }>("box", {
 *   defaults: { width: 1 },
 *   derivative: (u, { width }) => ops.cast(ops.less(ops.abs(u), width / 2), { dtype: "float32" }),
 * });
 * leakyLayer({ surrogate: box({ width: 0.5 }) });
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineSurrogate<O extends object>(
  kind: string,
  { defaults, check, derivative }: SurrogateRecord<O>,
): Factory<O, Surrogate> {
  const make = (given = {} as O): Surrogate => {
    const options = withDefaults(kind, given, defaults) as Required<O>; // every option of a surrogate has a default
    check?.(options, kind);
    return { kind, config: toConfig(given), derivative: (u) => derivative(u, options) };
  };
  return factory(make, { kind, defaults });
}
