import type { Value } from "../../core/graph.js";
import { equal, floor, minimum, multiply, reshape, slice, where } from "../../core/ops/index.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkOneOf, checkPositiveInteger } from "../options.js";
import { type Affine, affineTransform, type PerImage } from "./affine-transform.js";
import { asFloat } from "./as-float.js";
import { drawBits } from "./color-layers.js";
import {
  degenerated,
  equalized,
  posterized,
  sharpened,
  solarized,
  stretched,
  type ValueRange,
} from "./color-transforms.js";
import { checkValueRange, type Factor, imageSize, rangeOf } from "./image-options.js";
import { randomAmount } from "./random-amount.js";
import { brightened, contrasted } from "./random-color.js";
import { drawRotation, drawShear, drawTranslation } from "./random-geometry.js";

export interface RandAugmentOptions {
  /** Lowest and highest value. */
  readonly valueRange?: ValueRange;
  /** How many changes, one after the other. */
  readonly numOps?: number;
  /** How strong they are at most, from 0 to 1; or the least and the most. */
  readonly factor?: Factor;
  readonly interpolation?: "bilinear" | "nearest";
  readonly name?: string;
}

const kinds = 11;

/** The places of the pixels by the kind of change: where it moves none, they stay. */
function chosen(kind: Value, moves: readonly Affine[]): Affine {
  const stay: Affine = { a0: 1, a1: 0, a2: 0, b0: 0, b1: 1, b2: 0 };
  const pick = (key: keyof Affine): PerImage =>
    moves.reduce((rest: PerImage, move, k) => where(equal(kind, k), move[key], rest), stay[key]);
  return { a0: pick("a0"), a1: pick("a1"), a2: pick("a2"), b0: pick("b0"), b1: pick("b1"), b2: pick("b2") };
}

/**
 * `numOps` changes of each image while training, drawn from eleven: shear, translation, rotation, brightness, color degeneration,
 * contrast, sharpness, posterization, solarization, autoContrast, equalization; otherwise `y = x`. All that move pixels are one
 * sampling; the others are computed for all images and chosen from, so a step costs about as much as all of them.
 *
 * Shape   x [batch, height, width, 1 or 3] → the same.
 * Dtype   integers become float32.
 * Default as in Keras, but that Keras chooses the same changes for all images of a batch.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`, `unknown_size`.
 * Source  Cubuk et al. 2020, "RandAugment: Practical automated data augmentation with a reduced search space"; Keras 3
 *         `layers.RandAugment`.
 *
 * @example layers.randAugment({ numOps: 2, factor: 0.3 })
 */
export const randAugment: (options?: RandAugmentOptions) => Layer = defineLayer<RandAugmentOptions>(
  "randAugment",
  {
    defaults: { valueRange: [0, 255], numOps: 2, factor: 0.5, interpolation: "bilinear" },
    check: ({ valueRange, numOps, factor = 0, interpolation }, given) => {
      checkValueRange(given, valueRange);
      checkPositiveInteger(given, "numOps", numOps);
      rangeOf(given, "factor", factor, [0, 1]);
      checkOneOf(given, "interpolation", interpolation, ["bilinear", "nearest"]);
    },
    call: ({ x: given, options, training, random, name }) => {
      const {
        valueRange = [0, 255],
        numOps = 2,
        factor: strength = 0.5,
        interpolation = "bilinear",
      } = options;
      const first = asFloat(given);
      const size = imageSize(name, first.type);
      if (!training) return first;
      const factor = rangeOf(name, "factor", strength, [0, 1]);
      const [low, high] = factor;
      const drawn = minimum(floor(multiply(random.uniform([size.batch, numOps]), kinds)), kinds - 1);
      const amount = (limits: readonly [number, number]): Value =>
        randomAmount(random, [size.batch, 1, 1, 1], limits);
      let x = first;
      for (let k = 0; k < numOps; k++) {
        const kind = slice(drawn, { axes: [1], starts: [k], ends: [k + 1] });
        const ofImage = reshape(kind, { shape: [size.batch, 1, 1, 1] });
        const context = { random, name };
        const moves = [
          drawShear(size, { ...context, options: { xFactor: factor, yFactor: factor } }),
          drawTranslation(size, { ...context, options: { heightFactor: factor, widthFactor: factor } }),
          drawRotation(size, { ...context, options: { factor } }),
        ];
        const moved = affineTransform(name, x, chosen(kind, moves), { interpolation });
        const changed = [
          brightened(x, amount(factor), valueRange),
          degenerated(x, amount(factor), valueRange),
          contrasted(x, amount([1 - low, 1 + high]), valueRange),
          sharpened(x, amount(factor), valueRange),
          posterized(x, drawBits(amount, [1, Math.max(1, Math.floor(8 * high))]), valueRange),
          solarized(x, amount([low, high * 255]), amount([low, high * 255]), valueRange),
          stretched(x, valueRange),
          equalized(name, x, valueRange, 256),
        ];
        x = changed.reduce((rest, one, i) => where(equal(ofImage, moves.length + i), one, rest), moved);
      }
      return x;
    },
  },
);
