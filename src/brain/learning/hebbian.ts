import { NeurogradError } from "../../core/errors.js";
import { Tensor } from "../../core/tensor.js";
import { type ArrayInput, inputTensor } from "../../data/array-input.js";
import { permutation } from "../../data/permutation.js";
import { RandomSource } from "../../data/random-source.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkPositive, checkPositiveInteger } from "../../nn/options.js";

/** A rule by which weights follow what they join: inputs x, and outputs y = w x. */
export interface HebbianRule {
  readonly kind: string;
  /** Changes weights [outputs, inputs] in place. */
  readonly update: (weights: Float64Array, x: Float64Array, y: Float64Array) => void;
}

export interface HebbianOptions {
  /** η. Default: 0.001. */
  readonly learningRate?: number;
}

/* @__NO_SIDE_EFFECTS__ */
const define =
  (
    kind: string,
    change: (eta: number, w: Float64Array, x: Float64Array, y: Float64Array) => void,
  ): ((options?: HebbianOptions) => HebbianRule) =>
  (options = {}) => {
    checkOptionNames(kind, options, ["learningRate"]);
    const { learningRate = 0.001 } = options;
    checkPositive(kind, "learningRate", learningRate);
    return { kind, update: (w, x, y) => change(learningRate, w, x, y) };
  };

/**
 * Hebb's rule: `Δw_ij = η y_i x_j`. What fires together is joined. Nothing stops it: along the inputs' greatest variance λ₁ the weights grow as `e^(ηλ₁t)`.
 *
 * Throws  `invalid_option`, `unknown_name`.
 * Source  Hebb, The Organization of Behavior (1949); Dayan & Abbott, Theoretical Neuroscience (2001), equation 8.3
 *
 * @example learnLocally(hebb({ learningRate: 0.01 }), [[1, 0.9], [-1, -1.1], [0.5, 0.4]]).weights;
 */
export const hebb: (options?: HebbianOptions) => HebbianRule = define("hebb", (eta, w, x, y) => {
  for (let i = 0, at = 0; i < y.length; i++)
    for (let j = 0; j < x.length; j++, at++) w[at] += eta * y[i] * x[j];
});

/**
 * Oja's rule: `Δw_j = η y (x_j − y w_j)`. Hebb's with a term of forgetting that is local too: the weights become the direction in which the inputs vary most, of length 1. Several outputs
 * learn the same.
 *
 * Throws  `invalid_option`, `unknown_name`.
 * Source  Oja (1982), J. Math. Biol. 15:267, equation 3
 *
 * @example learnLocally(oja({ learningRate: 0.01 }), [[1, 0.9], [-1, -1.1], [0.5, 0.4]], { epochs: 50 }).weights;
 */
export const oja: (options?: HebbianOptions) => HebbianRule = define("oja", (eta, w, x, y) => {
  for (let i = 0, at = 0; i < y.length; i++)
    for (let j = 0; j < x.length; j++, at++) w[at] += eta * y[i] * (x[j] - y[i] * w[at]);
});

/**
 * Sanger's rule (generalized Hebbian algorithm): `Δw_ij = η y_i (x_j − Σ_{k ≤ i} y_k w_kj)`. Each output learns what those before it leave: the principal components, in order.
 *
 * Throws  `invalid_option`, `unknown_name`.
 * Source  Sanger (1989), Neural Networks 2:459, equation 4
 *
 * @example learnLocally(sanger({ learningRate: 0.01 }), [[1, 0.9], [-1, -1.1], [0.5, -0.4]], { outputs: 2, epochs: 50 }).weights;
 */
export const sanger: (options?: HebbianOptions) => HebbianRule = define("sanger", (eta, w, x, y) => {
  const left = Float64Array.from(x); // what the outputs so far do not explain
  for (let i = 0; i < y.length; i++) {
    const row = i * x.length;
    for (let j = 0; j < x.length; j++) left[j] -= y[i] * w[row + j];
    for (let j = 0; j < x.length; j++) w[row + j] += eta * y[i] * left[j];
  }
});

export interface LearnLocallyOptions {
  /** Default: 1. */
  readonly outputs?: number;
  /** Default: 1. */
  readonly epochs?: number;
  /** First weights [outputs, inputs]. Default: small random ones. */
  readonly initial?: ArrayInput;
  /** For first weights and the order of examples. */
  readonly seed?: number;
}

/**
 * Lets weights follow a rule on examples, one after another in random order: `y = w x`, then the rule.
 *
 * Shape   data [examples, inputs] → weights [outputs, inputs], float64.
 * Throws  `shape_mismatch`, `invalid_option`, `unknown_name`.
 *
 * @example
 * const { weights } = learnLocally(oja(), [[2, 1], [-2, -1], [1, 0.5]], { epochs: 1000 });
 * weights.toArray();                                            // ±[0.894, 0.447], the direction of the data
 */
export function learnLocally(
  rule: HebbianRule,
  data: ArrayInput,
  options: LearnLocallyOptions = {},
): { readonly weights: Tensor } {
  checkOptionNames("learnLocally", options, ["outputs", "epochs", "initial", "seed"]);
  const { outputs = 1, epochs = 1, seed = 0 } = options;
  checkPositiveInteger("learnLocally", "outputs", outputs);
  checkPositiveInteger("learnLocally", "epochs", epochs);
  const given = inputTensor("learnLocally: data", data);
  const [examples, inputs] = given.shape;
  if (given.shape.length !== 2 || given.size === 0) throw wrongShape("data", given, "[examples, inputs]");
  const weights = firstWeights(options, outputs, inputs, seed);
  const numbers = given.toFloat64();
  const y = new Float64Array(outputs);
  for (let epoch = 0; epoch < epochs; epoch++)
    for (const row of permutation(examples, seed, epoch)) {
      const x = numbers.subarray(row * inputs, (row + 1) * inputs);
      for (let i = 0; i < outputs; i++) {
        y[i] = 0;
        for (let j = 0; j < inputs; j++) y[i] += weights[i * inputs + j] * x[j];
      }
      rule.update(weights, x, y);
    }
  return { weights: new Tensor(weights, [outputs, inputs], "float64") };
}

function firstWeights(
  { initial }: LearnLocallyOptions,
  outputs: number,
  inputs: number,
  seed: number,
): Float64Array {
  if (initial !== undefined) {
    const given = inputTensor("learnLocally: initial", initial);
    if (given.size !== outputs * inputs) throw wrongShape("initial", given, `[${outputs}, ${inputs}]`);
    return Float64Array.from(given.toFloat64());
  }
  const random = new RandomSource(seed);
  return Float64Array.from({ length: outputs * inputs }, () => (0.1 * random.normal()) / Math.sqrt(inputs));
}

const wrongShape = (what: string, { shape }: Tensor, wanted: string): NeurogradError =>
  new NeurogradError(
    "shape_mismatch",
    `learnLocally: ${what} has shape [${shape.join(", ")}]; give ${wanted}`,
  );
