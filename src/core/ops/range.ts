import { constant, constantOf } from "../constant.js";
import type { DType } from "../dtype.js";
import { NeurogradError } from "../errors.js";
import type { Value } from "../graph.js";
import { constantInput, type OnnxNode } from "../onnx-contract.js";
import { checkAttrs, defineOp, type Op } from "../op.js";
import { addSizes, floorDivideSize, multiplySizes, type Size, subtractSizes } from "../size.js";
import { tensor } from "../tensor.js";
import { add, multiply } from "./arithmetic.js";
import { cast } from "./select.js";

/**
 * `y = [0, 1, …, size − 1]`, int64.
 *
 * VJP     zero.
 * Source  https://onnx.ai/onnx/operators/onnx__Range.html
 */
export const iota: Op<[], { size: Size }, "size"> = defineOp("iota", {
  inputs: [],
  required: ["size"],
  attrs: {},
  onnx: (to, _inputs, { attrs: { size } }) => {
    if (typeof size === "number") return to.constant(counting(size));
    const limit = to.node("Reshape", [to.sizes([size]), to.int64([])]);
    const [zero, one] = [0, 1].map((n) => to.constant(tensor([n], { dtype: "int64" }).reshape([])));
    return to.node("Range", [zero, limit, one]);
  },
  fromOnnx: { Range: readRange },
  infer: (_types, { size }) => {
    if (typeof size !== "number" || (Number.isInteger(size) && size >= 0))
      return { dtype: "int64", shape: [size] };
    throw new NeurogradError("invalid_option", `iota: size = ${size}; use a whole number from 0`);
  },
  vjp: "zero",
  reference: (_inputs, _attrs, { shape }) => ({
    shape,
    data: Float64Array.from({ length: shape[0] }, (_, i) => i),
  }),
  simplify: ({ attrs: { size } }) =>
    typeof size === "number" && size <= 4096 ? constant(counting(size)) : undefined, // so that what is made of it folds
});

/** `start + step·[0, 1, …]`, while it is below (or, for a negative step, above) `limit`. */
function readRange(node: OnnxNode): Value {
  const start = node.inputs[0] as Value; // required by ONNX
  const step = constantInput(node, 2).item();
  const [from] = node.sizes(0) ?? [];
  const [to] = node.sizes(1) ?? [];
  const size =
    from !== undefined && to !== undefined && step !== 0
      ? stepsBetween(from, to, step)
      : Math.ceil((constantInput(node, 1).item() - constantInput(node, 0).item()) / step);
  const steps = cast(iota({ size: typeof size === "number" ? Math.max(0, size) : size }), {
    dtype: start.dtype,
  });
  return add(start, multiply(steps, step));
}

/** ⌈(to − from) / step⌉ */
function stepsBetween(from: Size, to: Size, step: number): Size {
  const way = multiplySizes(Math.sign(step), subtractSizes(to, from));
  return floorDivideSize(addSizes(way, Math.abs(step) - 1), Math.abs(step));
}

const counting = (size: number): ReturnType<typeof tensor> =>
  tensor(BigInt64Array.from({ length: size }, (_, i) => BigInt(i)));

/** `[0, 1, …, size − 1]` of any dtype. VJP zero. */
export function arange(size: Size, options: { readonly dtype?: DType } = {}): Value {
  checkAttrs("arange", options, ["dtype"]);
  return cast(iota({ size }), { dtype: options.dtype ?? "float32" });
}

/**
 * Sizes as numbers in the graph: `y = [size₀, size₁, …]`, int64, of rank 1, or of rank 0 for one size and `scalar`.
 *
 * VJP     zero.
 * Source  https://onnx.ai/onnx/operators/onnx__Shape.html
 */
export const sizesVector: Op<[], { sizes: readonly Size[]; scalar: boolean }, "sizes"> = defineOp(
  "sizesVector",
  {
    inputs: [],
    required: ["sizes"],
    attrs: { scalar: false as boolean },
    onnx: (to, _inputs, { attrs: { sizes, scalar } }) =>
      scalar ? to.node("Reshape", [to.sizes(sizes), to.int64([])]) : to.sizes(sizes),
    infer: (_types, { sizes, scalar }) => ({ dtype: "int64", shape: scalar ? [] : [sizes.length] }),
    vjp: "zero",
    reference: (_inputs, { sizes }, { shape }) => ({
      shape,
      data: Float64Array.from(sizes as readonly number[]),
    }), // bound by the evaluator
  },
);

/** The sizes that an int64 value is known to hold, as constant or as sizes of inputs; undefined for any other value. */
export function sizesOf(value: Value | null): readonly Size[] | undefined {
  if (value === null || value.shape.length > 1) return undefined;
  if (value.node?.op === sizesVector.def) return (value.node.attrs as { sizes: readonly Size[] }).sizes;
  const known = value.dtype === "int64" || value.dtype === "int32" ? constantOf(value) : undefined;
  return known && Array.from(known.toFloat64());
}
