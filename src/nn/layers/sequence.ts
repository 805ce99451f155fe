import { NeurogradError } from "../../core/errors.js";
import type { TensorType } from "../../core/graph.js";
import { formatShape, type Shape } from "../../core/size.js";

/** The number of features of [batch, positions, features]. Throws `shape_mismatch`. */
export function checkSequence(where: string, { shape }: Pick<TensorType, "shape">): number {
  const features = shape.at(-1);
  if (shape.length === 3 && typeof features === "number") return features;
  throw notASequence(where, shape);
}

export const notASequence = (where: string, shape: Shape): NeurogradError =>
  new NeurogradError(
    "shape_mismatch",
    `${where}: expects [batch, positions, features] with a known number of features, got ${formatShape(shape)}; give the input's shape in full`,
  );
