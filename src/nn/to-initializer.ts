import { unknownName } from "../core/errors.js";
import { combineKeys, hashPath } from "../core/random-bits.js";
import { fromFloat64, type Tensor } from "../core/tensor.js";
import type { Initializer } from "./initializer.js";
import * as initializers from "./initializers.js";

export type InitializerName = keyof typeof initializers;
export type InitializerLike = InitializerName | Initializer;

/** The initializer of a name. Throws `unknown_name`. */
export function toInitializer(where: string, like: InitializerLike): Initializer {
  if (typeof like !== "string") return like;
  if (Object.hasOwn(initializers, like)) return initializers[like]();
  throw unknownName(where, like, Object.keys(initializers).sort());
}

/** The first values of a weight at `path`: the same whatever was created before it. */
export function initialValue(
  initializer: Initializer,
  shape: readonly number[],
  seed: number,
  path: string,
): Tensor {
  return fromFloat64(initializer.values(shape, combineKeys(seed, hashPath(path))), shape, "float64");
}
