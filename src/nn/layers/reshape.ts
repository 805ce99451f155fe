import { NeurogradError } from "../../core/errors.js";
import { reshape as reshapeOp } from "../../core/ops/index.js";
import { formatShape, type Shape, shapeSize } from "../../core/size.js";
import { defineLayer, type Layer } from "../layer.js";

export interface ReshapeOptions {
  /** Shape of one example afterwards, without the batch. One size may be -1: what is left for it. */
  readonly targetShape: readonly number[];
  readonly name?: string;
}

/**
 * The same numbers of each example in another shape, in the same order.
 *
 * Shape   x [batch, ...] → [batch, ...targetShape].
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `layers.Reshape`.
 *
 * @example layers.reshape({ targetShape: [28, 28, -1] })
 */
export const reshape: (options: ReshapeOptions) => Layer = defineLayer<ReshapeOptions>("reshape", {
  required: ["targetShape"],
  defaults: {},
  check: ({ targetShape }, where) => {
    const isSize = (n: unknown): boolean => Number.isInteger(n) && ((n as number) > 0 || n === -1);
    const isShape = Array.isArray(targetShape) && targetShape.every(isSize);
    if (isShape && targetShape.filter((n) => n === -1).length <= 1) return;
    throw new NeurogradError(
      "invalid_option",
      `${where}: targetShape is ${JSON.stringify(targetShape)}; give the sizes of one example, whole numbers > 0, of which one may be -1`,
    );
  },
  call: ({ x, options: { targetShape }, name }) => {
    checkSize(name, x.shape, targetShape);
    return reshapeOp(x, { shape: [x.shape[0], ...targetShape] });
  },
});

function checkSize(where: string, shape: Shape, targetShape: readonly number[]): void {
  const size = shapeSize(shape.slice(1));
  const product = targetShape.reduce((n, k) => (k === -1 ? n : n * k), 1);
  if (typeof size !== "number") return; // the op knows what can be said of open sizes
  if (targetShape.includes(-1) ? size % product === 0 : size === product) return;
  throw new NeurogradError(
    "shape_mismatch",
    `${where}: each example of ${formatShape(shape)} has ${size} numbers, which do not fit targetShape [${targetShape.join(", ")}]; choose sizes whose product is ${size}`,
  );
}
