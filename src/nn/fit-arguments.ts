import { isArrayInput } from "../data/array-input.js";
import { type Arrays, type Data, isBatches } from "./batches.js";
import { fitOptionNames } from "./fit.js";

/** `fit(x, y, options)` or, for batches, `fit(dataset, options)`. */
export function splitArguments(
  x: Data,
  y: Arrays | object | undefined,
  options: object | undefined,
): [Arrays | undefined, object] {
  const isOptions = options === undefined && typeof y === "object" && isPlain(y);
  // Beside batches there can be no targets: a record is options, misspelt ones too.
  if (isOptions && (isBatches(x) || Object.keys(y).every((key) => optionNames.has(key))))
    return [undefined, y];
  return [y as Arrays | undefined, options ?? {}];
}

const optionNames: ReadonlySet<string> = new Set([...fitOptionNames, "steps"]);

const isPlain = (y: object): boolean => Object.getPrototypeOf(y) === Object.prototype && !isArrayInput(y);
