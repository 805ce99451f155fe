import type { TensorType, Value } from "../graph.js";
import { map, reduce, zip } from "../nd.js";
import type { OnnxNode } from "../onnx-contract.js";
import { defineOp, normalizeAxis, type Op } from "../op.js";
import { multiply, subtract } from "./arithmetic.js";
import { reshape, sum } from "./broadcast.js";
import { floatType } from "./infer.js";

interface AxisAttr {
  axis: number;
}
const alongAxis =
  (where: string) =>
  (types: readonly [TensorType], { axis }: AxisAttr): TensorType => {
    normalizeAxis(where, axis, types[0].shape.length);
    return floatType(where)(types);
  };

/** Until opset 12 all axes from `axis` on were taken as one. */
function readAlong(op: Op<["x"], AxisAttr>, node: OnnxNode): Value {
  const x = node.inputs[0] as Value; // required by ONNX
  if (node.opset >= 13) return op(x, { axis: node.attr("axis", -1) });
  const axis = normalizeAxis(node.opType, node.attr("axis", 1), x.shape.length);
  if (axis === x.shape.length - 1) return op(x, { axis });
  return reshape(op(reshape(x, { shape: [...x.shape.slice(0, axis), -1] })), { shape: x.shape });
}

/**
 * Softmax along one axis: `yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)`, so that y sums to 1 along `axis`.
 *
 * Shape   unchanged.
 * VJP     x̄ = y ⊙ (ȳ − Σ_axis ȳ ⊙ y).
 * Throws  `axis_out_of_range`.
 * Source  https://onnx.ai/onnx/operators/onnx__Softmax.html
 *
 * @example ops.softmax(logits)                  // along the last axis
 */
export const softmax: Op<["x"], AxisAttr> = defineOp("softmax", {
  inputs: ["x"],
  attrs: { axis: -1 as number },
  onnx: "Softmax",
  fromOnnx: { Softmax: (node) => readAlong(softmax, node) },
  infer: alongAxis("softmax"),
  vjp: ({ output: y, g, attrs: { axis } }) => [
    multiply(y, subtract(g, sum(multiply(g, y), { axis, keepdims: true }))),
  ],
  reference: ([x], { axis }) => {
    const along = [normalizeAxis("softmax", axis, x.shape.length)];
    const e = map(
      zip(x, reduce(x, along, -Infinity, Math.max), (v, m) => v - m),
      Math.exp,
    ); // the maximum first: exp cannot overflow
    return zip(
      e,
      reduce(e, along, 0, (total, v) => total + v),
      (v, total) => v / total,
    );
  },
});

/**
 * `y = ln softmax(x) = x − ln Σ eˣ` along one axis, without overflow.
 *
 * Shape   unchanged.
 * VJP     x̄ = ȳ − eʸ ⊙ Σ_axis ȳ.
 * Throws  `axis_out_of_range`.
 * Source  https://onnx.ai/onnx/operators/onnx__LogSoftmax.html
 */
export const logSoftmax: Op<["x"], AxisAttr> = defineOp("logSoftmax", {
  inputs: ["x"],
  attrs: { axis: -1 as number },
  onnx: "LogSoftmax",
  fromOnnx: { LogSoftmax: (node) => readAlong(logSoftmax, node) },
  infer: alongAxis("logSoftmax"),
  vjp: ({ inputs: [x], g, attrs: { axis } }) => [
    subtract(g, multiply(softmax(x, { axis }), sum(g, { axis, keepdims: true }))),
  ],
  reference: ([x], { axis }) => {
    const along = [normalizeAxis("logSoftmax", axis, x.shape.length)];
    const shifted = zip(x, reduce(x, along, -Infinity, Math.max), (v, m) => v - m);
    const total = reduce(map(shifted, Math.exp), along, 0, (t, v) => t + v);
    return zip(shifted, total, (v, t) => v - Math.log(t));
  },
});
