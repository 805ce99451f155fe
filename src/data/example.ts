import { NeurogradError } from "../core/errors.js";
import { Tensor, type TypedArray } from "../core/tensor.js";
import { type ArrayInput, inputTensor, isArrayInput, type ShapedArray } from "./array-input.js";

/** Tensors by name: the inputs (or targets) of a model that has several. */
export interface NamedTensors {
  readonly [name: string]: Tensor;
}

export type Features = Tensor | NamedTensors;

/** One example or one batch: inputs alone, with targets, or with targets and a weight for each example. */
export type Example =
  | Features
  | readonly [x: Features, y: Features]
  | readonly [x: Features, y: Features, sampleWeight: Tensor];

/** What one part of an example becomes as tensors. */
export type Part<T> = T extends
  | Tensor
  | TypedArray
  | ShapedArray
  | number
  | boolean
  | bigint
  | string
  | readonly unknown[]
  ? Tensor
  : { readonly [K in keyof T]: Tensor };

/** What an example becomes as tensors: a pair or triple stays one; other lists can only be known when they are read. */
export type AsTensors<T> = T extends readonly [infer X, infer Y]
  ? readonly [Part<X>, Part<Y>]
  : T extends readonly [infer X, infer Y, infer W]
    ? readonly [Part<X>, Part<Y>, Part<W>]
    : T extends readonly unknown[]
      ? Example
      : Part<T>;

/**
 * An example with every part made a tensor: `x`, `{ name: x }`, `[x, y]` or `[x, y, sampleWeight]`. A list is always
 * such a pair or triple; a vector alone must be a typed array, a tensor, or stand in a record.
 *
 * Throws  `invalid_example` for a list of another length or a part that is no array; `shape_mismatch` for ragged arrays.
 */
export function toExample(value: unknown, where = "Dataset"): Example {
  if (!Array.isArray(value)) return toFeatures(value, where, "x");
  if (value.length !== 2 && value.length !== 3) {
    throw new NeurogradError(
      "invalid_example",
      `${where}: an example is a list of ${value.length}, not [x, y] or [x, y, sampleWeight]; wrap features alone in tensor(…)`,
    );
  }
  const [x, y, weight] = value as readonly unknown[];
  return exampleOf(x, y ?? null, value.length === 2 ? undefined : (weight ?? null), where);
}

/** The example of its parts; `undefined` for those it does not have. */
export function exampleOf(x: unknown, y: unknown, weight: unknown, where: string): Example {
  const features = toFeatures(x, where, "x");
  if (y === undefined && weight === undefined) return features;
  const pair: [Features, Features] = [features, toFeatures(y, where, "y")];
  if (weight === undefined) return pair;
  const sampleWeight = toFeatures(weight, where, "sampleWeight");
  if (sampleWeight instanceof Tensor) return [...pair, sampleWeight];
  throw new NeurogradError(
    "invalid_example",
    `${where}: sampleWeight is a record; give one number for each example`,
  );
}

/** The same structure with another tensor in each place. `path` is `x`, `y`, `sampleWeight`, or `x.name` in a record. */
export function mapTensors(example: Example, change: (x: Tensor, path: string) => Tensor): Example {
  const part = (value: Features, path: string): Features =>
    value instanceof Tensor
      ? change(value, path)
      : // fromEntries defines: a tensor may be named __proto__
        Object.fromEntries(Object.entries(value).map(([name, x]) => [name, change(x, `${path}.${name}`)]));
  if (!isList(example)) return part(example, "x");
  const pair: [Features, Features] = [part(example[0], "x"), part(example[1], "y")];
  return example.length === 2 ? pair : [...pair, change(example[2], "sampleWeight")];
}

function isList(example: Example): example is Exclude<Example, Features> {
  return Array.isArray(example);
}

function toFeatures(value: unknown, where: string, part: string): Features {
  if (value === undefined || value === null) {
    throw new NeurogradError(
      "invalid_example",
      `${where}: ${part} is ${value}; give an array, a Tensor or a record of them`,
    );
  }
  if (isArrayInput(value)) return inputTensor(`${where}: ${part}`, value);
  const entries = Object.entries(value);
  if (entries.length === 0)
    throw new NeurogradError(
      "invalid_example",
      `${where}: ${part} is an empty record; name at least one array`,
    );
  return Object.fromEntries(
    entries.map(([name, x]) => [name, inputTensor(`${where}: ${part}.${name}`, x as ArrayInput)]),
  );
}
