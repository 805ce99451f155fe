import { constant } from "../constant.js";
import { type DType, isFloat } from "../dtype.js";
import { NeurogradError } from "../errors.js";
import type { TensorType, Value } from "../graph.js";
import { broadcastNd, reduce, squeezeNd } from "../nd.js";
import { constantInput, type Emit, type OnnxNode } from "../onnx-contract.js";
import { through } from "../onnx-dtype.js";
import { type Commuted, checkAttrs, defineOp, normalizeAxis, type Op, requireDType } from "../op.js";
import { type Operand, toValue } from "../operand.js";
import {
  divideSizes,
  formatShape,
  type Shape,
  type Size,
  sameShape,
  sameSize,
  shapeSize,
  staticShape,
} from "../size.js";
import { tensor } from "../tensor.js";
import { log, square } from "./arithmetic.js";
import { broadcastShapes } from "./infer.js";
import { abs, sqrt } from "./math.js";
import { sizesVector } from "./range.js";
import { cast } from "./select.js";

/** One axis, several, or `null` for all. */
export type Axis = number | readonly number[] | null;
export interface ReduceAttrs {
  axis: Axis;
  keepdims: boolean;
}

/** The axes meant by `axis`, counted from the front, in order. Throws `axis_out_of_range`. */
export function axesOf(
  where: string,
  axis: Axis,
  { shape: { length: rank } }: { readonly shape: readonly unknown[] },
): number[] {
  if (axis === null) return Array.from({ length: rank }, (_, k) => k);
  const axes = (typeof axis === "number" ? [axis] : axis).map((k) => normalizeAxis(where, k, rank));
  return [...new Set(axes)].sort((a, b) => a - b);
}

/** The type after reducing: axes removed, or kept with size 1. */
export function reducedType(
  where: string,
  x: TensorType,
  { axis, keepdims }: ReduceAttrs,
  dtype: DType = x.dtype,
): TensorType {
  const axes = axesOf(where, axis, x);
  const shape = keepdims ? keptShape(x.shape, axes) : x.shape.filter((_, k) => !axes.includes(k));
  return { dtype, shape };
}

/** Throws `dtype_mismatch` for what ONNX does not sum: bool, strings, and uint8, which would overflow. */
export const requireSummable = (where: string, x: TensorType): void =>
  requireDType(
    where,
    x,
    (d) => isFloat(d) || d === "int32" || d === "uint32" || d === "int64",
    "a float, int32, uint32 or int64",
  );

export const keptShape = (shape: Shape, axes: readonly number[]): Shape =>
  shape.map((size, k) => (axes.includes(k) ? 1 : size));

/** Writes a Reduce… operator, whose axes are an input since opset 18. */
export const emitReduce =
  (operator: string): Emit<ReduceAttrs> =>
  (to, [x], { attrs: { axis, keepdims }, inputs: [value] }) => {
    const { dtype, shape } = value as Value; // required
    const { into, back } = through(to, dtype, { uint32: "int64" });
    const attrs = { keepdims: Number(keepdims), noop_with_empty_axes: 1 };
    return back(to.node(operator, [into(x), to.int64(axesOf(operator, axis, { shape }))], attrs));
  };

/** Reads a Reduce… operator of any opset: axes as attribute or constant input. */
export function readReduce(node: OnnxNode): ReduceAttrs {
  const input = node.inputs[1] ? constantInput(node, 1) : undefined;
  const axes = input ? Array.from(input.toFloat64()) : node.has("axes") ? [...node.attr("axes", [])] : [];
  const isNoop = node.attr("noop_with_empty_axes", 0) === 1;
  return { axis: axes.length > 0 || isNoop ? axes : null, keepdims: node.attr("keepdims", 1) === 1 };
}

/** A reduction before a transpose: over the axes that it will have moved. */
export const reducedAxes =
  (where: string) =>
  (axes: readonly number[], attrs: Readonly<ReduceAttrs>): Commuted => {
    const gone = axesOf(where, attrs.axis, { shape: axes }).map((axis) => axes[axis]);
    if (attrs.keepdims) return { attrs: { ...attrs, axis: gone }, axes };
    const kept = axes.filter((axis) => !gone.includes(axis));
    const sorted = [...kept].sort((a, b) => a - b);
    return { attrs: { ...attrs, axis: gone }, axes: kept.map((axis) => sorted.indexOf(axis)) };
  };

/**
 * `y = Σ_axis x`.
 *
 * Shape   the axes go away, or stay with size 1 if `keepdims`.
 * VJP     x̄ = ȳ, repeated along the axes.
 * Source  https://onnx.ai/onnx/operators/onnx__ReduceSum.html
 *
 * @example ops.sum(x, { axis: -1, keepdims: true })
 */
export const sum: Op<["x"], ReduceAttrs> = defineOp("sum", {
  inputs: ["x"],
  attrs: { axis: null as Axis, keepdims: false as boolean },
  onnx: emitReduce("ReduceSum"),
  fromOnnx: {
    ReduceSum: (node) => sum(node.inputs[0] as Value, readReduce(node)),
    ReduceSumSquare: (node) => sum(square(node.inputs[0] as Value), readReduce(node)),
    ReduceL1: (node) => sum(abs(node.inputs[0] as Value), readReduce(node)),
    ReduceL2: (node) => sqrt(sum(square(node.inputs[0] as Value), readReduce(node))),
    ReduceLogSum: (node) => log(sum(node.inputs[0] as Value, readReduce(node))),
  },
  commutes: reducedAxes("sum"),
  infer: ([x], attrs) => {
    requireSummable("sum", x);
    return reducedType("sum", x, attrs);
  },
  vjp: ({ inputs: [x], g, attrs: { axis } }) => {
    const kept = keptShape(x.shape, axesOf("sum", axis, x));
    return [broadcastTo(reshape(g, { shape: kept }), { shape: x.shape })];
  },
  reference: ([x], { axis, keepdims }) => {
    const axes = axesOf("sum", axis, x);
    return squeezeNd(
      reduce(x, axes, 0, (total, v) => total + v),
      axes,
      keepdims,
    );
  },
  simplify: ({ inputs: [x], attrs: { axis, keepdims } }) => {
    const axes = axesOf("sum", axis, x);
    if (!axes.every((k) => x.shape[k] === 1)) return undefined;
    return keepdims ? x : reshape(x, { shape: x.shape.filter((_, k) => !axes.includes(k)) });
  },
});

/**
 * `x` repeated along axes of size 1 and along new leading axes, as NumPy's `broadcast_to`.
 *
 * VJP     x̄ = ȳ summed over the repeated axes (by the engine).
 * Source  https://onnx.ai/onnx/operators/onnx__Expand.html
 */
export const broadcastTo: Op<["x"], { shape: Shape }, "shape"> = defineOp("broadcastTo", {
  inputs: ["x"],
  required: ["shape"],
  attrs: {},
  onnx: (to, [x], { attrs: { shape } }) => to.node("Expand", [x, to.sizes(shape)]),
  fromOnnx: {
    Expand: (node) => {
      const x = node.inputs[0] as Value;
      return broadcastTo(x, { shape: broadcastShapes("Expand", x.shape, knownSizes(node, 1)) });
    },
  },
  commutes: () => undefined, // its shape is of the result
  broadcasts: true,
  infer: ([x], { shape }) => {
    if (!sameShape(broadcastShapes("broadcastTo", x.shape, shape), shape)) {
      throw new NeurogradError(
        "shape_mismatch",
        `broadcastTo: ${formatShape(x.shape)} does not broadcast to ${formatShape(shape)}; only sizes of 1 repeat`,
      );
    }
    return { dtype: x.dtype, shape };
  },
  vjp: ({ g }) => [g],
  reference: ([x], _attrs, { shape }) => broadcastNd(x, shape),
  simplify: ({ inputs: [x], attrs: { shape } }) => (sameShape(x.shape, shape) ? x : undefined),
});

const knownSizes = (node: OnnxNode, index: number): Shape => {
  const sizes = node.sizes(index);
  if (sizes !== undefined) return sizes;
  throw new NeurogradError(
    "unsupported_operator",
    `${node.opType}: input ${index} must be constant; fold the model first`,
  );
};

/**
 * The same elements in another shape; one size may be -1.
 *
 * VJP     x̄ = ȳ in the shape of x.
 * Throws  `shape_mismatch`.
 * Source  https://onnx.ai/onnx/operators/onnx__Reshape.html
 */
export const reshape: Op<["x"], { shape: Shape }, "shape"> = defineOp("reshape", {
  inputs: ["x"],
  required: ["shape"],
  attrs: {},
  onnx: (to, [x], node) => {
    const { shape } = node.outputs[0];
    const short = shortSizes(node.inputs[0] as Value, shape);
    if (short !== undefined) return to.node("Reshape", [x, to.int64(short)]);
    return to.node("Reshape", [x, to.sizes(shape)], { allowzero: 1 }); // else a 0 is read as "copy"
  },
  fromOnnx: { Reshape: readReshape },
  infer: ([x], { shape }) => ({ dtype: x.dtype, shape: completeShape(x.shape, shape) }),
  vjp: ({ inputs: [x], g }) => [reshape(g, { shape: x.shape })],
  reference: ([x], _attrs, { shape }) => ({ shape, data: x.data }),
  simplify: ({ inputs: [x], output }) => {
    if (sameShape(x.shape, output.shape)) return x;
    const inner = x.node?.op === reshape.def ? x.node.inputs[0] : undefined;
    return inner ? reshape(inner, { shape: output.shape }) : undefined;
  },
});

/**
 * Sizes without computing any: 0 for a name that the input has at that place, -1 for one other name, which stands
 * beside numbers only: any name may turn out 0, and then the rest could not be told.
 */
function shortSizes(x: Value, shape: Shape): readonly number[] | undefined {
  const sizes = shape.map((size, axis) => {
    if (typeof size === "number") return size;
    return axis < x.shape.length && sameSize(size, x.shape[axis]) ? 0 : -1;
  });
  const open = sizes.filter((n) => n === -1).length;
  return !shape.includes(0) && (open === 0 || (open === 1 && !sizes.includes(0))) ? sizes : undefined;
}

function readReshape(node: OnnxNode): Value {
  const x = node.inputs[0] as Value;
  const copies = node.attr("allowzero", 0) === 0;
  const wanted = knownSizes(node, 1);
  return reshape(x, { shape: wanted.map((n, axis) => (n === 0 && copies ? x.shape[axis] : n)) });
}

function completeShape(from: Shape, shape: Shape): Shape {
  const total = shapeSize(from);
  const open = shape.filter((size) => size === -1).length;
  const others = shapeSize(shape.filter((size) => size !== -1));
  const isValid = shape.every((size) => typeof size !== "number" || (Number.isInteger(size) && size >= -1));
  const rest: Size | undefined = !isValid
    ? undefined
    : open === 1
      ? divideSizes(total, others)
      : open === 0 && sameSize(total, others)
        ? 1
        : undefined;
  if (rest !== undefined) return shape.map((size) => (size === -1 ? rest : size));
  throw new NeurogradError(
    "shape_mismatch",
    `reshape: ${formatShape(from)} has ${total} elements and does not fit ${formatShape(shape)}; sizes must multiply to the same number`,
  );
}

/** `x` with an axis of size 1 put in at each of `axis`, counted in the result. Throws `axis_out_of_range`. */
export function expandDims(operand: Operand, options: { readonly axis: number | readonly number[] }): Value {
  checkAttrs("expandDims", options, [], ["axis"]);
  const { axis } = options;
  const x = toValue(operand);
  const added = typeof axis === "number" ? [axis] : axis;
  const rank = x.shape.length + added.length;
  const at = new Set(added.map((k) => normalizeAxis("expandDims", k, rank)));
  if (at.size < added.length)
    throw new NeurogradError(
      "axis_out_of_range",
      `expandDims: axis [${added.join(", ")}] names an axis twice; name each once`,
    );
  let next = 0;
  return reshape(x, { shape: Array.from({ length: rank }, (_, k) => (at.has(k) ? 1 : x.shape[next++])) });
}

/** `x` without the given axes, which must have size 1 (all such axes if none is given). Throws `shape_mismatch`. */
export function squeeze(operand: Operand, options: { readonly axis?: Axis } = {}): Value {
  checkAttrs("squeeze", options, ["axis"]);
  const { axis = null } = options;
  const x = toValue(operand);
  const axes =
    axis === null ? x.shape.flatMap((size, k) => (size === 1 ? [k] : [])) : axesOf("squeeze", axis, x);
  const wide = axes.find((k) => x.shape[k] !== 1);
  if (wide !== undefined) {
    throw new NeurogradError(
      "shape_mismatch",
      `squeeze: axis ${wide} of ${formatShape(x.shape)} has size ${x.shape[wide]}; only axes of size 1 can go`,
    );
  }
  return reshape(x, { shape: x.shape.filter((_, k) => !axes.includes(k)) });
}

/** Sums a cotangent down to the shape of a broadcast input: the one place where broadcasting is undone. */
export function sumTo(g: Value, shape: Shape): Value {
  const extra = g.shape.length - shape.length;
  const axes = g.shape.flatMap((size, k) => (k < extra || (shape[k - extra] === 1 && size !== 1) ? [k] : []));
  return axes.length === 0 ? g : reshape(sum(g, { axis: axes, keepdims: false }), { shape });
}

/** Number of elements along the axes, as a value of `dtype`: a constant where it is known. */
export function countOf(x: Value, axes: readonly number[], dtype: DType): Value {
  const sizes = axes.map((k) => x.shape[k]);
  const numbers = staticShape(sizes);
  if (numbers !== undefined)
    return constant(
      tensor(
        numbers.reduce((a, b) => a * b, 1),
        { dtype },
      ),
    );
  return cast(sizesVector({ sizes: [shapeSize(sizes)], scalar: true }), { dtype });
}
