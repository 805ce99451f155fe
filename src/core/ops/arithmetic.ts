import { constant, constantOf, uniformConstant } from "../constant.js";
import { type DType, isFloat, isInteger } from "../dtype.js";
import { NeurogradError } from "../errors.js";
import type { Value } from "../graph.js";
import { map, type Nd, zip } from "../nd.js";
import type { OnnxNode, OnnxWriter } from "../onnx-contract.js";
import { through } from "../onnx-dtype.js";
import { type BinaryOp, defineOp, requireDType, type UnaryOp } from "../op.js";
import type { Operand } from "../operand.js";
import { sameShape } from "../size.js";
import { castTensor, tensor } from "../tensor.js";
import { equal, greater, less } from "./compare.js";
import { elementwise } from "./infer.js";
import { cast, where } from "./select.js";

/** `x` where `other` is a constant that changes nothing: neither the numbers nor the shape. */
const unchanged = (x: Value, other: Value, neutral: number, output: Value): Value | undefined =>
  uniformConstant(other) === neutral && sameShape(x.shape, output.shape) ? x : undefined;

/** `c x + c x = (2c) x`, to the same bits: so the derivative of a square needs no sum. */
function doubled(sum: Value): Value | undefined {
  const { node, dtype } = sum;
  if (node?.op !== multiply.def || !isFloat(dtype)) return undefined;
  const [a, b] = node.inputs as readonly [Value, Value]; // both required
  for (const [c, x] of [[a, b] as const, [b, a] as const]) {
    const known = c.shape.length === 0 ? uniformConstant(c) : undefined;
    if (known !== undefined) return multiply(constant(tensor(2 * known, { dtype: "float64" }), dtype), x);
  }
  return undefined;
}

/** `y = a + b`, broadcast. VJP ā = ȳ, b̄ = ȳ. Source https://onnx.ai/onnx/operators/onnx__Add.html */
export const add: BinaryOp = defineOp("add", {
  inputs: ["a", "b"],
  attrs: {},
  onnx: "Add",
  fromOnnx: {
    Add: (node) => add(...(node.inputs as readonly [Value, Value])), // both required by ONNX
    Sum: (node) => fold(add, node.inputs as readonly Value[]),
  },
  broadcasts: true,
  infer: elementwise("add"),
  vjp: ({ g }) => [g, g],
  reference: ([a, b]) => zip(a, b, (x, y) => x + y),
  simplify: ({ inputs: [a, b], output }) =>
    unchanged(a, b, 0, output) ?? unchanged(b, a, 0, output) ?? (a === b ? doubled(a) : undefined),
});

/** `y = a − b`, broadcast. VJP ā = ȳ, b̄ = −ȳ. Source https://onnx.ai/onnx/operators/onnx__Sub.html */
export const subtract: BinaryOp = defineOp("subtract", {
  inputs: ["a", "b"],
  attrs: {},
  onnx: "Sub",
  broadcasts: true,
  infer: elementwise("subtract"),
  vjp: ({ g }) => [g, negative(g)],
  reference: ([a, b]) => zip(a, b, (x, y) => x - y),
  simplify: ({ inputs: [a, b], output }) => unchanged(a, b, 0, output),
});

/** `y = a ⊙ b`, broadcast. VJP ā = ȳ ⊙ b, b̄ = ȳ ⊙ a. Source https://onnx.ai/onnx/operators/onnx__Mul.html */
export const multiply: BinaryOp = defineOp("multiply", {
  inputs: ["a", "b"],
  attrs: {},
  onnx: "Mul",
  broadcasts: true,
  infer: elementwise("multiply"),
  vjp: ({ inputs: [a, b], g }) => [multiply(g, b), multiply(g, a)],
  reference: ([a, b], _attrs, { dtype }) => zip(a, b, product(dtype)),
  simplify: ({ inputs: [a, b], output }) => unchanged(a, b, 1, output) ?? unchanged(b, a, 1, output),
});

/** 32-bit products exceed 2^53: they wrap exactly. */
const product = (dtype: DType): ((x: number, y: number) => number) =>
  dtype === "int32" || dtype === "uint32" ? Math.imul : (x, y) => x * y;

/** Integers have no ∞ to answer with: as the runtimes, refuse. Throws `division_by_zero`. */
const whole =
  (where: string, f: (x: number, y: number) => number) =>
  (x: number, y: number): number => {
    if (y !== 0) return f(x, y);
    throw new NeurogradError(
      "division_by_zero",
      `${where}: integer ${x} by 0; keep zeros out of the divisor, or use ops.cast to a float first`,
    );
  };

/**
 * The smallest integer has no quotient by −1, and processors end the process over it. Where a divisor may be −1: the
 * condition that it is, and the divisor with 1 in its stead.
 */
function minusOneGuard(
  to: OnnxWriter,
  name: string,
  divisor: Value | null,
): { readonly isMinusOne: string; readonly other: string } | undefined {
  const dtype = divisor?.dtype;
  if ((dtype !== "int32" && dtype !== "int64") || constantOf(divisor)?.toFloat64().includes(-1) === false)
    return undefined;
  const [minusOne, one] = [-1, 1].map((n) => to.constant(tensor(n, { dtype })));
  const isMinusOne = to.node("Equal", [name, minusOne]);
  return { isMinusOne, other: to.node("Where", [isMinusOne, one, name]) };
}

/**
 * `y = a / b`, broadcast; integers drop the fraction.
 *
 * VJP     ā = ȳ / b,  b̄ = −ȳ ⊙ y / b.
 * Throws  `division_by_zero`, for integers, while running.
 * Source  https://onnx.ai/onnx/operators/onnx__Div.html
 */
export const divide: BinaryOp = defineOp("divide", {
  inputs: ["a", "b"],
  attrs: {},
  onnx: (to, [a, b], { inputs: [, divisor] }) => {
    const guard = minusOneGuard(to, b, divisor);
    if (guard === undefined) return to.node("Div", [a, b]);
    return to.node("Where", [guard.isMinusOne, to.node("Neg", [a]), to.node("Div", [a, guard.other])]); // −x wraps
  },
  fromOnnx: { Div: (node) => divide(node.inputs[0] as Value, node.inputs[1] as Value) },
  broadcasts: true,
  infer: elementwise("divide"),
  vjp: ({ inputs: [, b], output: y, g }) => {
    const ga = divide(g, b);
    return [ga, negative(multiply(ga, y))];
  },
  reference: ([a, b], _attrs, { dtype }) =>
    zip(a, b, isInteger(dtype) ? whole("divide", (x, y) => Math.trunc(x / y)) : (x, y) => x / y),
  simplify: ({ inputs: [a, b], output }) => unchanged(a, b, 1, output),
});

/** `y = −x`. VJP x̄ = −ȳ. Source https://onnx.ai/onnx/operators/onnx__Neg.html */
export const negative: UnaryOp = defineOp("negative", {
  inputs: ["x"],
  attrs: {},
  onnx: "Neg",
  commutes: "elementwise",
  infer: ([x]) => {
    requireDType(
      "negative",
      x,
      (d) => d !== "bool" && d !== "string" && d !== "uint8" && d !== "uint32",
      "a signed dtype",
    );
    return x;
  },
  vjp: ({ g }) => [negative(g)],
  reference: ([x]) => map(x, (v) => -v),
  simplify: ({ inputs: [x] }) => (x.node?.op === negative.def ? (x.node.inputs[0] ?? undefined) : undefined),
});

/**
 * `y = a^b`, broadcast.
 *
 * VJP     ā = ȳ·b·a^(b−1), 0 where b = 0;  b̄ = ȳ·y·ln a, 0 where a = 0. NaN for a < 0 unless b is constant.
 * Source  https://onnx.ai/onnx/operators/onnx__Pow.html
 */
export const power: BinaryOp = defineOp("power", {
  inputs: ["a", "b"],
  attrs: {},
  onnx: (to, [a, b], { outputs: [{ dtype }] }) => {
    const { into, back } = through(to, dtype, { uint8: "int64", uint32: "int64" });
    return back(to.node("Pow", [into(a), into(b)]));
  },
  fromOnnx: { Pow: readPower },
  broadcasts: true,
  infer: elementwise("power"),
  vjp: ({ inputs: [a, b], output: y, g }) => {
    const exponent = uniformConstant(b);
    if (exponent === 2) return [multiply(g, multiply(a, 2)), null];
    const slope = multiply(b, power(a, exponent === undefined ? subtract(b, 1) : exponent - 1));
    const ga = multiply(
      g,
      exponent === undefined ? where(equal(b, 0), 0, slope) : exponent === 0 ? 0 : slope,
    );
    if (constantOf(b) !== undefined) return [ga, null];
    const safe = where(equal(a, 0), 1, a); // a^b ln a → 0 as a → 0
    return [ga, multiply(g, multiply(y, log(safe)))];
  },
  reference: ([a, b]) => zip(a, b, (x, y) => x ** y),
  simplify: ({ inputs: [a, b], output }) => unchanged(a, b, 1, output),
});

/** ONNX lets the dtypes differ; y has that of the base. */
function readPower(node: OnnxNode): Value {
  const [a, b] = node.inputs as readonly [Value, Value]; // both required by ONNX
  if (a.dtype === b.dtype) return power(a, b);
  if (!isFloat(a.dtype) && isFloat(b.dtype))
    return cast(power(cast(a, { dtype: b.dtype }), b), { dtype: a.dtype });
  const known = constantOf(b);
  return power(a, known ? constant(castTensor(known, a.dtype)) : cast(b, { dtype: a.dtype }));
}

/** `y = ln x`. VJP x̄ = ȳ / x. Source https://onnx.ai/onnx/operators/onnx__Log.html */
export const log: UnaryOp = defineOp("log", {
  inputs: ["x"],
  attrs: {},
  onnx: "Log",
  infer: ([x]) => {
    requireDType("log", x, isFloat, "a float dtype");
    return x;
  },
  vjp: ({ inputs: [x], g }) => [divide(g, x)],
  reference: ([x]) => map(x, Math.log),
});

/**
 * Remainder of `a / b`, broadcast, with the sign of `a` for floats (C's fmod) and of `b` for integers (NumPy's).
 *
 * VJP     ā = ȳ,  b̄ = −ȳ·trunc(a / b).
 * Source  https://onnx.ai/onnx/operators/onnx__Mod.html
 */
export const mod: BinaryOp = defineOp("mod", {
  inputs: ["a", "b"],
  attrs: {},
  onnx: (to, [a, b], { inputs: [, divisor], outputs: [{ dtype }] }) =>
    // A remainder by −1 is 0, as that by 1.
    to.node("Mod", [a, minusOneGuard(to, b, divisor)?.other ?? b], { fmod: Number(isFloat(dtype)) }),
  fromOnnx: {
    Mod: (node) => {
      const [a, b] = node.inputs as readonly [Value, Value]; // both required by ONNX
      if (node.attr("fmod", 0) === 1 && !isFloat(a.dtype)) return subtract(a, multiply(divide(a, b), b)); // the sign of a
      return mod(a, b);
    },
  },
  broadcasts: true,
  infer: elementwise("mod"),
  vjp: ({ inputs: [a, b], output: y, g }) => [g, negative(multiply(g, divide(subtract(a, y), b)))],
  reference: ([a, b], _attrs, { dtype }): Nd =>
    zip(a, b, isFloat(dtype) ? (x, y) => x % y : whole("mod", (x, y) => ((x % y) + y) % y)),
});

/** The share of ȳ that goes to `a` where `wins(a, b)`; equal elements share it half and half. */
const share = (a: Value, b: Value, wins: BinaryOp): Value =>
  where(equal(a, b), 0.5, cast(wins(a, b), { dtype: a.dtype }));

/* @__NO_SIDE_EFFECTS__ */
const extremum = (
  name: string,
  onnx: string,
  wins: BinaryOp,
  f: (a: number, b: number) => number,
): BinaryOp =>
  defineOp(name, {
    inputs: ["a", "b"],
    attrs: {},
    onnx,
    fromOnnx: { [onnx]: (node) => fold(extremumOf[onnx], node.inputs as readonly Value[]) },
    broadcasts: true,
    infer: elementwise(name),
    vjp: ({ inputs: [a, b], g }) => [multiply(g, share(a, b, wins)), multiply(g, share(b, a, wins))],
    reference: ([a, b]) => zip(a, b, f),
  });

const fold = (op: BinaryOp, values: readonly Value[]): Value => values.reduce((a, b) => op(a, b));

/** `y = max(a, b)`, broadcast. VJP ȳ to the larger; equal ones share it equally. Source https://onnx.ai/onnx/operators/onnx__Max.html */
export const maximum: BinaryOp = extremum("maximum", "Max", greater, Math.max);
/** `y = min(a, b)`, broadcast. VJP ȳ to the smaller; equal ones share it equally. Source https://onnx.ai/onnx/operators/onnx__Min.html */
export const minimum: BinaryOp = extremum("minimum", "Min", less, Math.min);

const extremumOf: Readonly<Record<string, BinaryOp>> = { Max: maximum, Min: minimum };

/** `y = x²`. VJP as `multiply`. */
export const square = (x: Operand): Value => multiply(x, x);
