import { isInteger } from "../../core/dtype.js";
import type { Value } from "../../core/graph.js";
import { cast, clip, pad, round, slice } from "../../core/ops/index.js";
import { windowOfAspect } from "../../data/images/sample-positions.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkNumber, checkOneOf, checkPositiveInteger } from "../options.js";
import { asFloat } from "./as-float.js";
import { imageSize } from "./image-options.js";
import { interpolations, type ResizedOptions, type ResizeInterpolation, resized } from "./interpolation.js";

export interface ResizingOptions {
  readonly height: number;
  readonly width: number;
  readonly interpolation?: ResizeInterpolation;
  /** The largest part in the middle with the right proportions, instead of a distorted whole. */
  readonly cropToAspectRatio?: boolean;
  /** The whole, undistorted, with borders of `fillValue`. */
  readonly padToAspectRatio?: boolean;
  readonly fillMode?: "constant";
  readonly fillValue?: number;
  /** Whether making smaller takes the mean of all that falls together. */
  readonly antialias?: boolean;
  readonly name?: string;
}

/** The part of images in the middle with the proportions of a size, in that size. */
export function fittedTo(
  where: string,
  x: Value,
  size: readonly [number, number],
  options: ResizedOptions,
): Value {
  const from = imageSize(where, x.type);
  const { top, left, height, width } = windowOfAspect(from.height, from.width, size);
  const part = slice(x, { axes: [1, 2], starts: [top, left], ends: [top + height, left + width] });
  return resized(part, [height, width], size, options);
}

/** Images in the middle of a border that gives them the proportions of a size. */
function padded(
  where: string,
  x: Value,
  [toHeight, toWidth]: readonly [number, number],
  value: number,
): Value {
  const { height, width } = imageSize(where, x.type);
  const vertical = Math.floor(Math.max(Math.floor((width * toHeight) / toWidth) - height, 0) / 2);
  const horizontal = Math.floor(Math.max(Math.floor((height * toWidth) / toHeight) - width, 0) / 2);
  if (vertical === 0 && horizontal === 0) return x;
  const padWidth: [number, number][] =
    vertical > 0
      ? [
          [0, 0],
          [vertical, vertical],
          [0, 0],
          [0, 0],
        ]
      : [
          [0, 0],
          [0, 0],
          [horizontal, horizontal],
          [0, 0],
        ];
  return pad(x, { padWidth, constantValues: value });
}

/**
 * Images in another size: pixel i lies at `(i + ½) · from / to − ½` of the old, its value a weighted mean of those around, or the
 * nearest. Part of the model, and of its ONNX file.
 *
 * Shape   x [batch, h, w, channels] → [batch, height, width, channels].
 * Dtype   kept; integers are rounded.
 * Throws  `missing_option`, `invalid_option`, `unknown_name`, `shape_mismatch`, `unknown_size`.
 * Source  Keras 3 `layers.Resizing`.
 *
 * @example layers.resizing({ height: 96, width: 96, cropToAspectRatio: true })
 */
export const resizing: (options: ResizingOptions) => Layer = defineLayer<ResizingOptions>("resizing", {
  required: ["height", "width"],
  defaults: {
    interpolation: "bilinear",
    cropToAspectRatio: false,
    padToAspectRatio: false,
    fillMode: "constant",
    fillValue: 0,
    antialias: false,
  },
  check: ({ height, width, interpolation, fillMode, fillValue }, where) => {
    checkPositiveInteger(where, "height", height);
    checkPositiveInteger(where, "width", width);
    checkOneOf(where, "interpolation", interpolation, interpolations);
    checkOneOf(where, "fillMode", fillMode, ["constant"]);
    checkNumber(where, "fillValue", fillValue);
  },
  call: ({ x, options, name }) => {
    const { height, width, interpolation = "bilinear", antialias = false, fillValue = 0 } = options;
    const size = [height, width] as const;
    const how = { interpolation, antialias };
    const floats = interpolation === "nearest" ? x : asFloat(x);
    const from = options.padToAspectRatio ? padded(name, floats, size, fillValue) : floats;
    const { height: fromHeight, width: fromWidth } = imageSize(name, from.type);
    const y = options.cropToAspectRatio
      ? fittedTo(name, from, size, how)
      : resized(from, [fromHeight, fromWidth], size, how);
    if (y.dtype === x.dtype || !isInteger(x.dtype)) return y;
    const whole = round(y);
    return cast(x.dtype === "uint8" ? clip(whole, { minimum: 0, maximum: 255 }) : whole, { dtype: x.dtype });
  },
});

export interface CenterCropOptions {
  readonly height: number;
  readonly width: number;
  readonly name?: string;
}

/**
 * The middle of images, from row `⌊(h − height) / 2⌋` and column `⌊(w − width) / 2⌋` on; of images that are too small the largest
 * part with the right proportions, made larger.
 *
 * Shape   x [batch, h, w, channels] → [batch, height, width, channels].
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`, `unknown_size`.
 * Source  Keras 3 `layers.CenterCrop`.
 *
 * @example layers.centerCrop({ height: 224, width: 224 })
 */
export const centerCrop: (options: CenterCropOptions) => Layer = defineLayer<CenterCropOptions>(
  "centerCrop",
  {
    required: ["height", "width"],
    defaults: {},
    check: ({ height, width }, where) => {
      checkPositiveInteger(where, "height", height);
      checkPositiveInteger(where, "width", width);
    },
    call: ({ x: given, options: { height, width }, name }) => {
      const x = asFloat(given);
      const from = imageSize(name, x.type);
      const [down, along] = [from.height - height, from.width - width].map((free) => Math.floor(free / 2));
      if (down < 0 || along < 0) return fittedTo(name, x, [height, width], { interpolation: "bilinear" });
      return slice(x, { axes: [1, 2], starts: [down, along], ends: [down + height, along + width] });
    },
  },
);
