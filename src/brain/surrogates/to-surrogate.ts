import { unknownName } from "../../core/errors.js";
import * as surrogates from "./index.js";
import type { Surrogate } from "./surrogate.js";

export type SurrogateName = keyof typeof surrogates;
export type SurrogateLike = SurrogateName | Surrogate;

/** The surrogate meant by a name, with its defaults, or the one given. Throws `unknown_name`. */
export function toSurrogate(where: string, given: SurrogateLike): Surrogate {
  if (typeof given !== "string") return given;
  if (Object.hasOwn(surrogates, given)) return surrogates[given]();
  throw unknownName(`${where}: surrogate`, given, Object.keys(surrogates));
}
