import { isInteger } from "../dtype.js";
import type { Value } from "../graph.js";
import { map, zip } from "../nd.js";
import { type BinaryOp, defineOp, type Op, requireDType, type UnaryOp } from "../op.js";
import { elementwise } from "./infer.js";

/* @__NO_SIDE_EFFECTS__ */
const bitwise = (name: string, onnx: string, f: (a: number, b: number) => number): BinaryOp =>
  defineOp(name, {
    inputs: ["a", "b"],
    attrs: {},
    onnx,
    broadcasts: true,
    infer: (types) => {
      for (const type of types)
        requireDType(name, type, (d) => isInteger(d) && d !== "int64", "a uint8, int32 or uint32");
      return elementwise(name)(types);
    },
    vjp: "zero",
    reference: ([a, b]) => zip(a, b, f), // the evaluator takes 32 signed bits for those of the dtype
  });

/** `y = a & b`, bit by bit. VJP zero. Source https://onnx.ai/onnx/operators/onnx__BitwiseAnd.html */
export const bitwiseAnd: BinaryOp = bitwise("bitwiseAnd", "BitwiseAnd", (a, b) => a & b);
/** `y = a | b`, bit by bit. VJP zero. Source https://onnx.ai/onnx/operators/onnx__BitwiseOr.html */
export const bitwiseOr: BinaryOp = bitwise("bitwiseOr", "BitwiseOr", (a, b) => a | b);
/** `y = a ^ b`, bit by bit. VJP zero. Source https://onnx.ai/onnx/operators/onnx__BitwiseXor.html */
export const bitwiseXor: BinaryOp = bitwise("bitwiseXor", "BitwiseXor", (a, b) => a ^ b);

/** `y = ~x`, bit by bit. VJP zero. Source https://onnx.ai/onnx/operators/onnx__BitwiseNot.html */
export const bitwiseNot: UnaryOp = defineOp("bitwiseNot", {
  inputs: ["x"],
  attrs: {},
  onnx: "BitwiseNot",
  infer: ([x]) => {
    requireDType("bitwiseNot", x, (d) => isInteger(d) && d !== "int64", "a uint8, int32 or uint32");
    return x;
  },
  vjp: "zero",
  reference: ([x]) => map(x, (v) => ~v),
});

interface ShiftAttrs {
  direction: "LEFT" | "RIGHT";
}
/**
 * `y = a << b` or `a >> b`, for unsigned integers; bits that leave are lost.
 *
 * VJP     zero.
 * Source  https://onnx.ai/onnx/operators/onnx__BitShift.html
 */
export const bitShift: Op<["a", "b"], ShiftAttrs, "direction"> = defineOp("bitShift", {
  inputs: ["a", "b"],
  required: ["direction"],
  attrs: {},
  onnx: "BitShift",
  fromOnnx: {
    BitShift: (node) => {
      const [a, b] = node.inputs as readonly [Value, Value]; // both required by ONNX
      return bitShift(a, b, { direction: node.attr("direction", "") === "LEFT" ? "LEFT" : "RIGHT" });
    },
  },
  broadcasts: true,
  infer: (types) => {
    for (const type of types)
      requireDType("bitShift", type, (d) => d === "uint8" || d === "uint32", "a uint8 or uint32");
    return elementwise("bitShift")(types);
  },
  vjp: "zero",
  reference: ([a, b], { direction }) =>
    zip(a, b, direction === "LEFT" ? (x, n) => (n < 32 ? x << n : 0) : (x, n) => (n < 32 ? x >>> n : 0)),
});
