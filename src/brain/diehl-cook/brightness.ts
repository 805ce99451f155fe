import { NeurogradError } from "../../core/errors.js";
import { sizeOf } from "../../core/tensor.js";
import { type ArrayInput, inputTensor } from "../../data/array-input.js";
import { checkFinite } from "../../nn/batches.js";

/** Images as brightness from 0 to 1, row by row. */
export interface Brightness {
  readonly count: number;
  readonly row: (i: number) => Float64Array;
}

/** Throws `shape_mismatch`, `non_finite_data`, `invalid_option` for brightness outside of 0 to 1. */
export function brightnessOf(where: string, images: ArrayInput, shape: readonly number[]): Brightness {
  const given = inputTensor(where, images);
  checkFinite(where, given);
  const [count, ...each] = given.shape;
  const size = sizeOf(shape);
  if (given.size === 0 || each.join() !== shape.join()) {
    throw new NeurogradError(
      "shape_mismatch",
      `${where} have shape [${given.shape.join(", ")}]; give [n, ${shape.join(", ")}]`,
    );
  }
  const numbers = given.data;
  const top = given.dtype === "uint8" ? 255 : 1;
  if (top === 1)
    for (let i = 0; i < given.size; i++) {
      const brightness = Number(numbers[i]);
      if (brightness >= 0 && brightness <= 1) continue;
      throw new NeurogradError(
        "invalid_option",
        `${where}: brightness ${brightness}; give uint8, or numbers from 0 to 1`,
      );
    }
  return {
    count,
    row: (i) => Float64Array.from({ length: size }, (_, pixel) => Number(numbers[i * size + pixel]) / top),
  };
}

/** A class for each image. Throws `shape_mismatch`, `invalid_option`. */
export function classesOf(where: string, images: ArrayInput, labels: ArrayInput): Int32Array {
  const count = inputTensor(`${where}: images`, images).shape[0];
  const given = inputTensor(`${where}: labels`, labels);
  if (given.size !== count || given.size === 0) {
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: labels have shape [${given.shape.join(", ")}] for ${count} images; give one for each`,
    );
  }
  return Int32Array.from(given.toFloat64(), (label) => {
    if (Number.isInteger(label) && label >= 0 && label < 2 ** 16) return label;
    throw new NeurogradError(
      "invalid_option",
      `${where}: labels has ${label}; use whole numbers from 0 to ${2 ** 16 - 1}`,
    );
  });
}
