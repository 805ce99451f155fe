import { NeurogradError } from "../core/errors.js";
import { formatShape } from "../core/size.js";
import { castTensor, fromFloat64, sizeOf, type Tensor } from "../core/tensor.js";
import { type ArrayInput, inputTensor } from "../data/array-input.js";
import { checkOptionNames } from "../nn/config.js";
import { checkNumber } from "../nn/options.js";

export interface EraseOptions {
  /** Which part of the elements that differ from the baseline goes, from 0 to 1; rounded to whole elements. */
  readonly share: number;
  /** What is put in their place: a number, one example, or as many as x has. Default: 0. */
  readonly baseline?: number | ArrayInput;
}

/**
 * The input with its most important elements taken away: of those that differ from the baseline, the `share` with the largest
 * attributions is set to it; of equal ones the first. If the attributions are right, the score falls faster than where other
 * elements go, such as those that a random order chooses.
 *
 * Shape   x [batch, …], attributions the same → the same.
 * Throws  `shape_mismatch`; `missing_option` without a share, `invalid_option` for one that is not from 0 to 1; `value_out_of_range`
 *         for a baseline that the input cannot hold.
 * Source  Samek et al. (2017), arXiv:1509.06321; Petsiuk, Das & Saenko (2018), arXiv:1806.07421, section 4.3: "deletion"
 *
 * @example
 * const why = await integratedGradients(net, x, { target: 0 });
 * const left = await scores(net, erase(x, why, { share: 0.2 }), { target: 0, score: "output" });
 */
export function erase(x: ArrayInput, attributions: ArrayInput, options: EraseOptions): Tensor {
  checkOptionNames("erase", options, ["share", "baseline"]);
  const { share, baseline = 0 } = options;
  if (share === undefined)
    throw new NeurogradError("missing_option", "erase: needs the option share; give a part: { share: 0.2 }");
  checkNumber("erase", "share", share, 0, 1);
  const given = inputTensor("erase: x", x);
  const ranks = inputTensor("erase: attributions", attributions);
  if (ranks.shape.join() !== given.shape.join()) {
    throw new NeurogradError(
      "shape_mismatch",
      `erase: attributions have shape ${formatShape(ranks.shape)}, x has ${formatShape(given.shape)}; give one number for each element`,
    );
  }
  const each = sizeOf(given.shape.slice(1));
  const numbers = given.toFloat64();
  const kept = Float64Array.from(numbers);
  const importance = ranks.toFloat64();
  const empty = baselineNumbers(baseline, given, each);
  for (let from = 0; from < numbers.length; from += each) {
    const places = Array.from({ length: each }, (_, i) => from + i).filter((i) => numbers[i] !== empty(i));
    const order = places.sort((a, b) => importance[b] - importance[a]);
    for (const i of order.slice(0, Math.round(share * order.length))) kept[i] = empty(i);
  }
  return fromFloat64(kept, given.shape, given.dtype);
}

/** The baseline by element of x. */
function baselineNumbers(
  baseline: number | ArrayInput,
  { shape, dtype }: Tensor,
  each: number,
): (element: number) => number {
  const found = castTensor(inputTensor("erase: baseline", baseline as ArrayInput), dtype);
  const numbers = found.toFloat64();
  if (found.size === 1) return () => numbers[0];
  if (found.shape.join() === shape.slice(1).join()) return (i) => numbers[i % each];
  if (found.shape.join() === shape.join()) return (i) => numbers[i];
  throw new NeurogradError(
    "shape_mismatch",
    `erase: baseline has shape ${formatShape(found.shape)}; give a number, one example ${formatShape(shape.slice(1))}, or as many examples as x has`,
  );
}
