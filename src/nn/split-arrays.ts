import { NeurogradError } from "../core/errors.js";
import type { Tensor } from "../core/tensor.js";
import { type ArrayInput, inputTensor, isArrayInput } from "../data/array-input.js";
import { type Arrays, type Data, isBatches } from "./batches.js";

type Part = readonly [Arrays, Arrays | undefined, ArrayInput | undefined];

/** Splits off the last `share` of the rows, before any shuffling, as Keras does. Throws `invalid_option`, `empty_data`. */
export function splitArrays(
  x: Data,
  y: Arrays | undefined,
  share: number,
  sampleWeight?: ArrayInput,
): { readonly train: Part; readonly validation: Part } {
  if (!(share > 0 && share < 1))
    throw new NeurogradError(
      "invalid_option",
      `fit: validationSplit is ${share}; use a number between 0 and 1`,
    );
  if (isBatches(x)) {
    throw new NeurogradError(
      "invalid_option",
      "fit: validationSplit is for arrays; of batches, take some away and give them as validationData",
    );
  }
  const cut = (arrays: Arrays | undefined, part: (t: Tensor) => Tensor): Arrays | undefined =>
    arrays === undefined
      ? undefined
      : isArrayInput(arrays)
        ? part(inputTensor("fit", arrays))
        : Object.fromEntries(
            Object.entries(arrays).map(([name, a]) => [name, part(inputTensor(`fit: ${name}`, a))]),
          );
  const at = (t: Tensor): number => {
    const cutAt = Math.floor(t.shape[0] * (1 - share));
    if (cutAt > 0 && cutAt < t.shape[0]) return cutAt;
    const left = cutAt === 0 ? "none to train on" : "none to validate on";
    throw new NeurogradError(
      "empty_data",
      `fit: validationSplit ${share} of ${t.shape[0]} examples leaves ${left}; give more examples, or another share`,
    );
  };
  const halves = (part: (t: Tensor) => Tensor): Part => [
    cut(x as Arrays, part) as Arrays, // x is given, and no batches
    cut(y, part),
    sampleWeight && part(inputTensor("fit: sampleWeight", sampleWeight)),
  ];
  const train = halves((t) => t.slice(0, at(t)));
  return { train, validation: halves((t) => t.slice(at(t))) };
}
