import { constantOf } from "../core/constant.js";
import type { DType } from "../core/dtype.js";
import type { Node } from "../core/graph.js";
import type { AnyOp } from "../core/op.js";
import * as ops from "../core/ops/index.js";
import { cos, erf, exp, expMinusOne, log, sigmoid, sin, softplus, tanh } from "./approximate.js";
import type { Local } from "./code.js";
import { type Lanes, simd } from "./lanes.js";

/** Writes what the op does to four elements at a time. */
export type LaneKernel = (v: Lanes, inputs: readonly Local[]) => Local;
/** The kernel for a node, by its dtypes and attributes; undefined where there is none. */
type Choice = (node: Node) => LaneKernel | undefined;

const dtypeOf = (node: Node, k = 0): DType => node.inputs[k]?.dtype ?? "float32";
const isWord = (dtype: DType): boolean => dtype === "int32" || dtype === "uint32";

const float =
  (kernel: LaneKernel): Choice =>
  (node) =>
    dtypeOf(node) === "float32" ? kernel : undefined;
const unary = (f: (v: Lanes, x: Local) => Local): Choice => float((v, [x]) => f(v, x));

/** Floats by one instruction, 32-bit integers by another. */
const binary =
  (f: (v: Lanes, a: Local, b: Local) => Local, int: number | { int32: number; uint32: number }): Choice =>
  (node) => {
    const dtype = dtypeOf(node);
    if (dtype === "float32") return (v, [a, b]) => f(v, a, b);
    if (!isWord(dtype)) return undefined;
    const code = typeof int === "number" ? int : int[dtype as "int32" | "uint32"]; // isWord
    return (v, [a, b]) => v.apply(code, a, b);
  };

/** Sums as `binary`; of int64 only with small constants, as counters have: lanes hold 32 bits of it. */
const sum = (f: (v: Lanes, a: Local, b: Local) => Local, int: number): Choice => {
  const usual = binary(f, int);
  return (node) => {
    const isCounter =
      dtypeOf(node) === "int64" &&
      node.inputs.some((input) =>
        constantOf(input)
          ?.toFloat64()
          .every((c) => Math.abs(c) <= 0xffff),
      );
    return isCounter ? (v, [a, b]) => v.apply(int, a, b) : usual(node);
  };
};

const word =
  (kernel: LaneKernel): Choice =>
  (node) =>
    isWord(dtypeOf(node)) ? kernel : undefined;
const bool =
  (kernel: LaneKernel): Choice =>
  (node) =>
    dtypeOf(node) === "bool" ? kernel : undefined;

/** Comparisons of floats, and of integers with and without sign. */
const comparison =
  (ofFloats: number, signed: number, unsigned = signed): Choice =>
  (node) => {
    const dtype = dtypeOf(node);
    const code = dtype === "float32" ? ofFloats : dtype === "uint32" ? unsigned : signed;
    return (v, [a, b]) => v.apply(code, a, b);
  };

const shift: Choice = (node) => {
  const bits = constantOf(node.inputs[1]);
  if (!isWord(dtypeOf(node)) || bits?.size !== 1 || bits.item() > 31) return undefined;
  const { direction } = node.attrs as { readonly direction: string };
  return (v, [x]) => (direction === "LEFT" ? v.shiftLeft(x, bits.item()) : v.shiftRight(x, bits.item()));
};

const attr = (node: Node, name: string): number => (node.attrs as Readonly<Record<string, number>>)[name];

const cast: Choice = (node) => {
  const [from, to] = [dtypeOf(node), node.outputs[0].dtype];
  if (from === to) return (_v, [x]) => x;
  const isWhole = from === "uint8" || from === "int32" || from === "int64";
  switch (to) {
    case "float32":
      if (from === "bool") return (v, [x]) => v.and(x, v.float(1));
      if (from === "uint32") return (v, [x]) => v.apply(simd.floatsOfUints, x);
      return isWhole ? (v, [x]) => v.toFloat(x) : undefined;
    case "bool":
      if (from === "float32") return (v, [x]) => v.apply(simd.unequalFloats, x, v.float(0));
      return (v, [x]) => v.apply(simd.unequalInts, x, v.int(0));
    case "int32":
    case "uint32":
      if (from === "bool") return (v, [x]) => v.and(x, v.int(1));
      if (from === "float32") return to === "int32" ? (v, [x]) => v.toInt(x) : undefined;
      return (_v, [x]) => x;
    case "int64":
      if (from === "bool") return (v, [x]) => v.and(x, v.int(1));
      return isWhole ? (_v, [x]) => x : undefined;
    default:
      return undefined;
  }
};

function sign(v: Lanes, x: Local): Local {
  const zero = v.float(0);
  const positive = v.and(v.lt(zero, x), v.float(1));
  const s = v.sub(positive, v.and(v.lt(x, zero), v.float(1)));
  return v.select(v.eq(x, x), s, x);
}

/** `x/2 (1 + erf(x/√2))`, or with the tanh that comes near it. */
const gelu: Choice = (node) => {
  const { approximate } = node.attrs as { readonly approximate: boolean };
  const inner = (v: Lanes, x: Local): Local => {
    if (!approximate) return erf(v, v.mul(x, v.float(Math.SQRT1_2)));
    const cube = v.mul(v.mul(x, v.mul(x, x)), v.float(0.044715));
    return tanh(v, v.mul(v.add(x, cube), v.float(Math.sqrt(2 / Math.PI))));
  };
  return (v, [x]) => v.mul(v.mul(x, v.float(0.5)), v.add(inner(v, x), v.float(1)));
};

const table = new Map<AnyOp, Choice>([
  [ops.add.def, sum((v, a, b) => v.add(a, b), simd.addInts)],
  [ops.subtract.def, sum((v, a, b) => v.sub(a, b), simd.subtractInts)],
  [ops.multiply.def, binary((v, a, b) => v.mul(a, b), simd.multiplyInts)],
  [ops.divide.def, float((v, [a, b]) => v.div(a, b))],
  [
    ops.minimum.def,
    binary((v, a, b) => v.min(a, b), { int32: simd.minimumOfInts, uint32: simd.minimumOfUints }),
  ],
  [
    ops.maximum.def,
    binary((v, a, b) => v.max(a, b), { int32: simd.maximumOfInts, uint32: simd.maximumOfUints }),
  ],
  [ops.negative.def, unary((v, x) => v.neg(x))],
  [ops.abs.def, unary((v, x) => v.abs(x))],
  [ops.sign.def, unary(sign)],
  [ops.floor.def, unary((v, x) => v.floor(x))],
  [ops.ceil.def, unary((v, x) => v.ceil(x))],
  [ops.round.def, unary((v, x) => v.nearest(x))],
  [ops.sqrt.def, unary((v, x) => v.sqrt(x))],
  [ops.reciprocal.def, unary((v, x) => v.div(v.float(1), x))],
  [ops.exp.def, unary(exp)],
  [ops.log.def, unary(log)],
  [ops.tanh.def, unary(tanh)],
  [ops.sin.def, unary(sin)],
  [ops.cos.def, unary(cos)],
  [ops.erf.def, unary(erf)],
  [ops.sigmoid.def, unary(sigmoid)],
  [ops.softplus.def, unary(softplus)],
  [ops.relu.def, unary((v, x) => v.atLeast(x, v.float(0)))],
  [
    ops.leakyRelu.def,
    (node) =>
      (v, [x]) =>
        v.select(v.lt(x, v.float(0)), v.mul(x, v.float(attr(node, "negativeSlope"))), x),
  ],
  [
    ops.elu.def,
    (node) =>
      (v, [x]) =>
        v.select(
          v.lt(v.float(0), x),
          x,
          v.mul(expMinusOne(v, v.atMost(x, v.float(0))), v.float(attr(node, "alpha"))),
        ),
  ],
  [
    ops.selu.def,
    (node) =>
      (v, [x]) => {
        const below = v.mul(expMinusOne(v, v.atMost(x, v.float(0))), v.float(attr(node, "alpha")));
        return v.mul(v.select(v.lt(v.float(0), x), x, below), v.float(attr(node, "gamma")));
      },
  ],
  [ops.gelu.def, gelu],
  [
    ops.clip.def,
    (node) =>
      dtypeOf(node) === "float32"
        ? (v, [x]) => v.atMost(v.atLeast(x, v.float(attr(node, "minimum"))), v.float(attr(node, "maximum")))
        : undefined,
  ],
  [ops.equal.def, comparison(simd.equalFloats, simd.equalInts)],
  [ops.less.def, comparison(simd.lessFloats, simd.lessInts, simd.lessUints)],
  [ops.greater.def, comparison(simd.greaterFloats, simd.greaterInts, simd.greaterUints)],
  [ops.lessEqual.def, comparison(simd.lessEqualFloats, simd.lessEqualInts, simd.lessEqualUints)],
  [ops.greaterEqual.def, comparison(simd.greaterEqualFloats, simd.greaterEqualInts, simd.greaterEqualUints)],
  [ops.logicalAnd.def, bool((v, [a, b]) => v.and(a, b))],
  [ops.logicalOr.def, bool((v, [a, b]) => v.or(a, b))],
  [ops.logicalXor.def, bool((v, [a, b]) => v.xor(a, b))],
  [ops.logicalNot.def, bool((v, [x]) => v.not(x))],
  [ops.isNan.def, unary((v, x) => v.apply(simd.unequalFloats, x, x))],
  [ops.bitwiseAnd.def, word((v, [a, b]) => v.and(a, b))],
  [ops.bitwiseOr.def, word((v, [a, b]) => v.or(a, b))],
  [ops.bitwiseXor.def, word((v, [a, b]) => v.xor(a, b))],
  [ops.bitwiseNot.def, word((v, [x]) => v.not(x))],
  [ops.bitShift.def, shift],
  [
    ops.where.def,
    () =>
      (v, [mask, a, b]) =>
        v.select(mask, a, b),
  ],
  [ops.cast.def, cast],
]);

/** How a node is computed element by element; undefined where it is not, or not here. */
export const laneKernel = (node: Node): LaneKernel | undefined => table.get(node.op)?.(node);

/** Whether there is a kernel for some nodes of the op. */
export const hasLaneKernel = (op: AnyOp): boolean => table.has(op);
