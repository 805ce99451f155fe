import { NeurogradError, unknownName } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { pad, repeat, slice } from "../../core/ops/index.js";
import { formatShape, subtractSizes } from "../../core/size.js";
import { defineLayer, type Layer } from "../layer.js";
import { asFloat } from "./as-float.js";
import { perAxisDefault } from "./convolution.js";
import { imageSize } from "./image-options.js";
import { resized } from "./interpolation.js";
import {
  channelsFirst,
  channelsLast,
  channelsOf,
  type PerAxis,
  pairs,
  perAxis,
  type Rank,
} from "./spatial.js";

/** One number for all ends, one for each spatial axis, or `[before, after]` for each (along one axis: one such pair). */
export type Ends = number | readonly number[] | readonly (readonly [number, number])[];
export interface ZeroPaddingOptions {
  readonly padding?: Ends;
  readonly name?: string;
}
export interface CroppingOptions {
  readonly cropping?: Ends;
  readonly name?: string;
}
export interface UpSamplingOptions {
  /** How often each element is repeated along each spatial axis. */
  readonly size?: PerAxis;
  readonly name?: string;
}
export interface UpSampling2dOptions extends UpSamplingOptions {
  readonly interpolation?: "nearest" | "bilinear";
}

/* @__NO_SIDE_EFFECTS__ */
const zeroPaddingLayer = (kind: string, rank: Rank): ((options?: ZeroPaddingOptions) => Layer) =>
  defineLayer<ZeroPaddingOptions>(kind, {
    defaults: {
      padding:
        rank === 3
          ? [
              [1, 1],
              [1, 1],
              [1, 1],
            ]
          : perAxisDefault(1, rank),
    },
    check: ({ padding }, where) => void pairs(where, "padding", padding, rank),
    call: ({ x, options: { padding }, name }) => {
      channelsOf(name, x.type, rank);
      return pad(x, { padWidth: [[0, 0], ...pairs(name, "padding", padding, rank), [0, 0]] });
    },
  });

/* @__NO_SIDE_EFFECTS__ */
const croppingLayer = (kind: string, rank: Rank): ((options?: CroppingOptions) => Layer) =>
  defineLayer<CroppingOptions>(kind, {
    defaults: {
      cropping:
        rank === 1
          ? [1, 1]
          : Array.from({ length: rank }, (): [number, number] => [rank === 2 ? 0 : 1, rank === 2 ? 0 : 1]),
    },
    check: ({ cropping }, where) => void pairs(where, "cropping", cropping, rank),
    call: ({ x, options: { cropping }, name }) => {
      channelsOf(name, x.type, rank);
      const ends = pairs(name, "cropping", cropping, rank);
      for (const [k, [before, after]] of ends.entries()) {
        const size = x.shape[k + 1];
        if (typeof size !== "number" || before + after < size) continue;
        throw new NeurogradError(
          "shape_mismatch",
          `${name}: cropping [${before}, ${after}] leaves nothing of axis ${k + 1} of ${formatShape(x.shape)}; crop less`,
        );
      }
      return slice(x, {
        axes: ends.map((_, k) => k + 1),
        starts: ends.map(([before]) => before),
        ends: ends.map(([, after], k) => subtractSizes(x.shape[k + 1], after)),
      });
    },
  });

const repeated = (x: Value, size: readonly number[]): Value =>
  channelsLast(repeat(channelsFirst(x), { repeats: [1, 1, ...size] }));

function interpolated(name: string, x: Value, [down, along]: readonly number[]): Value {
  const { height, width } = imageSize(name, x.type);
  return resized(x, [height, width], [height * down, width * along], { interpolation: "bilinear" });
}

/* @__NO_SIDE_EFFECTS__ */
const upSamplingLayer = (kind: string, rank: Rank): ((options?: UpSamplingOptions) => Layer) =>
  defineLayer<UpSamplingOptions>(kind, {
    defaults: { size: perAxisDefault(2, rank) },
    check: ({ size = 2 }, where) => void perAxis(where, "size", size, rank),
    call: ({ x, options: { size = 2 }, name }) => {
      channelsOf(name, x.type, rank);
      return repeated(asFloat(x), perAxis(name, "size", size, rank));
    },
  });

/**
 * Zeros around one axis, such as time.
 *
 * Shape   x [batch, steps, channels] → each spatial size grown by its two paddings.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.ZeroPadding1D`.
 *
 * @example layers.zeroPadding1d({ padding: 1 })
 */
export const zeroPadding1d: (options?: ZeroPaddingOptions) => Layer = zeroPaddingLayer("zeroPadding1d", 1);

/**
 * Zeros around images.
 *
 * Shape   x [batch, height, width, channels] → each spatial size grown by its two paddings.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.ZeroPadding2D`.
 *
 * @example layers.zeroPadding2d({ padding: 1 })
 */
export const zeroPadding2d: (options?: ZeroPaddingOptions) => Layer = zeroPaddingLayer("zeroPadding2d", 2);

/**
 * Zeros around volumes.
 *
 * Shape   x [batch, depth, height, width, channels] → each spatial size grown by its two paddings.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.ZeroPadding3D`.
 *
 * @example layers.zeroPadding3d({ padding: 1 })
 */
export const zeroPadding3d: (options?: ZeroPaddingOptions) => Layer = zeroPaddingLayer("zeroPadding3d", 3);

/**
 * Elements at the ends of one axis, such as time cut off.
 *
 * Shape   x [batch, steps, channels] → each spatial size less its two croppings.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.Cropping1D`.
 *
 * @example layers.cropping1d({ cropping: 1 })
 */
export const cropping1d: (options?: CroppingOptions) => Layer = croppingLayer("cropping1d", 1);

/**
 * Elements at the ends of images cut off.
 *
 * Shape   x [batch, height, width, channels] → each spatial size less its two croppings.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.Cropping2D`.
 *
 * @example layers.cropping2d({ cropping: 1 })
 */
export const cropping2d: (options?: CroppingOptions) => Layer = croppingLayer("cropping2d", 2);

/**
 * Elements at the ends of volumes cut off.
 *
 * Shape   x [batch, depth, height, width, channels] → each spatial size less its two croppings.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.Cropping3D`.
 *
 * @example layers.cropping3d({ cropping: 1 })
 */
export const cropping3d: (options?: CroppingOptions) => Layer = croppingLayer("cropping3d", 3);

/**
 * Every element of one axis, such as time repeated `size` times along each spatial axis.
 *
 * Shape   x [batch, steps, channels] → each spatial size times its repeats.
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.UpSampling1D`.
 *
 * @example layers.upSampling1d({ size: 2 })
 */
export const upSampling1d: (options?: UpSamplingOptions) => Layer = upSamplingLayer("upSampling1d", 1);

/**
 * Every element of volumes repeated `size` times along each spatial axis.
 *
 * Shape   x [batch, depth, height, width, channels] → each spatial size times its repeats.
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.UpSampling3D`.
 *
 * @example layers.upSampling3d({ size: 2 })
 */
export const upSampling3d: (options?: UpSamplingOptions) => Layer = upSamplingLayer("upSampling3d", 3);

/**
 * Images made larger by whole numbers: pixels repeated, or interpolated between their centers.
 *
 * Shape   x [batch, height, width, channels] → height and width times `size`.
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.UpSampling2D`.
 *
 * @example layers.upSampling2d({ size: 2, interpolation: "bilinear" })
 */
export const upSampling2d: (options?: UpSampling2dOptions) => Layer = defineLayer<UpSampling2dOptions>(
  "upSampling2d",
  {
    defaults: { size: [2, 2], interpolation: "nearest" },
    check: ({ size = 2, interpolation: mode = "nearest" }, where) => {
      perAxis(where, "size", size, 2);
      const known = ["nearest", "bilinear"];
      if (!known.includes(mode)) throw unknownName(`${where}: interpolation`, mode, known);
    },
    call: ({ x, options: { size: given = 2, interpolation: mode }, name }) => {
      channelsOf(name, x.type, 2);
      const size = perAxis(name, "size", given, 2);
      return mode === "bilinear" ? interpolated(name, asFloat(x), size) : repeated(asFloat(x), size);
    },
  },
);
