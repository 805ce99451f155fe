import { combineKeys, hashPath } from "../core/random-bits.js";
import { sizeOf } from "../core/tensor.js";
import { type Factory, factory, toConfig, withDefaults } from "./config.js";

/** First values of a weight: a pure function of its shape and of a key made from seed and path. */
export interface Initializer {
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  values(shape: readonly number[], key: number): Float64Array;
}

export interface SeedOption {
  /** Fixes the numbers, whatever the model's seed and the weight's path are; null leaves them to those. */
  readonly seed?: number | null;
}

export interface InitializerRecord<O extends object> {
  readonly defaults: Required<O>;
  /** Throws `invalid_option`, `unknown_name`. */
  readonly check?: (options: Required<O>, where: string) => void;
  readonly values: (shape: readonly number[], key: number, options: Required<O>) => Float64Array;
}

/** Makes an initializer from its record; what it gives is the function users call: `heNormal({ seed: 1 })`. */
/* @__NO_SIDE_EFFECTS__ */
export function defineInitializer<O extends object>(
  kind: string,
  { defaults, check, values }: InitializerRecord<O>,
): Factory<O, Initializer> {
  const make = (given = {} as O): Initializer => {
    const options = withDefaults(kind, given, defaults) as Required<O>; // every option has a default
    check?.(options, kind);
    const { seed = null } = options as SeedOption;
    const fixed = seed === null ? undefined : combineKeys(seed, hashPath(kind));
    return {
      kind,
      config: toConfig(given),
      values: (shape, key) => values(shape, fixed ?? key, options),
    };
  };
  return factory(make, { kind, defaults });
}

/** fanIn and fanOut of a kernel: inputs and outputs that one element of each sees. Source Keras `compute_fans`. */
export function computeFans(shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const receptive = sizeOf(shape.slice(0, -2));
  const [inputs, outputs] = shape.slice(-2);
  return { fanIn: inputs * receptive, fanOut: outputs * receptive };
}
