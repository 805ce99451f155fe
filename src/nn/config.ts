import { NeurogradError, unknownName } from "../core/errors.js";
import * as activations from "./activations/by-name.js";
import { isNamedActivation } from "./activations/named-activation.js";

/** Something that a model's file names by kind and options: a layer, a loss, an optimizer, an initializer. */
export interface Configured {
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * A function that makes configured things, `dense({ units: 10 })`, and what is known of its options: for tables, forms
 * and files.
 */
export interface Factory<O, T> {
  (options?: O): T;
  readonly kind: string;
  /** The options that may be left out, with what they are then. */
  readonly defaults: object;
  /** The options that must be given. */
  readonly required: readonly string[];
}

export function factory<O, T>(
  make: (options?: O) => T,
  about: { readonly kind: string; readonly defaults: object; readonly required?: readonly string[] },
): Factory<O, T> {
  return Object.assign(make, { required: [], ...about });
}

/**
 * The options given, over the defaults; `undefined` counts as not given. Throws `unknown_name` with the nearest right
 * name, `missing_option`.
 */
export function withDefaults<O extends object>(
  kind: string,
  given: O,
  defaults: object,
  { required = [], also = [] }: { required?: readonly string[]; also?: readonly string[] } = {},
): O {
  const known = [...required, ...Object.keys(defaults), ...also];
  checkOptionNames(kind, given, known);
  const options: Record<string, unknown> = { ...defaults };
  for (const [name, value] of Object.entries(given)) if (value !== undefined) options[name] = value;
  for (const name of required) {
    if (options[name] !== undefined) continue;
    throw new NeurogradError(
      "missing_option",
      `${kind}: needs the option ${name}; give ${kind}({ ${name} })`,
    );
  }
  return options as O; // what O requires is given, the rest has defaults
}

/** Throws `unknown_name` for an option that is not `known`, with the nearest right one; `invalid_option` for what is no object. */
export function checkOptionNames(where: string, given: object, known: readonly string[]): void {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    const value = JSON.stringify(given);
    throw new NeurogradError(
      "invalid_option",
      `${where}: takes one object of options, got ${value}; write { ${known[0]}: ${value} }, or whichever of ${known.join(", ")} it is`,
    );
  }
  for (const name of Object.keys(given))
    if (!known.includes(name)) throw unknownName(`${where}: option`, name, known);
}

/** Options as plain data for a model's file: configured things by kind, undefined left out. */
export function toConfig(options: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(options)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, plain(value)]),
  );
}

function plain(value: unknown): unknown {
  if (isConfigured(value)) return { kind: value.kind, config: value.config };
  if (typeof value === "function") {
    const own = Object.entries(activations).find(([, activation]) => activation === value);
    if (isNamedActivation(value)) return { kind: value.activationName, config: {} }; // found again in the family of activations
    return own === undefined ? { function: value.name } : own[0]; // our own are saved by name
  }
  return Array.isArray(value) ? value.map(plain) : value;
}

export function isConfigured(value: unknown): value is Configured {
  return typeof value === "object" && value !== null && "kind" in value && "config" in value;
}
