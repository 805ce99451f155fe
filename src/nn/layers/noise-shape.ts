import { NeurogradError } from "../../core/errors.js";
import { formatShape, type Shape } from "../../core/size.js";

/** The shape of the noise for a whole batch: null for a size of the input, 1 for noise that is the same along that axis. */
export type NoiseShape = readonly (number | null)[] | null;

/** The sizes meant. Throws `shape_mismatch` for noise that does not broadcast to the input. */
export function noiseSizes(where: string, shape: Shape, noiseShape: NoiseShape): Shape {
  if (noiseShape === null) return shape;
  const sizes = noiseShape.map((size, k) => size ?? shape[k]);
  const fits = sizes.length === shape.length && sizes.every((size, k) => size === 1 || size === shape[k]);
  if (fits) return sizes;
  throw new NeurogradError(
    "shape_mismatch",
    `${where}: noiseShape ${JSON.stringify(noiseShape)} does not broadcast to ${formatShape(shape)}; give a 1 or null for each axis`,
  );
}
