import type { Value } from "../../core/graph.js";
import { floor, minimum } from "../../core/ops/index.js";
import { type CallContext, defineLayer, type Layer } from "../layer.js";
import { checkPositiveInteger } from "../options.js";
import { asFloat } from "./as-float.js";
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

interface ValueOptions {
  /** Lowest and highest value. */
  readonly valueRange?: ValueRange;
  readonly name?: string;
}
export interface FactorOptions extends ValueOptions {
  readonly factor: Factor;
}

type Drawing<O> = Pick<CallContext<O>, "options" | "random" | "name">;

/** A layer that changes values while training. `amount` draws a number for each image, [batch, 1, 1, 1]. */
/* @__NO_SIDE_EFFECTS__ */
const valueCall =
  <O extends ValueOptions>(
    change: (
      x: Value,
      range: ValueRange,
      amount: (limits: readonly [number, number]) => Value,
      context: Drawing<O>,
    ) => Value,
  ) =>
  (context: CallContext<O>): Value => {
    const { training, random, name, options } = context;
    const x = asFloat(context.x);
    const { batch } = imageSize(name, x.type);
    if (!training) return x;
    const amount = (limits: readonly [number, number]): Value =>
      randomAmount(random, [batch, 1, 1, 1], limits);
    return change(x, options.valueRange ?? [0, 255], amount, context);
  };

/* @__NO_SIDE_EFFECTS__ */
const factorLayer = (
  kind: string,
  limits: readonly [number, number],
  change: (x: Value, factor: Value, range: ValueRange) => Value,
): ((options: FactorOptions) => Layer) =>
  defineLayer<FactorOptions>(kind, {
    required: ["factor"],
    defaults: { valueRange: [0, 255] },
    check: ({ factor, valueRange }, where) => {
      rangeOf(where, "factor", factor, limits);
      checkValueRange(where, valueRange);
    },
    call: valueCall((x, range, amount, { options: { factor }, name }) =>
      change(x, amount(rangeOf(name, "factor", factor, limits)), range),
    ),
  });

/**
 * `y = x + f (gray − x)` while training, f uniform in `factor`, its own for each image: at 1 without color, below 0 with more;
 * otherwise `y = x`.
 *
 * Shape   x [batch, height, width, 1 or 3] → the same.
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`, `unknown_size`.
 * Source  Keras 3 `layers.RandomColorDegeneration`.
 *
 * @example layers.randomColorDegeneration({ factor: 0.5 })
 */
export const randomColorDegeneration: (options: FactorOptions) => Layer = factorLayer(
  "randomColorDegeneration",
  [-1, 1],
  degenerated,
);

/**
 * `y = x + (1 − 2f) (smooth − x)` while training, f uniform in `factor`, of one number between 0 and it, its own for each image: at 0
 * blurred, at ½ as it was, at 1 sharpened; otherwise `y = x`.
 *
 * Shape   x [batch, height, width, channels] → the same.
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`, `unknown_size`.
 * Source  Keras 3 `layers.RandomSharpness`.
 *
 * @example layers.randomSharpness({ factor: [0.3, 0.7] })
 */
export const randomSharpness: (options: FactorOptions) => Layer = factorLayer(
  "randomSharpness",
  [0, 1],
  sharpened,
);

/** How many of 8 bits stay: whole numbers from the first to below the second. */
export function drawBits(
  amount: (limits: readonly [number, number]) => Value,
  [least, most]: readonly [number, number],
): Value | number {
  if (least === most) return least;
  return minimum(floor(amount([least, most])), most - 1);
}

/**
 * Values with fewer bits while training: of 8 the upper k, k a whole number from `factor`'s first to below its second (of one number
 * from 1), its own for each image; otherwise `y = x`.
 *
 * Shape   x [batch, height, width, channels] → the same.
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`, `unknown_size`.
 * Source  Keras 3 `layers.RandomPosterization`.
 *
 * @example layers.randomPosterization({ factor: [3, 6] })
 */
export const randomPosterization: (options: FactorOptions) => Layer = defineLayer<FactorOptions>(
  "randomPosterization",
  {
    required: ["factor"],
    defaults: { valueRange: [0, 255] },
    check: ({ factor, valueRange }, where) => {
      rangeOf(where, "factor", factor, [1, 8]);
      checkValueRange(where, valueRange);
    },
    call: valueCall((x, range, amount, { options: { factor }, name }) =>
      posterized(x, drawBits(amount, rangeOf(name, "factor", factor, [1, 8])), range),
    ),
  },
);

export interface SolarizationOptions extends ValueOptions {
  /** What is added first, of 255: the most, or the least (as it is) and the most. */
  readonly additionFactor?: Factor;
  /** From where on values are turned into their negative, of 255. */
  readonly thresholdFactor?: Factor;
}

/** As Keras has it: the upper end is a share of 255, the lower is not. */
const upTo255 = ([low, high]: readonly [number, number]): readonly [number, number] => [low, high * 255];

/**
 * `y = x + a` where that is below t, else `255 − x − a`, while training, both uniform in their ranges, their own for each image;
 * otherwise `y = x`. By default the negative.
 *
 * Shape   x [batch, height, width, channels] → the same.
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `shape_mismatch`, `unknown_size`.
 * Source  Keras 3 `layers.Solarization`.
 *
 * @example layers.solarization({ thresholdFactor: [0.3, 0.7] })
 */
export const solarization: (options?: SolarizationOptions) => Layer = defineLayer<SolarizationOptions>(
  "solarization",
  {
    defaults: { additionFactor: 0, thresholdFactor: 0, valueRange: [0, 255] },
    check: ({ additionFactor = 0, thresholdFactor = 0, valueRange }, where) => {
      rangeOf(where, "additionFactor", additionFactor, [0, 1]);
      rangeOf(where, "thresholdFactor", thresholdFactor, [0, 1]);
      checkValueRange(where, valueRange);
    },
    call: valueCall((x, range, amount, { options: { additionFactor = 0, thresholdFactor = 0 }, name }) => {
      const addition = amount(upTo255(rangeOf(name, "additionFactor", additionFactor, [0, 1])));
      const threshold = amount(upTo255(rangeOf(name, "thresholdFactor", thresholdFactor, [0, 1])));
      return solarized(x, addition, threshold, range);
    }),
  },
);

export interface AutoContrastOptions extends ValueOptions {}

/**
 * The lowest value of each image's channel becomes the lowest of the range, the highest the highest, in training and out of it; a
 * channel of one value stays.
 *
 * Shape   x [batch, height, width, channels] → the same.
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `shape_mismatch`, `unknown_size`.
 * Source  Keras 3 `layers.AutoContrast`.
 *
 * @example layers.autoContrast({ valueRange: [0, 1] })
 */
export const autoContrast: (options?: AutoContrastOptions) => Layer = defineLayer<AutoContrastOptions>(
  "autoContrast",
  {
    defaults: { valueRange: [0, 255] },
    check: ({ valueRange }, where) => checkValueRange(where, valueRange),
    call: ({ x: given, options: { valueRange = [0, 255] }, name }) => {
      const x = asFloat(given);
      imageSize(name, x.type);
      return stretched(x, valueRange);
    },
  },
);

export interface EqualizationOptions extends ValueOptions {
  /** How many values are told apart. */
  readonly bins?: number;
}

/**
 * Each value about as frequent as any other (histogram equalization) while training, in each image and channel by itself; otherwise
 * `y = x`.
 *
 * Shape   x [batch, height, width, channels] → the same.
 * Dtype   integers become float32.
 * Default as in Keras, but that Keras counts over all images of a batch together.
 * Throws  `invalid_option`, `shape_mismatch`, `unknown_size`.
 * Source  Keras 3 `layers.Equalization`.
 *
 * @example layers.equalization()
 */
export const equalization: (options?: EqualizationOptions) => Layer = defineLayer<EqualizationOptions>(
  "equalization",
  {
    defaults: { valueRange: [0, 255], bins: 256 },
    check: ({ valueRange, bins }, where) => {
      checkValueRange(where, valueRange);
      checkPositiveInteger(where, "bins", bins);
    },
    call: valueCall((x, range, _amount, { options: { bins = 256 }, name }) =>
      equalized(name, x, range, bins),
    ),
  },
);
