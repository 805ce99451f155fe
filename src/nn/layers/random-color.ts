import type { Value } from "../../core/graph.js";
import { add, cast, clip, mean, multiply, subtract } from "../../core/ops/index.js";
import { defineLayer, type Layer } from "../layer.js";
import { asFloat } from "./as-float.js";
import { checkValueRange, type Factor, imageSize, rangeOf } from "./image-options.js";
import { randomAmount } from "./random-amount.js";

interface ColorOptions {
  /** Lowest and highest value; what would lie beyond is set to them. */
  readonly valueRange?: readonly [number, number];
  readonly name?: string;
}

const within = (x: Value, [minimum, maximum]: readonly [number, number]): Value =>
  clip(x, { minimum, maximum });

export interface RandomBrightnessOptions extends ColorOptions {
  /** Of the whole range of values: 0.2 is from 20 % darker to 20 % brighter; or two numbers from −1 to 1. */
  readonly factor: Factor;
}

/** `y = x + δ (high − low)`, as far as values go, δ given for each image. */
export const brightened = (x: Value, delta: Value, range: readonly [number, number]): Value =>
  within(add(x, multiply(cast(delta, { dtype: x.dtype }), range[1] - range[0])), range);

/**
 * `y = x + δ (high − low)` while training, cut off at the ends of the range, δ uniform in `factor`, its own for each image; otherwise
 * `y = x`.
 *
 * Shape   x [batch, height, width, channels] → the same.
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`, `unknown_size`.
 * Source  Keras 3 `layers.RandomBrightness`.
 *
 * @example layers.randomBrightness({ factor: 0.2, valueRange: [0, 1] })
 */
export const randomBrightness: (options: RandomBrightnessOptions) => Layer =
  defineLayer<RandomBrightnessOptions>("randomBrightness", {
    required: ["factor"],
    defaults: { valueRange: [0, 255] },
    check: ({ factor, valueRange }, where) => {
      rangeOf(where, "factor", factor, [-1, 1]);
      checkValueRange(where, valueRange);
    },
    call: ({ x: given, options: { factor, valueRange = [0, 255] }, training, random, name }) => {
      const x = asFloat(given);
      const { batch } = imageSize(name, x.type);
      if (!training) return x;
      const delta = randomAmount(random, [batch, 1, 1, 1], rangeOf(name, "factor", factor, [-1, 1]));
      return brightened(x, delta, valueRange);
    },
  });

export interface RandomContrastOptions extends ColorOptions {
  /** Two numbers: how much less and how much more contrast, from 0 to 1. One number f is [0, f], as Keras computes. */
  readonly factor: Factor;
}

/** `y = (x − mean) f + mean`, as far as values go, the mean over the pixels of each image and channel, f given for each image. */
export function contrasted(x: Value, factor: Value, range: readonly [number, number]): Value {
  const middle = mean(x, { axis: [1, 2], keepdims: true });
  return within(add(multiply(subtract(x, middle), cast(factor, { dtype: x.dtype })), middle), range);
}

/**
 * `y = (x − mean) f + mean` while training, cut off at the ends of the range; the mean is that of an image's channel, f uniform from
 * 1 − less to 1 + more, its own for each image; otherwise `y = x`.
 *
 * Shape   x [batch, height, width, channels] → the same.
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`, `unknown_size`.
 * Source  Keras 3 `layers.RandomContrast`.
 *
 * @example layers.randomContrast({ factor: [0.2, 0.2] })
 */
export const randomContrast: (options: RandomContrastOptions) => Layer = defineLayer<RandomContrastOptions>(
  "randomContrast",
  {
    required: ["factor"],
    defaults: { valueRange: [0, 255] },
    check: ({ factor, valueRange }, where) => {
      contrastRange(where, factor);
      checkValueRange(where, valueRange);
    },
    call: ({ x: given, options: { factor, valueRange = [0, 255] }, training, random, name }) => {
      const x = asFloat(given);
      const { batch } = imageSize(name, x.type);
      if (!training) return x;
      return contrasted(x, randomAmount(random, [batch, 1, 1, 1], contrastRange(name, factor)), valueRange);
    },
  },
);

/** From 1 − the first number to 1 + the second. */
export function contrastRange(where: string, factor: Factor): readonly [number, number] {
  const [less, more] = rangeOf(where, "factor", factor, [0, 1]);
  return [1 - less, 1 + more];
}
