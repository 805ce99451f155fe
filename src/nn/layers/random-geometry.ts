import type { Value } from "../../core/graph.js";
import {
  add,
  cos,
  flip,
  floor,
  greater,
  lessEqual,
  minimum,
  multiply,
  negative,
  reshape,
  sin,
  subtract,
  where,
} from "../../core/ops/index.js";
import { type CallContext, defineLayer, type Layer } from "../layer.js";
import { checkOneOf, checkPositiveInteger } from "../options.js";
import { type Affine, affineTransform, pixelGrid, pixelsAt } from "./affine-transform.js";
import { asFloat } from "./as-float.js";
import {
  checkFill,
  type Factor,
  type FillOptions,
  fillDefaults,
  type ImageSize,
  imageSize,
  rangeOf,
} from "./image-options.js";
import { fittedTo } from "./image-resizing.js";
import { randomAmount } from "./random-amount.js";

export interface RandomFlipOptions {
  /** `horizontalAndVertical` turns an image by half a circle, or not at all, as in Keras. */
  readonly mode?: "horizontal" | "vertical" | "horizontalAndVertical";
  readonly name?: string;
}

/**
 * Half of the images mirrored while training, other ones at each step; otherwise `y = x`.
 *
 * Shape   x [batch, height, width, channels] → the same.
 * Dtype   integers become float32.
 * Throws  `unknown_name`, `shape_mismatch`, `unknown_size`.
 * Source  Keras 3 `layers.RandomFlip`.
 *
 * @example layers.randomFlip({ mode: "horizontal" })
 */
export const randomFlip: (options?: RandomFlipOptions) => Layer = defineLayer<RandomFlipOptions>(
  "randomFlip",
  {
    defaults: { mode: "horizontalAndVertical" },
    check: ({ mode }, where) =>
      checkOneOf(where, "mode", mode, ["horizontal", "vertical", "horizontalAndVertical"]),
    call: ({ x: given, options: { mode }, training, random, name }) => {
      const x = asFloat(given);
      const { batch } = imageSize(name, x.type);
      if (!training) return x;
      const flips = lessEqual(random.uniform([batch, 1, 1, 1]), 0.5);
      const axis = mode === "horizontal" ? [2] : mode === "vertical" ? [1] : [1, 2];
      return where(flips, flip(x, { axis }), x);
    },
  },
);

type Moved<O> = Pick<CallContext<O>, "options" | "random" | "name">;

/** A layer that moves pixels while training: what it draws, as the places that the new pixels have in the old images. */
/* @__NO_SIDE_EFFECTS__ */
const affineCall =
  <O extends FillOptions>(affine: (size: ImageSize, context: Moved<O>) => Affine) =>
  (context: CallContext<O>): Value => {
    const x = asFloat(context.x);
    const size = imageSize(context.name, x.type);
    return context.training ? affineTransform(context.name, x, affine(size, context), context.options) : x;
  };

export interface RandomRotationOptions extends FillOptions {
  /** Of a whole turn: 0.1 is from −36° to 36°; or two numbers. */
  readonly factor: Factor;
  readonly name?: string;
}

/** Turned about the middle by `angle`, in radians: `x′ = c + cos φ (x − c) − sin φ (y − d)`, `y′ = d + sin φ (x − c) + cos φ (y − d)`. */
function rotation(angle: Value, { height, width }: ImageSize): Affine {
  const [c, d] = [(width - 1) / 2, (height - 1) / 2];
  const [cosine, sine] = [cos(angle), sin(angle)];
  return {
    a0: cosine,
    a1: negative(sine),
    a2: add(subtract(c, multiply(cosine, c)), multiply(sine, d)),
    b0: sine,
    b1: cosine,
    b2: subtract(subtract(d, multiply(sine, c)), multiply(cosine, d)),
  };
}

export function drawRotation(
  size: ImageSize,
  { options: { factor }, random, name }: Moved<RandomRotationOptions>,
): Affine {
  const turns = randomAmount(random, [size.batch, 1], rangeOf(name, "factor", factor, [-1, 1]));
  return rotation(multiply(turns, 2 * Math.PI), size);
}

/**
 * Images turned about their middle while training, each by its own angle, uniform in `factor` turns; otherwise `y = x`.
 *
 * Shape   x [batch, height, width, channels] → the same.
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `unknown_name`, `shape_mismatch`, `unknown_size`.
 * Source  Keras 3 `layers.RandomRotation`.
 *
 * @example layers.randomRotation({ factor: 0.05, fillMode: "constant" })
 */
export const randomRotation: (options: RandomRotationOptions) => Layer = defineLayer<RandomRotationOptions>(
  "randomRotation",
  {
    required: ["factor"],
    defaults: fillDefaults,
    check: (options, where) => {
      rangeOf(where, "factor", options.factor, [-1, 1]);
      checkFill(where, options);
    },
    call: affineCall(drawRotation),
  },
);

export interface RandomTranslationOptions extends FillOptions {
  /** Of the height, down; or two numbers. */
  readonly heightFactor: Factor;
  /** Of the width, to the right; or two numbers. */
  readonly widthFactor: Factor;
  readonly name?: string;
}

export function drawTranslation(
  { batch, height, width }: ImageSize,
  { options: { heightFactor, widthFactor }, random, name }: Moved<RandomTranslationOptions>,
): Affine {
  const shape = [batch, 1];
  const down = randomAmount(random, shape, rangeOf(name, "heightFactor", heightFactor, [-1, 1]));
  const along = randomAmount(random, shape, rangeOf(name, "widthFactor", widthFactor, [-1, 1]));
  return { a0: 1, a1: 0, a2: multiply(along, -width), b0: 0, b1: 1, b2: multiply(down, -height) };
}

/**
 * Images moved while training, each by its own share of height and width; otherwise `y = x`.
 *
 * Shape   x [batch, height, width, channels] → the same.
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `unknown_name`, `shape_mismatch`, `unknown_size`.
 * Source  Keras 3 `layers.RandomTranslation`.
 *
 * @example layers.randomTranslation({ heightFactor: 0.1, widthFactor: 0.1 })
 */
export const randomTranslation: (options: RandomTranslationOptions) => Layer =
  defineLayer<RandomTranslationOptions>("randomTranslation", {
    required: ["heightFactor", "widthFactor"],
    defaults: fillDefaults,
    check: (options, where) => {
      rangeOf(where, "heightFactor", options.heightFactor, [-1, 1]);
      rangeOf(where, "widthFactor", options.widthFactor, [-1, 1]);
      checkFill(where, options);
    },
    call: affineCall(drawTranslation),
  });

export interface RandomZoomOptions extends FillOptions {
  /** How much more of the height is seen: 0.2 is from 20 % less to 20 % more; or two numbers above −1. */
  readonly heightFactor: Factor;
  /** The same for the width. Default: the height's, so that proportions stay. */
  readonly widthFactor?: Factor | null;
  readonly name?: string;
}

/** −1 itself would see nothing. */
const zoomLimits = [-1 + Number.EPSILON, 1] as const;

/**
 * Images made larger or smaller about their middle while training: `x′ = c + z (x − c)`, z uniform in 1 + factor (above 1 the
 * image gets smaller); otherwise `y = x`.
 *
 * Shape   x [batch, height, width, channels] → the same.
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `unknown_name`, `shape_mismatch`, `unknown_size`.
 * Source  Keras 3 `layers.RandomZoom`.
 *
 * @example layers.randomZoom({ heightFactor: [-0.2, 0] })
 */
export const randomZoom: (options: RandomZoomOptions) => Layer = defineLayer<RandomZoomOptions>(
  "randomZoom",
  {
    required: ["heightFactor"],
    defaults: { widthFactor: null, ...fillDefaults },
    check: (options, where) => {
      rangeOf(where, "heightFactor", options.heightFactor, zoomLimits);
      if (options.widthFactor != null) rangeOf(where, "widthFactor", options.widthFactor, zoomLimits);
      checkFill(where, options);
    },
    call: affineCall(({ batch, height, width }, { options: { heightFactor, widthFactor }, random, name }) => {
      const zoom = (option: string, factor: Factor): Value =>
        add(randomAmount(random, [batch, 1], rangeOf(name, option, factor, zoomLimits)), 1);
      const high = zoom("heightFactor", heightFactor);
      const wide = widthFactor == null ? high : zoom("widthFactor", widthFactor);
      const rest = (z: Value, size: number): Value => multiply(subtract(1, z), (size - 1) / 2);
      return { a0: wide, a1: 0, a2: rest(wide, width), b0: 0, b1: high, b2: rest(high, height) };
    }),
  },
);

export interface RandomShearOptions extends FillOptions {
  /** How far a row moves for each row further down: of one number f from −f to f; or two numbers from 0 to 1. */
  readonly xFactor?: Factor;
  /** How far a column moves for each column further right. */
  readonly yFactor?: Factor;
  readonly name?: string;
}

const shearRange = (where: string, option: string, factor: Factor): readonly [number, number] =>
  rangeOf(where, option, factor, [typeof factor === "number" ? -1 : 0, 1]);

export function drawShear(
  { batch }: ImageSize,
  { options: { xFactor = 0, yFactor = 0 }, random, name }: Moved<RandomShearOptions>,
): Affine {
  const side = where(greater(random.uniform([batch, 1]), 0.5), -1, 1);
  const amount = (option: string, factor: Factor): Value =>
    multiply(randomAmount(random, [batch, 1], shearRange(name, option, factor)), side);
  const down = amount("yFactor", yFactor);
  return { a0: 1, a1: amount("xFactor", xFactor), a2: 0, b0: down, b1: 1, b2: 0 };
}

/**
 * Images sheared while training, each by its own amount and to its own side; otherwise `y = x`.
 *
 * Shape   x [batch, height, width, channels] → the same.
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`, `unknown_size`.
 * Source  Keras 3 `layers.RandomShear`.
 *
 * @example layers.randomShear({ xFactor: 0.2 })
 */
export const randomShear: (options?: RandomShearOptions) => Layer = defineLayer<RandomShearOptions>(
  "randomShear",
  {
    defaults: { xFactor: 0, yFactor: 0, ...fillDefaults },
    check: (options, where) => {
      shearRange(where, "xFactor", options.xFactor ?? 0);
      shearRange(where, "yFactor", options.yFactor ?? 0);
      checkFill(where, options);
    },
    call: affineCall(drawShear),
  },
);

export interface RandomCropOptions {
  readonly height: number;
  readonly width: number;
  readonly name?: string;
}

/**
 * A part of each image while training, from its own place; otherwise, and of images that are not larger, the largest part in the
 * middle with the right proportions, in the right size.
 *
 * Shape   x [batch, h, w, channels] → [batch, height, width, channels].
 * Dtype   integers become float32.
 * Default as in Keras, but that Keras takes one place for all images of a batch, and hands images on uncut outside training.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`, `unknown_size`.
 * Source  Keras 3 `layers.RandomCrop`, and what it says of inference.
 *
 * @example layers.randomCrop({ height: 28, width: 28 })
 */
export const randomCrop: (options: RandomCropOptions) => Layer = defineLayer<RandomCropOptions>(
  "randomCrop",
  {
    required: ["height", "width"],
    defaults: {},
    check: ({ height, width }, where) => {
      checkPositiveInteger(where, "height", height);
      checkPositiveInteger(where, "width", width);
    },
    call: ({ x: given, options: { height, width }, training, random, name }) => {
      const x = asFloat(given);
      const from = imageSize(name, x.type);
      if (!training || from.height <= height || from.width <= width)
        return fittedTo(name, x, [height, width], { interpolation: "bilinear" });
      // The numbers are below 1, but their product with the places may be rounded up to the last.
      const start = (free: number): Value =>
        minimum(floor(multiply(random.uniform([from.batch, 1]), free + 1)), free);
      const grid = pixelGrid(height, width);
      const top = start(from.height - height);
      const left = start(from.width - width);
      const pixels = pixelsAt(name, x, add(grid.y, top), add(grid.x, left));
      return reshape(pixels, { shape: [from.batch, height, width, from.channels] });
    },
  },
);
