import { constant } from "../constant.js";
import { NeurogradError } from "../errors.js";
import type { Value } from "../graph.js";
import { type Nd, strides, walk } from "../nd.js";
import type { OnnxNode } from "../onnx-contract.js";
import { defineOp, type Op } from "../op.js";
import { formatShape, multiplySizes, type Shape } from "../size.js";
import { sizeOf, tensor } from "../tensor.js";
import { divide, multiply } from "./arithmetic.js";
import { broadcastTo } from "./broadcast.js";
import { requireNumbers } from "./infer.js";
import { cover, definePool, isTiling, type PoolAttrs, spreadOut, uncover } from "./pooling.js";
import { padZeros } from "./slice.js";
import { extent, type Pad, readWindow, type Window, windowOf } from "./window.js";

/**
 * The mean of each window over the spatial axes; padding is left out of it.
 *
 * Shape   x [batch, channels, ...spatial] → [batch, channels, ...places].
 * VJP     ȳ / n to each of the n elements of its window.
 * Throws  `shape_mismatch`, `invalid_option`, `dtype_mismatch`.
 * Source  https://onnx.ai/onnx/operators/onnx__AveragePool.html, count_include_pad 0
 *
 * @example ops.averagePool(pictures, { poolSize: [2, 2], strides: [2, 2] })
 */
export const averagePool: Op<["x"], PoolAttrs, "poolSize"> = definePool(
  "averagePool",
  "AveragePool",
  (op, node, attrs) => {
    const x = node.inputs[0] as Value;
    if (node.attr("count_include_pad", 0) === 0) return op(x, attrs);
    // The padding counts, but not what rounding up adds to it.
    const window = windowOf("AveragePool", attrs.poolSize, attrs);
    const own = countedPads(node, x, attrs);
    const more = window.pads.map(([, after], k): Pad => [0, after - own[k][1]]);
    return op(padZeros(x, { pads: [[0, 0], [0, 0], ...own] }), { ...attrs, pads: more });
  },
  (x, y, g, attrs) => {
    const window = windowOf("averagePool", attrs.poolSize, attrs);
    const places = y.shape.slice(2);
    const each = divide(g, countOf(x, places, window));
    return uncover(
      isTiling(window) ? repeat(each, { repeats: [1, 1, ...window.size] }) : spreadSum(each, window),
      x,
      window,
    );
  },
  (x, positions) => positions.reduce((total, at) => total + x[at], 0) / positions.length,
);

/** The pads of the node itself, before `ceil_mode`. */
function countedPads(node: OnnxNode, x: Value, { poolSize }: PoolAttrs): readonly Pad[] {
  const plain: OnnxNode = {
    ...node,
    attr: ((name: string, fallback: number) =>
      name === "ceil_mode" ? 0 : node.attr(name, fallback)) as OnnxNode["attr"], // of one attribute only
  };
  return readWindow(plain, x.shape.slice(2), poolSize).pads ?? [];
}

/** Each element of g added to all elements of its window: the sums over the windows turned round. */
function spreadSum(g: Value, window: Window): Value {
  const pads = window.size.map((_, k): Pad => [extent(window, k) - 1, extent(window, k) - 1]);
  const padded = padZeros(spreadOut(g, window.strides), { pads: [[0, 0], [0, 0], ...pads] });
  const mean = averagePool(padded, { poolSize: window.size, dilations: window.dilations });
  return multiply(
    mean,
    window.size.reduce((a, b) => a * b, 1),
  );
}

/** The number of elements in each window, [1, 1, ...places], or one number where nothing is padded. */
function countOf(x: Value, places: Shape, window: Window): Value {
  const full = window.size.reduce((a, b) => a * b, 1);
  const number = (n: number): Value => constant(tensor(n), x.dtype);
  if (window.pads.flat().every((n) => n === 0)) return number(full);
  const ones = broadcastTo(number(1), { shape: [1, 1, ...x.shape.slice(2)] });
  const covered = cover(ones, places, window, 0);
  const { strides: steps, dilations } = window;
  return multiply(averagePool(covered, { poolSize: window.size, strides: steps, dilations }), full);
}

interface RepeatAttrs {
  /** How often each element stands along each axis. */
  repeats: readonly number[];
}

/**
 * Every element repeated along its axes, as NumPy's `repeat` for each of them: `y[i, j, …] = x[⌊i / r₀⌋, ⌊j / r₁⌋, …]`.
 *
 * Shape   each size times its repeats. Differentiable where the first two axes (batch, channels) are not repeated.
 * VJP     x̄ = ȳ summed over each block.
 * Throws  `invalid_option`.
 * Source  https://onnx.ai/onnx/operators/onnx__Resize.html, mode nearest
 *
 * @example ops.repeat(pictures, { repeats: [1, 1, 2, 2] })              // pixels of 2 × 2
 */
export const repeat: Op<["x"], RepeatAttrs, "repeats"> = defineOp("repeat", {
  inputs: ["x"],
  required: ["repeats"],
  attrs: {},
  onnx: (to, [x], { attrs: { repeats } }) =>
    to.node("Resize", [x, "", to.constant(tensor([...repeats], { dtype: "float32" }))], {
      mode: "nearest",
      coordinate_transformation_mode: "asymmetric",
      nearest_mode: "floor",
    }),
  infer: ([x], { repeats }) => {
    requireNumbers("repeat", x);
    if (repeats.length !== x.shape.length || repeats.some((n) => !(Number.isInteger(n) && n >= 1))) {
      throw new NeurogradError(
        "invalid_option",
        `repeat: repeats [${repeats}] for ${formatShape(x.shape)}; give each axis a whole number from 1`,
      );
    }
    return { dtype: x.dtype, shape: x.shape.map((size, k) => multiplySizes(size, repeats[k])) };
  },
  vjp: ({ g, attrs: { repeats } }) => {
    const [batch, channels, ...spatial] = repeats;
    if (batch !== 1 || channels !== 1 || spatial.length === 0) {
      throw new NeurogradError(
        "not_differentiable",
        `repeat: repeats [${repeats}] touch the first two axes, or there are no others; put axes of size 1 in front`,
      );
    }
    const block = spatial.reduce((a, b) => a * b, 1);
    return [multiply(averagePool(g, { poolSize: spatial, strides: spatial }), block)];
  },
  reference: ([x], { repeats }, { shape }): Nd => {
    const own = strides(x.shape);
    const data = new Float64Array(sizeOf(shape));
    const blocks = shape.flatMap((size, k) => [size / repeats[k], repeats[k]]); // each axis as blocks and place within
    let i = 0;
    walk(blocks, [own.flatMap((step) => [step, 0])], (at) => {
      data[i++] = x.data[at];
    });
    return { shape, data };
  },
  simplify: ({ inputs: [x], attrs: { repeats } }) => (repeats.every((n) => n === 1) ? x : undefined),
});
