import type { Value } from "../../core/graph.js";
import {
  averagePool,
  cast,
  divide,
  expandDims,
  max,
  maximum,
  maxPool,
  mean,
  multiply,
  sum,
} from "../../core/ops/index.js";
import { defineLayer, type Layer, type LayerRecord } from "../layer.js";
import { asFloat } from "./as-float.js";
import { perAxisDefault } from "./convolution.js";
import {
  channelsFirst,
  channelsLast,
  channelsOf,
  checkPadding,
  type PerAxis,
  paddedWindow,
  perAxis,
  type Rank,
} from "./spatial.js";

export interface PoolingOptions {
  /** Size of the window: one number, or one for each spatial axis. */
  readonly poolSize?: PerAxis;
  /** null: the windows tile. */
  readonly strides?: PerAxis | null;
  readonly padding?: "valid" | "same";
  readonly name?: string;
}
/** Keras gives the size of average pooling no default. */
export interface AveragePoolingOptions extends PoolingOptions {
  readonly poolSize: PerAxis;
}
export interface GlobalPoolingOptions {
  /** Keeps the spatial axes, with size 1. */
  readonly keepdims?: boolean;
  readonly name?: string;
}

const poolingRecord = (
  rank: Rank,
  op: typeof maxPool,
): Pick<LayerRecord<PoolingOptions>, "check" | "call"> => ({
  check: ({ poolSize = 2, strides = null, padding }, where) => {
    perAxis(where, "poolSize", poolSize, rank);
    if (strides !== null) perAxis(where, "strides", strides, rank);
    checkPadding(where, padding, ["valid", "same"]);
  },
  call: ({ x, options: { poolSize: given = 2, strides = null, padding }, name }) => {
    channelsOf(name, x.type, rank);
    const poolSize = perAxis(name, "poolSize", given, rank);
    const steps = strides === null ? poolSize : perAxis(name, "strides", strides, rank);
    const image = channelsFirst(asFloat(x));
    return channelsLast(op(image, { poolSize, ...paddedWindow(name, padding, image, poolSize, steps) }));
  },
});

/* @__NO_SIDE_EFFECTS__ */
const maxLayer = (kind: string, rank: Rank): ((options?: PoolingOptions) => Layer) =>
  defineLayer<PoolingOptions>(kind, {
    defaults: { poolSize: perAxisDefault(2, rank), strides: null, padding: "valid" },
    ...poolingRecord(rank, maxPool),
  });

/* @__NO_SIDE_EFFECTS__ */
const averageLayer = (kind: string, rank: Rank): ((options: AveragePoolingOptions) => Layer) =>
  defineLayer<AveragePoolingOptions>(kind, {
    required: ["poolSize"],
    defaults: { strides: null, padding: "valid" },
    ...poolingRecord(rank, averagePool),
  });

/* @__NO_SIDE_EFFECTS__ */
const globalLayer = (kind: string, rank: Rank, op: typeof max): ((options?: GlobalPoolingOptions) => Layer) =>
  defineLayer<GlobalPoolingOptions>(kind, {
    defaults: { keepdims: false },
    call: ({ x, masks: [mask], options: { keepdims = false }, name }) => {
      channelsOf(name, x.type, rank);
      if (mask && rank === 1 && op === mean)
        return { outputs: [meanOfPresent(asFloat(x), mask, keepdims)], masks: [] };
      return op(asFloat(x), { axis: Array.from({ length: rank }, (_, k) => k + 1), keepdims });
    },
  });

/** `Σ m x / Σ m` over the positions; 0 where none is there (Keras: NaN). */
function meanOfPresent(x: Value, mask: Value, keepdims: boolean): Value {
  const counts = expandDims(cast(mask, { dtype: x.dtype }), { axis: -1 }); // [batch, steps, 1]
  const total = sum(multiply(x, counts), { axis: 1, keepdims });
  return divide(total, maximum(sum(counts, { axis: 1, keepdims }), 1));
}

/**
 * The largest element of each window over one axis, such as time, for every channel.
 *
 * Shape   x [batch, steps, channels] → [batch, …, channels].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.MaxPooling1D`.
 *
 * @example layers.maxPooling1d({ poolSize: 2 })
 */
export const maxPooling1d: (options?: PoolingOptions) => Layer = maxLayer("maxPooling1d", 1);

/**
 * The largest element of each window over images, for every channel.
 *
 * Shape   x [batch, height, width, channels] → [batch, …, channels].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.MaxPooling2D`.
 *
 * @example layers.maxPooling2d({ poolSize: 2 })
 */
export const maxPooling2d: (options?: PoolingOptions) => Layer = maxLayer("maxPooling2d", 2);

/**
 * The largest element of each window over volumes, for every channel.
 *
 * Shape   x [batch, depth, height, width, channels] → [batch, …, channels].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.MaxPooling3D`.
 *
 * @example layers.maxPooling3d({ poolSize: 2 })
 */
export const maxPooling3d: (options?: PoolingOptions) => Layer = maxLayer("maxPooling3d", 3);

/**
 * The mean of each window over one axis, such as time, for every channel; padding is left out of it.
 *
 * Shape   x [batch, steps, channels] → [batch, …, channels].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.AveragePooling1D`.
 *
 * @example layers.averagePooling1d({ poolSize: 2 })
 */
export const averagePooling1d: (options: AveragePoolingOptions) => Layer = averageLayer(
  "averagePooling1d",
  1,
);

/**
 * The mean of each window over images, for every channel; padding is left out of it.
 *
 * Shape   x [batch, height, width, channels] → [batch, …, channels].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.AveragePooling2D`.
 *
 * @example layers.averagePooling2d({ poolSize: 2 })
 */
export const averagePooling2d: (options: AveragePoolingOptions) => Layer = averageLayer(
  "averagePooling2d",
  2,
);

/**
 * The mean of each window over volumes, for every channel; padding is left out of it.
 *
 * Shape   x [batch, depth, height, width, channels] → [batch, …, channels].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `layers.AveragePooling3D`.
 *
 * @example layers.averagePooling3d({ poolSize: 2 })
 */
export const averagePooling3d: (options: AveragePoolingOptions) => Layer = averageLayer(
  "averagePooling3d",
  3,
);

/**
 * The largest element of every channel over one axis, such as time as a whole.
 *
 * Shape   x [batch, steps, channels] → [batch, channels].
 * Dtype   integers become float32.
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `layers.GlobalMaxPooling1D`.
 *
 * @example layers.globalMaxPooling1d()
 */
export const globalMaxPooling1d: (options?: GlobalPoolingOptions) => Layer = globalLayer(
  "globalMaxPooling1d",
  1,
  max,
);

/**
 * The largest element of every channel over images as a whole.
 *
 * Shape   x [batch, height, width, channels] → [batch, channels].
 * Dtype   integers become float32.
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `layers.GlobalMaxPooling2D`.
 *
 * @example layers.globalMaxPooling2d()
 */
export const globalMaxPooling2d: (options?: GlobalPoolingOptions) => Layer = globalLayer(
  "globalMaxPooling2d",
  2,
  max,
);

/**
 * The largest element of every channel over volumes as a whole.
 *
 * Shape   x [batch, depth, height, width, channels] → [batch, channels].
 * Dtype   integers become float32.
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `layers.GlobalMaxPooling3D`.
 *
 * @example layers.globalMaxPooling3d()
 */
export const globalMaxPooling3d: (options?: GlobalPoolingOptions) => Layer = globalLayer(
  "globalMaxPooling3d",
  3,
  max,
);

/**
 * The mean of every channel over one axis, such as time as a whole; with a mask, over the positions that are there:
 * `y = Σ m x / Σ m`.
 *
 * Shape   x [batch, steps, channels] → [batch, channels].
 * Dtype   integers become float32.
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `layers.GlobalAveragePooling1D`.
 *
 * @example layers.globalAveragePooling1d()
 */
export const globalAveragePooling1d: (options?: GlobalPoolingOptions) => Layer = globalLayer(
  "globalAveragePooling1d",
  1,
  mean,
);

/**
 * The mean of every channel over images as a whole.
 *
 * Shape   x [batch, height, width, channels] → [batch, channels].
 * Dtype   integers become float32.
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `layers.GlobalAveragePooling2D`.
 *
 * @example layers.globalAveragePooling2d()
 */
export const globalAveragePooling2d: (options?: GlobalPoolingOptions) => Layer = globalLayer(
  "globalAveragePooling2d",
  2,
  mean,
);

/**
 * The mean of every channel over volumes as a whole.
 *
 * Shape   x [batch, depth, height, width, channels] → [batch, channels].
 * Dtype   integers become float32.
 * Throws  `shape_mismatch`.
 * Source  Keras 3 `layers.GlobalAveragePooling3D`.
 *
 * @example layers.globalAveragePooling3d()
 */
export const globalAveragePooling3d: (options?: GlobalPoolingOptions) => Layer = globalLayer(
  "globalAveragePooling3d",
  3,
  mean,
);
