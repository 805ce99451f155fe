import { type DType, isFloat, isInteger } from "../dtype.js";
import { NeurogradError } from "../errors.js";
import type { Value } from "../graph.js";
import { broadcastNd, map, nd } from "../nd.js";
import { dtypeOfOnnx, onnxDType, through } from "../onnx-dtype.js";
import { defineOp, type Op, requireDType } from "../op.js";
import { broadcastShapes, commonDType } from "./infer.js";

/**
 * `y = x` in another dtype. Floats become integers by dropping the fraction; anything but 0 becomes true.
 *
 * VJP     x̄ = cast(ȳ) between floats, else zero.
 * Source  https://onnx.ai/onnx/operators/onnx__Cast.html
 */
export const cast: Op<["x"], { dtype: DType }, "dtype"> = defineOp("cast", {
  inputs: ["x"],
  required: ["dtype"],
  attrs: {},
  onnx: (to, [x], { attrs }) => to.node("Cast", [x], { to: onnxDType[attrs.dtype] }),
  fromOnnx: {
    Cast: (node) => cast(node.inputs[0] as never, { dtype: dtypeOfOnnx("Cast", node.attr("to", 0)) }),
  },
  commutes: "elementwise",
  infer: ([x], { dtype }) => {
    if (x.dtype === "string" || dtype === "string") {
      throw new NeurogradError(
        "dtype_mismatch",
        `cast: cannot turn ${x.dtype} into ${dtype}; encode the strings before the graph`,
      );
    }
    return { dtype, shape: x.shape };
  },
  vjp: ({ inputs: [x], g }) => [cast(g, { dtype: x.dtype })],
  reference: ([x], { dtype }) =>
    dtype === "bool" ? map(x, (v) => Number(v !== 0)) : isInteger(dtype) ? map(x, Math.trunc) : x,
  simplify: ({ inputs: [x], attrs: { dtype } }) => (x.dtype === dtype ? x : undefined),
});

/**
 * `y = condition ? a : b`, element by element, broadcast.
 *
 * VJP     ā = condition ? ȳ : 0,  b̄ = condition ? 0 : ȳ. A NaN on the side not chosen does not spread.
 * Source  https://onnx.ai/onnx/operators/onnx__Where.html
 */
export const where: Op<["condition", "a", "b"]> = defineOp("where", {
  inputs: ["condition", "a", "b"],
  attrs: {},
  onnx: (to, [condition, a, b], { outputs: [{ dtype }] }) => {
    const { into, back } = through(to, dtype);
    return back(to.node("Where", [condition, into(a), into(b)]));
  },
  fromOnnx: {
    Where: (node) => where(...(node.inputs as readonly [Value, Value, Value])), // all required by ONNX
  },
  broadcasts: true,
  infer: ([condition, a, b]) => {
    requireDType("where", condition, (d) => d === "bool", "a bool condition");
    const shape = broadcastShapes("where", a.shape, b.shape);
    return { dtype: commonDType("where", a, b), shape: broadcastShapes("where", condition.shape, shape) };
  },
  vjp: ({ inputs: [condition, a], g }) => [
    null,
    isFloat(a.dtype) ? where(condition, g, 0) : null,
    isFloat(a.dtype) ? where(condition, 0, g) : null,
  ],
  reference: (inputs, _attrs, { shape }) => {
    const [condition, a, b] = inputs.map((x) => broadcastNd(x, shape).data);
    return nd(
      shape,
      condition.map((c, i) => (c !== 0 ? a[i] : b[i])),
    );
  },
});
