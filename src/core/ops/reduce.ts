import { isFloat } from "../dtype.js";
import { NeurogradError } from "../errors.js";
import { formatType, type TensorType, type Value } from "../graph.js";
import { map, type Nd, reduce, squeezeNd, strides, walk, zip } from "../nd.js";
import { constantInput, type OnnxNode } from "../onnx-contract.js";
import { through } from "../onnx-dtype.js";
import { defineOp, normalizeAxis, type Op, requireDType } from "../op.js";
import { tensor } from "../tensor.js";
import { divide, multiply, subtract } from "./arithmetic.js";
import {
  type Axis,
  axesOf,
  broadcastTo,
  countOf,
  emitReduce,
  keptShape,
  type ReduceAttrs,
  readReduce,
  reducedAxes,
  reducedType,
  requireSummable,
  reshape,
  sum,
} from "./broadcast.js";
import { equal } from "./compare.js";
import { exp } from "./math.js";
import { cast } from "./select.js";
import { flip } from "./slice.js";

const noAxis = (): { axis: Axis; keepdims: boolean } => ({ axis: null, keepdims: false });

/**
 * `y = 1/n Σ_axis x`.
 *
 * VJP     x̄ = ȳ / n, repeated along the axes.
 * Source  https://onnx.ai/onnx/operators/onnx__ReduceMean.html
 */
export const mean: Op<["x"], ReduceAttrs> = defineOp("mean", {
  inputs: ["x"],
  attrs: noAxis(),
  onnx: emitReduce("ReduceMean"),
  fromOnnx: { ReduceMean: (node) => mean(node.inputs[0] as Value, readReduce(node)) },
  commutes: reducedAxes("mean"),
  infer: ([x], attrs) => {
    requireDType("mean", x, isFloat, "a float dtype");
    return reducedType("mean", x, attrs);
  },
  vjp: ({ inputs: [x], g, attrs: { axis } }) => {
    const axes = axesOf("mean", axis, x);
    const each = divide(g, countOf(x, axes, x.dtype));
    return [broadcastTo(reshape(each, { shape: keptShape(x.shape, axes) }), { shape: x.shape })];
  },
  reference: ([x], { axis, keepdims }) => {
    const axes = axesOf("mean", axis, x);
    const count = axes.reduce((n, k) => n * x.shape[k], 1);
    const total = reduce(x, axes, 0, (t, v) => t + v);
    return squeezeNd(
      map(total, (t) => t / count),
      axes,
      keepdims,
    );
  },
});

/** Throws `shape_mismatch` where there is nothing to choose from. */
function requireElements(where: string, x: TensorType, axes: readonly number[]): void {
  const empty = axes.find((k) => x.shape[k] === 0);
  if (empty === undefined) return;
  throw new NeurogradError(
    "shape_mismatch",
    `${where}: axis ${empty} of ${formatType(x)} is empty, nothing is largest or smallest; leave empty data out`,
  );
}

/* @__NO_SIDE_EFFECTS__ */
const extremum = (
  name: "max" | "min",
  onnx: string,
  init: number,
  f: (a: number, b: number) => number,
): Op<["x"], ReduceAttrs> => {
  const op: Op<["x"], ReduceAttrs> = defineOp(name, {
    inputs: ["x"],
    attrs: noAxis(),
    onnx: emitReduce(onnx),
    fromOnnx: { [onnx]: (node) => op(node.inputs[0] as Value, readReduce(node)) },
    commutes: reducedAxes(name),
    infer: ([x], attrs) => {
      if (!isFloat(x.dtype)) requireElements(name, x, axesOf(name, attrs.axis, x)); // floats have ±∞ to answer with
      return reducedType(name, x, attrs);
    },
    vjp: ({ inputs: [x], output: y, g, attrs: { axis } }) => {
      const axes = axesOf(name, axis, x);
      const shape = keptShape(x.shape, axes);
      const isBest = cast(equal(x, reshape(y, { shape })), { dtype: x.dtype });
      return [multiply(isBest, divide(reshape(g, { shape }), sum(isBest, { axis: axes, keepdims: true })))];
    },
    reference: ([x], { axis, keepdims }) => {
      const axes = axesOf(name, axis, x);
      return squeezeNd(reduce(x, axes, init, f), axes, keepdims);
    },
  });
  return op;
};

/** `y = max_axis x`. VJP ȳ to the largest; equal ones share it equally. Source https://onnx.ai/onnx/operators/onnx__ReduceMax.html */
export const max: Op<["x"], ReduceAttrs> = extremum("max", "ReduceMax", -Infinity, Math.max);
/** `y = min_axis x`. VJP ȳ to the smallest; equal ones share it equally. Source https://onnx.ai/onnx/operators/onnx__ReduceMin.html */
export const min: Op<["x"], ReduceAttrs> = extremum("min", "ReduceMin", Infinity, Math.min);

/**
 * `y = ln Σ_axis eˣ`, without overflow.
 *
 * VJP     x̄ = ȳ·e^(x − y).
 * Source  https://onnx.ai/onnx/operators/onnx__ReduceLogSumExp.html
 */
export const logSumExp: Op<["x"], ReduceAttrs> = defineOp("logSumExp", {
  inputs: ["x"],
  attrs: noAxis(),
  onnx: emitReduce("ReduceLogSumExp"),
  fromOnnx: { ReduceLogSumExp: (node) => logSumExp(node.inputs[0] as Value, readReduce(node)) },
  infer: ([x], attrs) => {
    requireDType("logSumExp", x, isFloat, "a float dtype");
    return reducedType("logSumExp", x, attrs);
  },
  vjp: ({ inputs: [x], output: y, g, attrs: { axis } }) => {
    const shape = keptShape(x.shape, axesOf("logSumExp", axis, x));
    const share = exp(subtract(x, reshape(y, { shape })));
    return [multiply(share, reshape(g, { shape }))];
  },
  reference: ([x], { axis, keepdims }) => {
    const axes = axesOf("logSumExp", axis, x);
    const top = map(reduce(x, axes, -Infinity, Math.max), (m) => (Number.isFinite(m) ? m : 0)); // subtracted first: exp cannot overflow
    const total = reduce(
      zip(x, top, (v, m) => Math.exp(v - m)),
      axes,
      0,
      (t, v) => t + v,
    );
    const y = zip(total, top, (t, m) => Math.log(t) + m);
    return squeezeNd(y, axes, keepdims);
  },
});

interface ArgAttrs {
  axis: number;
  keepdims: boolean;
}
/* @__NO_SIDE_EFFECTS__ */
const argExtremum = (
  name: string,
  onnx: string,
  isBetter: (a: number, b: number) => boolean,
): Op<["x"], ArgAttrs> => {
  const op: Op<["x"], ArgAttrs> = defineOp(name, {
    inputs: ["x"],
    attrs: { axis: -1 as number, keepdims: false as boolean },
    onnx: (to, [x], { attrs: { axis, keepdims }, inputs: [value] }) => {
      const { into } = through(to, (value as Value).dtype); // required
      return to.node(onnx, [into(x)], { axis, keepdims: Number(keepdims) });
    },
    fromOnnx: { [onnx]: (node) => readArg(op, node) },
    infer: ([x], { axis, keepdims }) => {
      requireElements(name, x, axesOf(name, axis, x));
      return reducedType(name, x, { axis, keepdims }, "int64");
    },
    vjp: "zero",
    reference: ([x], { axis, keepdims }) =>
      argBest(x, normalizeAxis(name, axis, x.shape.length), keepdims, isBetter),
  });
  return op;
};

/** The last of equal ones is the first of those reversed. */
function readArg(op: Op<["x"], ArgAttrs>, node: OnnxNode): Value {
  const x = node.inputs[0] as Value;
  const attrs = { axis: node.attr("axis", 0), keepdims: node.attr("keepdims", 1) === 1 };
  if (node.attr("select_last_index", 0) === 0) return op(x, attrs);
  const last = subtract(countOf(x, axesOf(node.opType, attrs.axis, x), "int64"), 1);
  return subtract(last, op(flip(x, { axis: attrs.axis }), attrs));
}

function argBest(x: Nd, axis: number, keepdims: boolean, isBetter: (a: number, b: number) => boolean): Nd {
  const step = strides(x.shape)[axis];
  const shape = x.shape.map((n, k) => (k === axis ? 1 : n));
  const data: number[] = [];
  walk(shape, [strides(x.shape)], (start) => {
    let best = 0;
    for (let i = 1; i < x.shape[axis]; i++)
      if (isBetter(x.data[start + i * step], x.data[start + best * step])) best = i;
    data.push(best);
  });
  return squeezeNd({ shape, data: Float64Array.from(data) }, [axis], keepdims);
}

/** Index of the largest element along `axis`, the first of equal ones, int64. VJP zero. Source https://onnx.ai/onnx/operators/onnx__ArgMax.html */
export const argmax: Op<["x"], ArgAttrs> = argExtremum("argmax", "ArgMax", (a, b) => a > b);
/** Index of the smallest element along `axis`, the first of equal ones, int64. VJP zero. Source https://onnx.ai/onnx/operators/onnx__ArgMin.html */
export const argmin: Op<["x"], ArgAttrs> = argExtremum("argmin", "ArgMin", (a, b) => a < b);

interface CumsumAttrs {
  axis: number;
  exclusive: boolean;
  reverse: boolean;
}
/**
 * Running sums along `axis`: `yₖ = Σ_{i≤k} xᵢ`; `exclusive` leaves xₖ out, `reverse` sums from the end.
 *
 * VJP     x̄ = cumsum of ȳ in the other direction.
 * Source  https://onnx.ai/onnx/operators/onnx__CumSum.html
 */
export const cumsum: Op<["x"], CumsumAttrs> = defineOp("cumsum", {
  inputs: ["x"],
  attrs: { axis: -1 as number, exclusive: false as boolean, reverse: false as boolean },
  onnx: (to, [x], { attrs: { axis, exclusive, reverse }, outputs: [{ dtype }] }) => {
    const { into, back } = through(to, dtype);
    const attrs = { exclusive: Number(exclusive), reverse: Number(reverse) };
    return back(to.node("CumSum", [into(x), to.constant(tensor(axis, { dtype: "int64" }))], attrs));
  },
  fromOnnx: {
    CumSum: (node) =>
      cumsum(node.inputs[0] as Value, {
        axis: constantInput(node, 1).item(),
        exclusive: node.attr("exclusive", 0) === 1,
        reverse: node.attr("reverse", 0) === 1,
      }),
  },
  infer: ([x], { axis }) => {
    requireSummable("cumsum", x);
    normalizeAxis("cumsum", axis, x.shape.length);
    return x;
  },
  vjp: ({ g, attrs }) => [cumsum(g, { ...attrs, reverse: !attrs.reverse })],
  reference: ([x], { axis, exclusive, reverse }) => {
    const along = normalizeAxis("cumsum", axis, x.shape.length);
    const [n, step] = [x.shape[along], strides(x.shape)[along]];
    const data = new Float64Array(x.data.length);
    walk(
      x.shape.map((size, k) => (k === along ? 1 : size)),
      [strides(x.shape)],
      (start) => {
        for (let i = 0, total = 0; i < n; i++) {
          const at = start + (reverse ? n - 1 - i : i) * step;
          data[at] = exclusive ? total : total + x.data[at];
          total += x.data[at];
        }
      },
    );
    return { shape: x.shape, data };
  },
});
