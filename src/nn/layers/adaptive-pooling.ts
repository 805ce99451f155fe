import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { concatenate, max, mean, reshape, slice } from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { defineLayer, type Layer } from "../layer.js";
import { asFloat } from "./as-float.js";
import { channelsOf, type PerAxis, perAxis, type Rank } from "./spatial.js";

export interface AdaptivePoolingOptions {
  /** Places along each spatial axis afterwards: one number, or one for each axis. */
  readonly outputSize: PerAxis;
  readonly name?: string;
}

/** Along one axis of `length`, bin i from ⌊i · length / size⌋ to ⌈(i + 1) length / size⌉, each made one place. */
function pooledAlong(x: Value, axis: number, length: number, size: number, op: typeof max): Value {
  if (length % size === 0) {
    const shape = [...x.shape.slice(0, axis), size, length / size, ...x.shape.slice(axis + 1)];
    return op(reshape(x, { shape }), { axis: axis + 1 });
  }
  const bins = Array.from({ length: size }, (_, i) => {
    const [from, to] = [Math.floor((i * length) / size), Math.ceil(((i + 1) * length) / size)];
    return op(slice(x, { axes: [axis], starts: [from], ends: [to] }), { axis, keepdims: true });
  });
  return concatenate(bins, { axis });
}

/* @__NO_SIDE_EFFECTS__ */
const adaptiveLayer = (
  kind: string,
  rank: Rank,
  op: typeof max,
): ((options: AdaptivePoolingOptions) => Layer) =>
  defineLayer<AdaptivePoolingOptions>(kind, {
    required: ["outputSize"],
    defaults: {},
    check: ({ outputSize }, where) => void perAxis(where, "outputSize", outputSize, rank),
    call: ({ x, options, name }) => {
      channelsOf(name, x.type, rank);
      const sizes = perAxis(name, "outputSize", options.outputSize, rank);
      return sizes.reduce((image, size, k) => {
        const length = x.shape[k + 1];
        if (typeof length === "number") return pooledAlong(image, k + 1, length, size, op);
        throw new NeurogradError(
          "shape_mismatch",
          `${name}: expects known sizes, got ${formatShape(x.shape)}; give the input's shape in full, or use global pooling`,
        );
      }, asFloat(x));
    },
  });

/**
 * The mean of each of `outputSize` bins over one axis, such as time, for every channel, whatever the input's size: bin i of n reaches from
 * ⌊i · size / n⌋ to ⌈(i + 1) size / n⌉.
 *
 * Shape   x [batch, steps, channels] → [batch, …outputSize, channels].
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `layers.AdaptiveAveragePooling1D`.
 *
 * @example layers.adaptiveAveragePooling1d({ outputSize: 4 })
 */
export const adaptiveAveragePooling1d: (options: AdaptivePoolingOptions) => Layer = adaptiveLayer(
  "adaptiveAveragePooling1d",
  1,
  mean,
);

/**
 * The mean of each of `outputSize` bins over images, for every channel, whatever the input's size: bin i of n reaches from
 * ⌊i · size / n⌋ to ⌈(i + 1) size / n⌉.
 *
 * Shape   x [batch, height, width, channels] → [batch, …outputSize, channels].
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `layers.AdaptiveAveragePooling2D`.
 *
 * @example layers.adaptiveAveragePooling2d({ outputSize: 7 })
 */
export const adaptiveAveragePooling2d: (options: AdaptivePoolingOptions) => Layer = adaptiveLayer(
  "adaptiveAveragePooling2d",
  2,
  mean,
);

/**
 * The mean of each of `outputSize` bins over volumes, for every channel, whatever the input's size: bin i of n reaches from
 * ⌊i · size / n⌋ to ⌈(i + 1) size / n⌉.
 *
 * Shape   x [batch, depth, height, width, channels] → [batch, …outputSize, channels].
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `layers.AdaptiveAveragePooling3D`.
 *
 * @example layers.adaptiveAveragePooling3d({ outputSize: [2, 4, 4] })
 */
export const adaptiveAveragePooling3d: (options: AdaptivePoolingOptions) => Layer = adaptiveLayer(
  "adaptiveAveragePooling3d",
  3,
  mean,
);

/**
 * The largest element of each of `outputSize` bins over one axis, such as time, for every channel, whatever the input's size: bin i of n reaches from
 * ⌊i · size / n⌋ to ⌈(i + 1) size / n⌉.
 *
 * Shape   x [batch, steps, channels] → [batch, …outputSize, channels].
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `layers.AdaptiveMaxPooling1D`.
 *
 * @example layers.adaptiveMaxPooling1d({ outputSize: 4 })
 */
export const adaptiveMaxPooling1d: (options: AdaptivePoolingOptions) => Layer = adaptiveLayer(
  "adaptiveMaxPooling1d",
  1,
  max,
);

/**
 * The largest element of each of `outputSize` bins over images, for every channel, whatever the input's size: bin i of n reaches from
 * ⌊i · size / n⌋ to ⌈(i + 1) size / n⌉.
 *
 * Shape   x [batch, height, width, channels] → [batch, …outputSize, channels].
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `layers.AdaptiveMaxPooling2D`.
 *
 * @example layers.adaptiveMaxPooling2d({ outputSize: 7 })
 */
export const adaptiveMaxPooling2d: (options: AdaptivePoolingOptions) => Layer = adaptiveLayer(
  "adaptiveMaxPooling2d",
  2,
  max,
);

/**
 * The largest element of each of `outputSize` bins over volumes, for every channel, whatever the input's size: bin i of n reaches from
 * ⌊i · size / n⌋ to ⌈(i + 1) size / n⌉.
 *
 * Shape   x [batch, depth, height, width, channels] → [batch, …outputSize, channels].
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `layers.AdaptiveMaxPooling3D`.
 *
 * @example layers.adaptiveMaxPooling3d({ outputSize: [2, 4, 4] })
 */
export const adaptiveMaxPooling3d: (options: AdaptivePoolingOptions) => Layer = adaptiveLayer(
  "adaptiveMaxPooling3d",
  3,
  max,
);
