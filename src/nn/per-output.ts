import { NeurogradError, unknownName } from "../core/errors.js";

/** Something for each output of a model: in their order or by their names; null for none. */
export type PerOutput<T> = readonly (T | null)[] | Readonly<Record<string, T | null>>;

/**
 * A list in the order of the outputs, of a list or a record.
 *
 * Throws  `unknown_name`, `invalid_option` for a list of another length.
 */
export function perOutput<T>(
  option: string,
  given: PerOutput<T>,
  names: readonly string[],
): readonly (T | null | undefined)[] {
  if (Array.isArray(given)) {
    const list = given as readonly (T | null)[]; // isArray does not narrow read-only lists
    if (list.length === names.length) return list;
    throw new NeurogradError(
      "invalid_option",
      `compile: ${option} is a list of ${list.length}, the model has ${names.length} outputs: ${names.join(", ")}; give one for each, null for none`,
    );
  }
  const record = given as Readonly<Record<string, T | null>>; // no list
  for (const name of Object.keys(record))
    if (!names.includes(name)) throw unknownName(`compile: ${option}: output`, name, names);
  return names.map((name) => (Object.hasOwn(record, name) ? record[name] : undefined));
}
