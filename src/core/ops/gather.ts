import { constant } from "../constant.js";
import { isFloat } from "../dtype.js";
import { NeurogradError } from "../errors.js";
import type { TensorType, Value } from "../graph.js";
import { type Nd, strides, walk } from "../nd.js";
import type { OnnxNode } from "../onnx-contract.js";
import { defineOp, normalizeAxis, type Op, requireDType } from "../op.js";
import { formatShape, type Shape, sameShape } from "../size.js";
import { sizeOf, tensor } from "../tensor.js";
import { broadcastTo, expandDims } from "./broadcast.js";
import { greater } from "./compare.js";
import { commonDType } from "./infer.js";
import { transpose } from "./layout.js";
import { cast, where } from "./select.js";

const isIndex = (where: string, type: TensorType): void =>
  requireDType(where, type, (d) => d === "int32" || d === "int64", "int32 or int64 indices");

const zerosOf = (shape: Shape, x: Value): Value =>
  broadcastTo(constant(tensor(0, { dtype: x.dtype })), { shape });

/** An index counted from the front, checked as the runtime checks it. Throws `index_out_of_range`. */
function checked(where: string, index: number, size: number): number {
  const at = index < 0 ? index + size : index;
  if (at >= 0 && at < size) return at;
  throw new NeurogradError(
    "index_out_of_range",
    `${where}: index ${index} on an axis of size ${size}; use ${-size} to ${size - 1}`,
  );
}

interface AxisAttr {
  axis: number;
}
/**
 * `y = x[…, indices, …]` along `axis`, as NumPy's `take`: the axis is replaced by the axes of `indices`.
 *
 * VJP     x̄ = ȳ added up at the indices.
 * Throws  `dtype_mismatch`, `axis_out_of_range`; while running, `index_out_of_range`.
 * Source  https://onnx.ai/onnx/operators/onnx__Gather.html
 */
export const take: Op<["x", "indices"], AxisAttr> = defineOp("take", {
  inputs: ["x", "indices"],
  attrs: { axis: 0 as number },
  onnx: "Gather",
  fromOnnx: {
    Gather: (node) => take(node.inputs[0] as Value, node.inputs[1] as Value, { axis: node.attr("axis", 0) }),
  },
  infer: ([x, indices], { axis }) => {
    isIndex("take", indices);
    const along = normalizeAxis("take", axis, x.shape.length);
    return {
      dtype: x.dtype,
      shape: [...x.shape.slice(0, along), ...indices.shape, ...x.shape.slice(along + 1)],
    };
  },
  vjp: ({ inputs: [x, indices], g, attrs: { axis } }) => {
    const along = normalizeAxis("take", axis, x.shape.length);
    const [rank, inner] = [x.shape.length, indices.shape.length];
    const range = (from: number, to: number): number[] =>
      Array.from({ length: to - from }, (_, k) => from + k);
    // [before, indices, after] → [indices, before, after]; the same for x with its one axis
    const front = transpose(g, {
      axes: [...range(along, along + inner), ...range(0, along), ...range(along + inner, g.shape.length)],
    });
    const order = [along, ...range(0, along), ...range(along + 1, rank)];
    const zeros = zerosOf(
      order.map((k) => x.shape[k]),
      x,
    );
    const summed = scatterNdAdd(zeros, expandDims(cast(indices, { dtype: "int64" }), { axis: -1 }), front);
    return [transpose(summed, { axes: order.map((_, k) => order.indexOf(k)) }), null];
  },
  reference: ([x, indices], { axis }, { shape }) => {
    const along = normalizeAxis("take", axis, x.shape.length);
    const [before, size, after] = [
      sizeOf(x.shape.slice(0, along)),
      x.shape[along],
      sizeOf(x.shape.slice(along + 1)),
    ];
    const data = new Float64Array(sizeOf(shape));
    let out = 0;
    for (let i = 0; i < before; i++) {
      for (const index of indices.data) {
        const start = (i * size + checked("take", index, size)) * after;
        data.set(x.data.subarray(start, start + after), out);
        out += after;
      }
    }
    return { shape, data };
  },
});

/** Visits each row that `indices` [..., k] names in an array of `shape`: its offset, its length, its number. */
function eachRow(
  where: string,
  shape: readonly number[],
  indices: Nd,
  visit: (start: number, length: number, row: number) => void,
): void {
  const depth = indices.shape[indices.shape.length - 1];
  const steps = strides(shape);
  const length = sizeOf(shape.slice(depth));
  const rows = sizeOf(indices.shape.slice(0, -1));
  for (let row = 0; row < rows; row++) {
    let start = 0;
    for (let k = 0; k < depth; k++)
      start += checked(where, indices.data[row * depth + k], shape[k]) * steps[k];
    visit(start, length, row);
  }
}

const depthOf = (where: string, x: TensorType, indices: TensorType): number => {
  requireDType(where, indices, (d) => d === "int64", "int64 indices");
  const depth = indices.shape.at(-1);
  if (typeof depth === "number" && depth <= x.shape.length) return depth;
  throw new NeurogradError(
    "shape_mismatch",
    `${where}: indices ${formatShape(indices.shape)} do not index x ${formatShape(x.shape)}; their last axis is at most its rank`,
  );
};

/**
 * `y[i] = x[indices[i]]`, the last axis of `indices` being an index into the first axes of x.
 *
 * Shape   x [*], indices [..., k] int64 → [..., x's axes after k].
 * VJP     x̄ = ȳ added up at the indices.
 * Source  https://onnx.ai/onnx/operators/onnx__GatherND.html
 */
export const gatherNd: Op<["x", "indices"]> = defineOp("gatherNd", {
  inputs: ["x", "indices"],
  attrs: {},
  onnx: "GatherND",
  fromOnnx: {
    GatherND: (node) => {
      if (node.attr("batch_dims", 0) !== 0)
        throw new NeurogradError("unsupported_operator", "GatherND: batch_dims is not supported; use 0");
      return gatherNd(node.inputs[0] as Value, node.inputs[1] as Value);
    },
  },
  infer: ([x, indices]) => ({
    dtype: x.dtype,
    shape: [...indices.shape.slice(0, -1), ...x.shape.slice(depthOf("gatherNd", x, indices))],
  }),
  vjp: ({ inputs: [x, indices], g }) => [scatterNdAdd(zerosOf(x.shape, x), indices, g), null],
  reference: ([x, indices], _attrs, { shape }) => {
    const data = new Float64Array(sizeOf(shape));
    eachRow("gatherNd", x.shape, indices, (start, length, row) =>
      data.set(x.data.subarray(start, start + length), row * length),
    );
    return { shape, data };
  },
});

/**
 * `y = x`, with `updates[i]` added at `indices[i]`; repeated indices add up.
 *
 * Shape   x [*], indices [..., k] int64, updates [..., x's axes after k] → as x.
 * VJP     x̄ = ȳ, updates̄ = ȳ[indices].
 * Source  https://onnx.ai/onnx/operators/onnx__ScatterND.html, reduction = "add"
 */
export const scatterNdAdd: Op<["x", "indices", "updates"]> = defineOp("scatterNdAdd", {
  inputs: ["x", "indices", "updates"],
  attrs: {},
  onnx: (to, inputs) => to.node("ScatterND", inputs, { reduction: "add" }),
  fromOnnx: {
    ScatterND: (node) => {
      const [x, indices, updates] = node.inputs as readonly [Value, Value, Value]; // all required by ONNX
      return readScatter(node, x, updates, (to, values) => scatterNdAdd(to, indices, values));
    },
  },
  infer: ([x, indices, updates]) => {
    const wanted = [...indices.shape.slice(0, -1), ...x.shape.slice(depthOf("scatterNdAdd", x, indices))];
    if (!sameShape(updates.shape, wanted)) {
      throw new NeurogradError(
        "shape_mismatch",
        `scatterNdAdd: updates are ${formatShape(updates.shape)}, the indices name ${formatShape(wanted)}; they must agree`,
      );
    }
    commonDType("scatterNdAdd", x, updates);
    return x;
  },
  vjp: ({ inputs: [, indices, updates], g }) => [
    g,
    null,
    isFloat(updates.dtype) ? gatherNd(g, indices) : null,
  ],
  reference: ([x, indices, updates]) => {
    const data = x.data.slice();
    eachRow("scatterNdAdd", x.shape, indices, (start, length, row) => {
      for (let i = 0; i < length; i++) data[start + i] += updates.data[row * length + i];
    });
    return { shape: x.shape, data };
  },
});

/** Throws `shape_mismatch` unless `indices` has the rank of x and, but for `along`, at most its sizes. */
function checkIndices(where: string, x: TensorType, indices: TensorType, axis: number): void {
  isIndex(where, indices);
  const along = normalizeAxis(where, axis, x.shape.length);
  const fits = indices.shape.every(
    (size, k) => k === along || typeof size !== "number" || !(size > (x.shape[k] as number)),
  ); // false for names
  if (fits && indices.shape.length === x.shape.length) return;
  throw new NeurogradError(
    "shape_mismatch",
    `${where}: indices ${formatShape(indices.shape)} for ${formatShape(x.shape)} along axis ${axis}; use the same rank, and no larger sizes on the other axes`,
  );
}

/** ONNX's scatters by what `add` does; without a reduction the elements named are replaced. */
function readScatter(
  node: OnnxNode,
  x: Value,
  updates: Value,
  add: (to: Value, values: Value) => Value,
): Value {
  const reduction = node.attr("reduction", "none");
  if (reduction === "add") return add(x, updates);
  if (reduction !== "none") {
    throw new NeurogradError(
      "unsupported_operator",
      `${node.opType}: reduction "${reduction}" is not supported; use none or add`,
    );
  }
  const zeros = zerosOf(x.shape, x);
  const named = add(zeros, broadcastTo(constant(tensor(1, { dtype: x.dtype })), { shape: updates.shape }));
  return where(greater(named, 0), add(zeros, updates), x);
}

/** Calls `visit` with the flat position in x that each element of `indices` names along `axis`. */
function eachElement(
  where: string,
  shape: readonly number[],
  indices: Nd,
  axis: number,
  visit: (at: number, i: number) => void,
): void {
  const steps = strides(shape);
  let i = 0;
  walk(indices.shape, [steps.map((step, k) => (k === axis ? 0 : step))], (offset) => {
    visit(offset + checked(where, indices.data[i], shape[axis]) * steps[axis], i);
    i++;
  });
}

/**
 * `y[…, j, …] = x[…, indices[…, j, …], …]` along `axis`, as NumPy's `take_along_axis`.
 *
 * Shape   as `indices`.
 * VJP     x̄ = ȳ added up at the indices.
 * Source  https://onnx.ai/onnx/operators/onnx__GatherElements.html
 */
export const takeAlongAxis: Op<["x", "indices"], AxisAttr> = defineOp("takeAlongAxis", {
  inputs: ["x", "indices"],
  attrs: { axis: 0 as number },
  onnx: "GatherElements",
  fromOnnx: {
    GatherElements: (node) =>
      takeAlongAxis(node.inputs[0] as Value, node.inputs[1] as Value, { axis: node.attr("axis", 0) }),
  },
  infer: ([x, indices], { axis }) => {
    checkIndices("takeAlongAxis", x, indices, axis);
    return { dtype: x.dtype, shape: indices.shape };
  },
  vjp: ({ inputs: [x, indices], g, attrs: { axis } }) => [
    scatterElementsAdd(zerosOf(x.shape, x), indices, g, { axis }),
    null,
  ],
  reference: ([x, indices], { axis }, { shape }) => {
    const data = new Float64Array(sizeOf(shape));
    eachElement(
      "takeAlongAxis",
      x.shape,
      indices,
      normalizeAxis("takeAlongAxis", axis, x.shape.length),
      (at, i) => {
        data[i] = x.data[at];
      },
    );
    return { shape, data };
  },
});

/**
 * `y = x`, with each element of `updates` added at the index named along `axis`; repeated indices add up.
 *
 * Shape   x [*], indices and updates of one shape → as x.
 * VJP     x̄ = ȳ, updates̄ = takeAlongAxis(ȳ, indices).
 * Source  https://onnx.ai/onnx/operators/onnx__ScatterElements.html, reduction = "add"
 */
export const scatterElementsAdd: Op<["x", "indices", "updates"], AxisAttr> = defineOp("scatterElementsAdd", {
  inputs: ["x", "indices", "updates"],
  attrs: { axis: 0 as number },
  onnx: (to, inputs, { attrs: { axis } }) => to.node("ScatterElements", inputs, { axis, reduction: "add" }),
  fromOnnx: {
    ScatterElements: (node) => {
      const [x, indices, updates] = node.inputs as readonly [Value, Value, Value]; // all required by ONNX
      const axis = node.attr("axis", 0);
      return readScatter(node, x, updates, (to, values) => scatterElementsAdd(to, indices, values, { axis }));
    },
  },
  infer: ([x, indices, updates], { axis }) => {
    checkIndices("scatterElementsAdd", x, indices, axis);
    commonDType("scatterElementsAdd", x, updates);
    if (sameShape(indices.shape, updates.shape)) return x;
    throw new NeurogradError(
      "shape_mismatch",
      `scatterElementsAdd: indices ${formatShape(indices.shape)}, updates ${formatShape(updates.shape)}; they must agree`,
    );
  },
  vjp: ({ inputs: [, indices], g, attrs }) => [g, null, takeAlongAxis(g, indices, attrs)],
  reference: ([x, indices, updates], { axis }) => {
    const data = x.data.slice();
    eachElement(
      "scatterElementsAdd",
      x.shape,
      indices,
      normalizeAxis("scatterElementsAdd", axis, x.shape.length),
      (at, i) => {
        data[at] += updates.data[i];
      },
    );
    return { shape: x.shape, data };
  },
});
