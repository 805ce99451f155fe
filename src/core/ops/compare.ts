import { isFloat } from "../dtype.js";
import type { TensorType, Value } from "../graph.js";
import { map, zip } from "../nd.js";
import type { FromOnnx } from "../onnx-contract.js";
import { type BinaryOp, defineOp, requireDType, type UnaryOp } from "../op.js";
import { comparison, requireNumbers } from "./infer.js";

/** Type of a comparison by size, which bools have not. */
const ordering =
  (where: string): ReturnType<typeof comparison> =>
  (types) => {
    requireNumbers(where, ...types);
    return comparison(where)(types);
  };

/* @__NO_SIDE_EFFECTS__ */
const compare = (
  name: string,
  onnx: string,
  f: (a: number, b: number) => boolean,
  infer = ordering,
): BinaryOp =>
  defineOp(name, {
    inputs: ["a", "b"],
    attrs: {},
    onnx,
    broadcasts: true,
    infer: infer(name),
    vjp: "zero",
    reference: ([a, b]) => zip(a, b, (x, y) => Number(f(x, y))),
  });

/** `y = (a = b)`, broadcast, bool. VJP zero. Source https://onnx.ai/onnx/operators/onnx__Equal.html */
export const equal: BinaryOp = compare("equal", "Equal", (a, b) => a === b, comparison);
/** `y = (a > b)`, broadcast, bool. VJP zero. Source https://onnx.ai/onnx/operators/onnx__Greater.html */
export const greater: BinaryOp = compare("greater", "Greater", (a, b) => a > b);
/** `y = (a ≥ b)`, broadcast, bool. VJP zero. Source https://onnx.ai/onnx/operators/onnx__GreaterOrEqual.html */
export const greaterEqual: BinaryOp = compare("greaterEqual", "GreaterOrEqual", (a, b) => a >= b);
/** `y = (a < b)`, broadcast, bool. VJP zero. Source https://onnx.ai/onnx/operators/onnx__Less.html */
export const less: BinaryOp = compare("less", "Less", (a, b) => a < b);
/** `y = (a ≤ b)`, broadcast, bool. VJP zero. Source https://onnx.ai/onnx/operators/onnx__LessOrEqual.html */
export const lessEqual: BinaryOp = compare("lessEqual", "LessOrEqual", (a, b) => a <= b);

const bools = (where: string, types: readonly TensorType[]): void => {
  for (const type of types) requireDType(where, type, (d) => d === "bool", "bool");
};

/* @__NO_SIDE_EFFECTS__ */
const logical = (name: string, onnx: string, f: (a: number, b: number) => boolean): BinaryOp =>
  defineOp(name, {
    inputs: ["a", "b"],
    attrs: {},
    onnx,
    broadcasts: true,
    infer: (types) => {
      bools(name, types);
      return comparison(name)(types);
    },
    vjp: "zero",
    reference: ([a, b]) => zip(a, b, (x, y) => Number(f(x, y))),
  });

/** `y = a ∧ b`, broadcast, bool. VJP zero. Source https://onnx.ai/onnx/operators/onnx__And.html */
export const logicalAnd: BinaryOp = logical("logicalAnd", "And", (a, b) => a !== 0 && b !== 0);
/** `y = a ∨ b`, broadcast, bool. VJP zero. Source https://onnx.ai/onnx/operators/onnx__Or.html */
export const logicalOr: BinaryOp = logical("logicalOr", "Or", (a, b) => a !== 0 || b !== 0);
/** `y = a ⊕ b`, broadcast, bool. VJP zero. Source https://onnx.ai/onnx/operators/onnx__Xor.html */
export const logicalXor: BinaryOp = logical("logicalXor", "Xor", (a, b) => (a !== 0) !== (b !== 0));

/** `y = ¬x`, bool. VJP zero. Source https://onnx.ai/onnx/operators/onnx__Not.html */
export const logicalNot: UnaryOp = defineOp("logicalNot", {
  inputs: ["x"],
  attrs: {},
  onnx: "Not",
  infer: (types) => {
    bools("logicalNot", types);
    return types[0];
  },
  vjp: "zero",
  reference: ([x]) => map(x, (v) => Number(v === 0)),
});

/* @__NO_SIDE_EFFECTS__ */
const floatTest = (name: string, onnx: string, f: (x: number) => boolean, fromOnnx?: FromOnnx): UnaryOp =>
  defineOp(name, {
    inputs: ["x"],
    attrs: {},
    onnx,
    ...(fromOnnx && { fromOnnx }),
    infer: ([x]) => {
      requireDType(name, x, isFloat, "a float dtype");
      return { dtype: "bool", shape: x.shape };
    },
    vjp: "zero",
    reference: ([x]) => map(x, (v) => Number(f(v))),
  });

/** `y = (x is NaN)`, bool. VJP zero. Source https://onnx.ai/onnx/operators/onnx__IsNaN.html */
export const isNan: UnaryOp = floatTest("isNan", "IsNaN", Number.isNaN);
/** `y = (x is ±∞)`, bool. VJP zero. Source https://onnx.ai/onnx/operators/onnx__IsInf.html */
export const isInf: UnaryOp = floatTest("isInf", "IsInf", (x) => x === Infinity || x === -Infinity, {
  IsInf: (node) => {
    const x = node.inputs[0] as Value;
    const [up, down] = [node.attr("detect_positive", 1) === 1, node.attr("detect_negative", 1) === 1];
    if (up && down) return isInf(x);
    return up ? logicalAnd(isInf(x), greater(x, 0)) : down ? logicalAnd(isInf(x), less(x, 0)) : less(x, x); // x < x: never
  },
});
