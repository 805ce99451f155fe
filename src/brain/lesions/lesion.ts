import { NeurogradError } from "../../core/errors.js";
import { Tensor } from "../../core/tensor.js";
import { type ArrayInput, inputTensor } from "../../data/array-input.js";
import { permutation } from "../../data/permutation.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkNumber, checkWholeNumber } from "../../nn/options.js";
import type { Connect } from "../engines/connections.js";

export interface LesionOptions {
  /** How many of the synapses are cut, 0 to 1. */
  readonly share: number;
  /** Of a square matrix: cuts both directions between two units or none, as memories need that have an energy. Default: false. */
  readonly symmetric?: boolean;
  readonly seed?: number;
}

/**
 * Weights of which some synapses are cut, chosen at random: a share of those that are not 0 become 0.
 *
 * Shape   any; [n, n] where symmetric.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 *
 * @example
 * lesion([[1, 2], [3, 4]], { share: 0.5, seed: 1 }).toArray();  // two of them are 0
 */
export function lesion(weights: ArrayInput, options: LesionOptions): Tensor {
  checkOptionNames("lesion", options, ["share", "symmetric", "seed"]);
  const { share, symmetric = false, seed = 0 } = options;
  checkNumber("lesion", "share", share, 0, 1);
  checkWholeNumber("lesion", "seed", seed);
  const given = inputTensor("lesion", weights);
  const [n, columns] = given.shape;
  if (symmetric && (given.shape.length !== 2 || n !== columns)) {
    throw new NeurogradError(
      "shape_mismatch",
      `lesion: weights of shape [${given.shape.join(", ")}] are no synapses between n units; give [n, n], or leave symmetric out`,
    );
  }
  const numbers = given.toFloat64();
  const mirrored = (i: number): number => (i % n) * n + Math.floor(i / n);
  const there: number[] = [];
  for (const [i, w] of numbers.entries()) {
    const isPair = symmetric && mirrored(i) < i; // counted with its mirror image
    if (w !== 0 && !isPair) there.push(i);
  }
  for (const k of chosen(there.length, share, seed)) {
    numbers[there[k]] = 0;
    if (symmetric) numbers[mirrored(there[k])] = 0;
  }
  return given.dtype === "float64"
    ? new Tensor(numbers, given.shape, "float64")
    : new Tensor(Float32Array.from(numbers), given.shape, "float32");
}

/**
 * Synapses between two populations of which a share is cut, for `projections` of a network.
 *
 * Throws  `invalid_option`, `unknown_name`.
 *
 * @example lesionConnections(allToAll(0.5), { share: 0.2 })(10, 10).targets.length;      // 80
 */
export function lesionConnections(connect: Connect, options: Omit<LesionOptions, "symmetric">): Connect {
  checkOptionNames("lesionConnections", options, ["share", "seed"]);
  const { share, seed = 0 } = options;
  checkNumber("lesionConnections", "share", share, 0, 1);
  checkWholeNumber("lesionConnections", "seed", seed);
  return (from, to) => {
    const { offsets, targets, weights } = connect(from, to);
    const cut = new Set(chosen(targets.length, share, seed));
    const left = Array.from(targets.keys()).filter((k) => !cut.has(k));
    const rest = new Int32Array(from + 1);
    for (let i = 0, k = 0; i < from; i++) {
      while (k < left.length && left[k] < offsets[i + 1]) k++;
      rest[i + 1] = k;
    }
    return {
      offsets: rest,
      targets: Int32Array.from(left, (k) => targets[k]),
      weights: Float64Array.from(left, (k) => weights[k]),
    };
  };
}

/** A share of the numbers below n, at random. */
const chosen = (n: number, share: number, seed: number): number[] =>
  Array.from(permutation(n, seed).slice(0, Math.round(share * n)));
