import { constant } from "../../core/constant.js";
import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { tensor } from "../../core/tensor.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkOneOf } from "../../nn/options.js";
import type { Parameter, Quantity } from "./quantity.js";

/** Numbers of a neuron or synapse by name, and their units. */
export type Quantities<P extends string> = Readonly<Record<P, Quantity>>;
export type Parameters<P extends string> = Readonly<Record<P, Parameter>>;
/** What is chosen among names: each choice with all its names, the default first. */
export type Choices<C = Record<string, unknown>> = { readonly [K in keyof C]: readonly string[] };
export type Chosen<C extends Choices<C>> = { readonly [K in keyof C]: C[K][number] };

/** What may be given when a neuron or synapse is made. */
export type OptionsOf<P extends string, C extends Choices<C>> = Partial<Parameters<P>> & Partial<Chosen<C>>;

/** Options checked and filled up, divided into numbers and choices. */
export interface Settings<P extends string, C extends Choices<C>> {
  readonly parameters: Parameters<P>;
  readonly chosen: Chosen<C>;
}

/** Throws `unknown_name` for an option or choice that does not exist, `invalid_option` for one that is no number. */
export function settingsOf<P extends string, C extends Choices<C>>(
  kind: string,
  quantities: Quantities<P>,
  choices: C,
  given: OptionsOf<P, C>,
): Settings<P, C> {
  checkOptionNames(kind, given, [...Object.keys(quantities), ...Object.keys(choices)]);
  const options: Readonly<Record<string, unknown>> = given;
  const parameters = Object.entries<Quantity>(quantities).map(([name, [usual]]) => [
    name,
    checkedParameter(kind, name, options[name] ?? usual),
  ]);
  const chosen = Object.entries<readonly string[]>(choices).map(([name, names]) => {
    const choice = options[name] ?? names[0];
    checkOneOf(kind, name, choice, names);
    return [name, choice];
  });
  // Every name of P and of C is there.
  return {
    parameters: Object.fromEntries(parameters) as Parameters<P>,
    chosen: Object.fromEntries(chosen) as Chosen<C>,
  };
}

function checkedParameter(kind: string, name: string, value: unknown): Parameter {
  const numbers = typeof value === "number" ? [value] : value;
  const isArray = Array.isArray(numbers) || numbers instanceof Float64Array;
  if (isArray && (numbers as readonly unknown[]).every((x) => typeof x === "number" && Number.isFinite(x)))
    return value as Parameter; // just looked
  throw new NeurogradError(
    "invalid_option",
    `${kind}: ${name} is ${String(value)}; use a finite number, or an array with one for each unit`,
  );
}

/** Parameters as constants of a graph for n units. Throws `shape_mismatch` for an array of another length. */
export function constantsOf<P extends string>(
  kind: string,
  parameters: Parameters<P>,
  n: number,
  dtype: "float32" | "float64",
): Readonly<Record<P, Value>> {
  const entries = Object.entries<Parameter>(parameters).map(([name, value]) => {
    if (typeof value !== "number" && value.length !== n) {
      throw new NeurogradError(
        "shape_mismatch",
        `${kind}: ${name} has ${value.length} numbers for ${n} units; give one number, or one for each unit`,
      );
    }
    const numbers = typeof value === "number" ? value : Float64Array.from(value);
    return [name, constant(tensor(numbers, { dtype: "float64" }), dtype)]; // float64 until it is written
  });
  return Object.fromEntries(entries) as Record<P, Value>; // of its names
}
