import { NeurogradError } from "../errors.js";
import type { Value } from "../graph.js";
import type { Op } from "../op.js";
import { addSizes, type Size, subtractSizes } from "../size.js";
import { add, divide, multiply } from "./arithmetic.js";
import { averagePool, repeat } from "./average-pool.js";
import { equal } from "./compare.js";
import { cover, definePool, isTiling, type PoolAttrs, spreadOut, uncover } from "./pooling.js";
import { cast, where } from "./select.js";
import { padZeros, slice } from "./slice.js";
import { endsOf, indicesOf, type Window, windowOf } from "./window.js";

/**
 * The largest element of each window over the spatial axes; padding is −∞.
 *
 * Shape   x [batch, channels, ...spatial] → [batch, channels, ...places].
 * VJP     ȳ to the largest of its window; equal ones share it equally.
 * Throws  `shape_mismatch`, `invalid_option`, `dtype_mismatch`.
 * Source  https://onnx.ai/onnx/operators/onnx__MaxPool.html
 *
 * @example ops.maxPool(pictures, { poolSize: [2, 2], strides: [2, 2] })
 */
export const maxPool: Op<["x"], PoolAttrs, "poolSize"> = definePool(
  "maxPool",
  "MaxPool",
  (op, node, attrs) => {
    if (node.outputCount === 1) return op(node.inputs[0] as Value, attrs);
    throw new NeurogradError(
      "unsupported_operator",
      "MaxPool: the output Indices is not read; export the model without unpooling",
    );
  },
  (x, y, g, attrs) => {
    const window = windowOf("maxPool", attrs.poolSize, attrs);
    const covered = cover(x, y.shape.slice(2), window, -Infinity);
    return uncover(
      isTiling(window) ? tiledMaxGradient(covered, y, g, window) : maxGradient(covered, y, g, window),
      x,
      window,
    );
  },
  (x, positions) => positions.reduce((best, at) => Math.max(best, x[at]), -Infinity),
);

/** Where windows tile x: each element is compared with the largest of its own window. */
function tiledMaxGradient(x: Value, y: Value, g: Value, { size }: Window): Value {
  const repeats = [1, 1, ...size];
  const isBest = equal(x, repeat(y, { repeats }));
  const count = multiply(
    averagePool(cast(isBest, { dtype: x.dtype }), { poolSize: size, strides: size }),
    size.reduce((a, b) => a * b, 1),
  );
  return where(isBest, repeat(divide(g, count), { repeats }), 0);
}

/** Where windows overlap: the elements at one place of every window, place by place. */
function maxGradient(x: Value, y: Value, g: Value, window: Window): Value {
  const places = y.shape.slice(2);
  const taps = indicesOf(window.size).map((index) => {
    const starts = index.map((i, k) => i * window.dilations[k]);
    const ends = endsOf(starts, places, window);
    const isBest = equal(
      slice(x, { axes: starts.map((_, k) => k + 2), starts, ends, steps: window.strides }),
      y,
    );
    return { starts, isBest };
  });
  const count = taps.map(({ isBest }) => cast(isBest, { dtype: x.dtype })).reduce((a, b) => add(a, b));
  const share = divide(g, count);
  return taps
    .map(({ starts, isBest }) => {
      const spread = spreadOut(where(isBest, share, 0), window.strides);
      const pads = spread.shape.map((size, k): readonly [Size, Size] =>
        k < 2 ? [0, 0] : [starts[k - 2], subtractSizes(addSizes(x.shape[k], -starts[k - 2]), size)],
      );
      return padZeros(spread, { pads });
    })
    .reduce((a, b) => add(a, b));
}
