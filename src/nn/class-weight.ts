import { NeurogradError } from "../core/errors.js";
import { sizeOf, Tensor } from "../core/tensor.js";
import { checkNumber } from "./options.js";

/** How much examples of each class count; classes left out count 1. */
export type ClassWeight = Readonly<Record<number, number>>;

/** Throws `invalid_option`. */
export function checkClassWeight(where: string, given: ClassWeight, targetNames: readonly string[]): void {
  if (targetNames.length > 1) {
    throw new NeurogradError(
      "invalid_option",
      `${where}: classWeight is for models with one output, this has ${targetNames.join(", ")}; give sampleWeight`,
    );
  }
  for (const [name, weight] of Object.entries(given)) {
    if (Number.isInteger(Number(name))) checkNumber(where, `classWeight of ${name}`, weight, 0);
    else {
      throw new NeurogradError(
        "invalid_option",
        `${where}: classWeight names the class ${JSON.stringify(name)}; name classes by their numbers, { 0: 1, 1: 5 }`,
      );
    }
  }
}

/**
 * Weights of examples by their classes: of class numbers [n] or [n, 1], or of rows [n, classes] by their greatest element.
 * Source  Keras 3 `class_weight` of `Model.fit`.
 */
export function weightsOfClasses(y: Tensor, given: ClassWeight): Tensor {
  const [n] = y.shape;
  const width = sizeOf(y.shape.slice(1));
  const numbers = y.toFloat64();
  const weights = Float32Array.from({ length: n }, (_, i) => {
    const row = numbers.subarray(i * width, (i + 1) * width);
    const label = width === 1 ? Math.round(row[0]) : row.indexOf(row.reduce((a, b) => Math.max(a, b)));
    return Object.hasOwn(given, label) ? given[label] : 1;
  });
  return new Tensor(weights, [n], "float32");
}

/** The product of two sets of weights, the second one for each example. */
export function weightsTogether(of: Tensor, byExample: Tensor): Tensor {
  const width = sizeOf(of.shape.slice(1));
  const factors = byExample.toFloat64();
  const data = Float32Array.from(of.toFloat64(), (weight, i) => weight * factors[Math.floor(i / width)]);
  return new Tensor(data, of.shape, "float32");
}
