import { type CheckGradientsOptions, checkGradients as checkFunction } from "../core/check-gradients.js";
import { constant } from "../core/constant.js";
import type { Value } from "../core/graph.js";
import { combineKeys, hashUniform } from "../core/random-bits.js";
import { fromFloat64, sizeOf, type Tensor } from "../core/tensor.js";
import { type Layer, noRandom } from "./layer.js";
import type { Loss } from "./loss.js";

/**
 * Checks derivatives against central differences in float64, along one random direction: of a function of values, of a
 * layer (by its inputs and weights, which get random numbers), or of a loss (by its predictions; `[yTrue, yPred]`).
 *
 * Returns the largest relative error seen.
 * Throws  `gradient_mismatch` with both numbers; what the function throws.
 * Source  Griewank & Walther, Evaluating Derivatives, 2008, section 3.2.
 *
 * @example
 * checkGradients((x) => ops.sum(ops.square(x)), [tensor([1, 2, 3])]);
 * checkGradients(layers.dense({ units: 3, activation: "tanh" }), [tensor([[0.1, 0.2], [0.3, 0.4]])]);
 * checkGradients(losses.huber(), [tensor([[1], [2]]), tensor([[1.2], [9]])]);
 */
export function checkGradients(
  what: ((...inputs: readonly Value[]) => Value) | Layer | Loss,
  inputs: readonly Tensor[],
  options: CheckGradientsOptions = {},
): number {
  if (typeof what === "function") return checkFunction(what, inputs, options);
  if ("perExample" in what)
    return checkFunction(
      (yPred) => what.perExample(constantLike(inputs[0], yPred), yPred),
      inputs.slice(1),
      options,
    );
  return checkLayer(what, inputs, options);
}

function checkLayer(layer: Layer, inputs: readonly Tensor[], options: CheckGradientsOptions): number {
  const name = layer.givenName ?? layer.kind;
  const types = inputs.map(({ dtype, shape }) => ({ dtype, shape }));
  const specs = Object.entries(layer.weights(types, name));
  const weights = specs.map(([, { shape }], i) => {
    const numbers = hashUniform(combineKeys(options.seed ?? 0, i), sizeOf(shape));
    return fromFloat64(
      numbers.map((u) => u - 0.5),
      shape,
      "float64",
    );
  });
  const call = (...values: readonly Value[]): Value => {
    const given = Object.fromEntries(specs.map(([key], i) => [key, values[inputs.length + i]]));
    return layer.call({
      inputs: values.slice(0, inputs.length),
      weights: given,
      training: false,
      random: noRandom,
      name,
    }).outputs[0];
  };
  return checkFunction(call, [...inputs, ...weights], options);
}

/** Targets as a constant of the dtype that predictions have while they are checked. */
const constantLike = (y: Tensor, yPred: Value): Value =>
  constant(y, y.dtype.startsWith("float") ? yPred.dtype : y.dtype);
