import { constant } from "../../core/constant.js";
import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import {
  add,
  cast,
  clip,
  greaterEqual,
  less,
  logicalAnd,
  multiply,
  reshape,
  slice,
  sqrt,
  subtract,
  where,
} from "../../core/ops/index.js";
import { fromFloat64, tensor } from "../../core/tensor.js";
import { defineLayer, type Layer } from "../layer.js";
import { asFloat } from "./as-float.js";
import { checkValueRange, type Factor, imageSize, rangeOf } from "./image-options.js";
import { randomAmount } from "./random-amount.js";

export interface RandomErasingOptions {
  /** Probability that an image loses a part: drawn for each between these, of one number f between 0 and f. */
  readonly factor?: Factor;
  /** Share of the area that is lost. */
  readonly scale?: Factor;
  /** What stands there: a number, one for each channel, or null for noise. */
  readonly fillValue?: number | readonly number[] | null;
  /** Lowest and highest value. */
  readonly valueRange?: readonly [number, number];
  readonly name?: string;
}

/** Positions along one of two spatial axes: [1, size, 1, 1] or [1, 1, size, 1]. */
const positions = (size: number, axis: 1 | 2): Value =>
  constant(
    fromFloat64(
      Float64Array.from({ length: size }, (_, i) => i),
      axis === 1 ? [1, size, 1, 1] : [1, 1, size, 1],
      "float64",
    ),
    "float32",
  );

/**
 * A rectangle of each image erased while training (cutout), of random size and place; otherwise `y = x`. Its sides are `√s` of
 * the image's, s uniform in `scale`, drawn for each side.
 *
 * Shape   x [batch, height, width, channels] → the same.
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `shape_mismatch`, `unknown_size`.
 * Source  Zhong et al. 2020, "Random erasing data augmentation"; Keras 3 `layers.RandomErasing`.
 *
 * @example layers.randomErasing({ factor: [0.5, 0.5], scale: [0.02, 0.2], fillValue: 0 })
 */
export const randomErasing: (options?: RandomErasingOptions) => Layer = defineLayer<RandomErasingOptions>(
  "randomErasing",
  {
    defaults: { factor: 1, scale: [0.02, 0.33], fillValue: null, valueRange: [0, 255] },
    check: ({ factor = 1, scale = 0, fillValue, valueRange }, given) => {
      rangeOf(given, "factor", factor, [0, 1]);
      rangeOf(given, "scale", scale, [0, 1]);
      checkValueRange(given, valueRange);
      if (fillValue === null || [fillValue].flat().every((value) => Number.isFinite(value))) return;
      throw new NeurogradError(
        "invalid_option",
        `${given}: fillValue is ${[fillValue].flat().join(", ")}; use a number, one for each channel, or null for noise`,
      );
    },
    call: ({ x: given, options, training, random, name }) => {
      const { factor = 1, scale = [0.02, 0.33], fillValue = null, valueRange = [0, 255] } = options;
      const x = asFloat(given);
      const { batch, height, width } = imageSize(name, x.type);
      if (!training) return x;
      const perImage = [batch, 1, 1, 1];
      const shares = sqrt(randomAmount(random, [batch, 2], rangeOf(name, "scale", scale, [0, 1])));
      const inside = ([2, 1] as const).map((axis, k) => {
        const size = axis === 1 ? height : width;
        const share = reshape(slice(shares, { axes: [1], starts: [k], ends: [k + 1] }), { shape: perImage });
        const length = multiply(share, size);
        const start = multiply(random.uniform(perImage), subtract(size, length));
        const at = positions(size, axis);
        return logicalAnd(greaterEqual(at, start), less(at, add(start, length)));
      });
      const probability = randomAmount(random, perImage, rangeOf(name, "factor", factor, [0, 1]));
      const erased = less(random.uniform(perImage), probability);
      const [minimum, maximum] = valueRange;
      const fill =
        fillValue === null
          ? multiply(random.normal(x.shape), maximum)
          : constant(tensor([fillValue].flat(), { dtype: "float32" }));
      const bounded = cast(clip(fill, { minimum, maximum }), { dtype: x.dtype });
      return where(logicalAnd(logicalAnd(inside[0], inside[1]), erased), bounded, x);
    },
  },
);
