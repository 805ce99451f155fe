import { NeurogradError } from "../../core/errors.js";
import { hashPath } from "../../core/random-bits.js";
import { RandomSource } from "../../data/random-source.js";
import { checkNumber } from "../../nn/options.js";

/** The synapses between two populations, sender by sender: those of sender i stand at `offsets[i]` to `offsets[i + 1]`. */
export interface Connections {
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  readonly weights: Float64Array;
}

/** Makes the synapses between populations of these sizes. */
export type Connect = (from: number, to: number) => Connections;

function fromRows(rows: readonly (readonly (readonly [target: number, weight: number])[])[]): Connections {
  const offsets = new Int32Array(rows.length + 1);
  for (const [i, row] of rows.entries()) offsets[i + 1] = offsets[i] + row.length;
  const all = rows.flat();
  return {
    offsets,
    targets: Int32Array.from(all, ([target]) => target),
    weights: Float64Array.from(all, ([, weight]) => weight),
  };
}

/**
 * Neuron i to neuron i.
 *
 * Throws  `shape_mismatch` for populations of different sizes.
 *
 * @example oneToOne(0.5)(3, 3).targets;                           // 0, 1, 2
 */
export const oneToOne =
  (weight = 1): Connect =>
  (from, to) => {
    if (from === to) return fromRows(Array.from({ length: from }, (_, i) => [[i, weight] as const]));
    throw new NeurogradError(
      "shape_mismatch",
      `oneToOne: ${from} senders and ${to} receivers; they must be as many, or use allToAll`,
    );
  };

/**
 * Every neuron to every neuron, with one weight or by the rows of a matrix: `matrix[sender][receiver]`; a weight of 0 is no synapse.
 *
 * Throws  `shape_mismatch` for a matrix that does not fit the populations.
 *
 * @example allToAll([[1, 0], [2, 3]])(2, 2).weights;              // 1, 2, 3
 */
export const allToAll =
  (weights: number | readonly (readonly number[])[] = 1): Connect =>
  (from, to) => {
    if (typeof weights === "number")
      return fromRows(
        Array.from({ length: from }, () => Array.from({ length: to }, (_, j) => [j, weights] as const)),
      );
    const fits = weights.length === from && weights.every((row) => row.length === to);
    if (!fits) {
      throw new NeurogradError(
        "shape_mismatch",
        `allToAll: the matrix is [${weights.length}, ${weights[0]?.length}] for ${from} senders and ${to} receivers; give a row for each sender`,
      );
    }
    return fromRows(weights.map((row) => row.flatMap((w, j) => (w === 0 ? [] : [[j, w] as const]))));
  };

export interface RandomConnectionsOptions {
  /** How likely each pair is connected. */
  readonly probability: number;
  readonly weight: number;
  readonly seed?: number;
}

/**
 * Each pair with one probability, independently of the others.
 *
 * Throws  `invalid_option`.
 *
 * @example
 * randomConnections({ probability: 0.02, weight: 1.62, seed: 1 })(4000, 4000).targets.length;    // near 320,000
 */
export const randomConnections =
  ({ probability, weight, seed = 0 }: RandomConnectionsOptions): Connect =>
  (from, to) => {
    checkNumber("randomConnections", "probability", probability, 0, 1);
    const random = new RandomSource(seed, hashPath("connections"));
    const offsets = new Int32Array(from + 1);
    const targets: number[] = [];
    for (let i = 0; i < from; i++) {
      for (let j = nextHit(random, probability, -1); j < to; j = nextHit(random, probability, j))
        targets.push(j);
      offsets[i + 1] = targets.length;
    }
    return {
      offsets,
      targets: Int32Array.from(targets),
      weights: new Float64Array(targets.length).fill(weight),
    };
  };

/** The next of a row of trials that succeeds: geometric, so unlikely pairs cost nothing. */
function nextHit(random: RandomSource, probability: number, j: number): number {
  if (probability >= 1) return j + 1;
  if (probability <= 0) return Infinity;
  return j + 1 + Math.floor(Math.log(1 - random.uniform()) / Math.log1p(-probability));
}
