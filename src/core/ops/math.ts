import type { Value } from "../graph.js";
import { map } from "../nd.js";
import { defineOp, type UnaryOp, type Vjp, type VjpContext } from "../op.js";
import type { Operand } from "../operand.js";
import { add, divide, multiply, negative, subtract } from "./arithmetic.js";
import { erfOf } from "./erf.js";
import { floatType, numberType } from "./infer.js";

/* @__NO_SIDE_EFFECTS__ */
const floatUnary = (
  name: string,
  onnx: string,
  f: (x: number) => number,
  vjp: Vjp<VjpContext<["x"], object>, ["x"]>,
): UnaryOp =>
  defineOp(name, {
    inputs: ["x"],
    attrs: {},
    onnx,
    commutes: "elementwise",
    infer: floatType(name),
    vjp,
    reference: ([x]) => map(x, f),
  });

const oneMinusSquare = (x: Value): Value => subtract(1, multiply(x, x));
const onePlusSquare = (x: Value): Value => add(multiply(x, x), 1);

/** `y = eˣ`. VJP x̄ = ȳ·y. Source https://onnx.ai/onnx/operators/onnx__Exp.html */
export const exp: UnaryOp = floatUnary("exp", "Exp", Math.exp, ({ output: y, g }) => [multiply(g, y)]);

/** `y = √x`. VJP x̄ = ȳ / 2y, infinite at 0. Source https://onnx.ai/onnx/operators/onnx__Sqrt.html */
export const sqrt: UnaryOp = floatUnary("sqrt", "Sqrt", Math.sqrt, ({ output: y, g }) => [
  divide(multiply(g, 0.5), y),
]);

/** `y = 1 / x`. VJP x̄ = −ȳ·y². Source https://onnx.ai/onnx/operators/onnx__Reciprocal.html */
export const reciprocal: UnaryOp = floatUnary(
  "reciprocal",
  "Reciprocal",
  (x) => 1 / x,
  ({ output: y, g }) => [negative(multiply(g, multiply(y, y)))],
);

/** `y = sin x`. VJP x̄ = ȳ·cos x. Source https://onnx.ai/onnx/operators/onnx__Sin.html */
export const sin: UnaryOp = floatUnary("sin", "Sin", Math.sin, ({ inputs: [x], g }) => [multiply(g, cos(x))]);
/** `y = cos x`. VJP x̄ = −ȳ·sin x. Source https://onnx.ai/onnx/operators/onnx__Cos.html */
export const cos: UnaryOp = floatUnary("cos", "Cos", Math.cos, ({ inputs: [x], g }) => [
  negative(multiply(g, sin(x))),
]);
/** `y = tan x`. VJP x̄ = ȳ·(1 + y²). Source https://onnx.ai/onnx/operators/onnx__Tan.html */
export const tan: UnaryOp = floatUnary("tan", "Tan", Math.tan, ({ output: y, g }) => [
  multiply(g, onePlusSquare(y)),
]);
/** `y = arcsin x`. VJP x̄ = ȳ / √(1 − x²). Source https://onnx.ai/onnx/operators/onnx__Asin.html */
export const arcsin: UnaryOp = floatUnary("arcsin", "Asin", Math.asin, ({ inputs: [x], g }) => [
  divide(g, sqrt(oneMinusSquare(x))),
]);
/** `y = arccos x`. VJP x̄ = −ȳ / √(1 − x²). Source https://onnx.ai/onnx/operators/onnx__Acos.html */
export const arccos: UnaryOp = floatUnary("arccos", "Acos", Math.acos, ({ inputs: [x], g }) => [
  negative(divide(g, sqrt(oneMinusSquare(x)))),
]);
/** `y = arctan x`. VJP x̄ = ȳ / (1 + x²). Source https://onnx.ai/onnx/operators/onnx__Atan.html */
export const arctan: UnaryOp = floatUnary("arctan", "Atan", Math.atan, ({ inputs: [x], g }) => [
  divide(g, onePlusSquare(x)),
]);
/** `y = sinh x`. VJP x̄ = ȳ·cosh x. Source https://onnx.ai/onnx/operators/onnx__Sinh.html */
export const sinh: UnaryOp = floatUnary("sinh", "Sinh", Math.sinh, ({ inputs: [x], g }) => [
  multiply(g, cosh(x)),
]);
/** `y = cosh x`. VJP x̄ = ȳ·sinh x. Source https://onnx.ai/onnx/operators/onnx__Cosh.html */
export const cosh: UnaryOp = floatUnary("cosh", "Cosh", Math.cosh, ({ inputs: [x], g }) => [
  multiply(g, sinh(x)),
]);
/** `y = tanh x`. VJP x̄ = ȳ·(1 − y²). Source https://onnx.ai/onnx/operators/onnx__Tanh.html */
export const tanh: UnaryOp = floatUnary("tanh", "Tanh", Math.tanh, ({ output: y, g }) => [
  multiply(g, oneMinusSquare(y)),
]);
/** `y = arsinh x`. VJP x̄ = ȳ / √(x² + 1). Source https://onnx.ai/onnx/operators/onnx__Asinh.html */
export const arcsinh: UnaryOp = floatUnary("arcsinh", "Asinh", Math.asinh, ({ inputs: [x], g }) => [
  divide(g, sqrt(onePlusSquare(x))),
]);
/** `y = arcosh x`. VJP x̄ = ȳ / √(x² − 1). Source https://onnx.ai/onnx/operators/onnx__Acosh.html */
export const arccosh: UnaryOp = floatUnary("arccosh", "Acosh", Math.acosh, ({ inputs: [x], g }) => [
  divide(g, sqrt(subtract(multiply(x, x), 1))),
]);
/** `y = artanh x`. VJP x̄ = ȳ / (1 − x²). Source https://onnx.ai/onnx/operators/onnx__Atanh.html */
export const arctanh: UnaryOp = floatUnary("arctanh", "Atanh", Math.atanh, ({ inputs: [x], g }) => [
  divide(g, oneMinusSquare(x)),
]);

/** `y = 2/√π ∫₀ˣ e^(−t²) dt`. VJP x̄ = ȳ·2/√π·e^(−x²). Source https://onnx.ai/onnx/operators/onnx__Erf.html */
export const erf: UnaryOp = floatUnary("erf", "Erf", erfOf, ({ inputs: [x], g }) => [
  multiply(g, multiply(exp(negative(multiply(x, x))), 2 / Math.sqrt(Math.PI))),
]);

/** `y = |x|`. VJP x̄ = ȳ·sign x, 0 at 0. Source https://onnx.ai/onnx/operators/onnx__Abs.html */
export const abs: UnaryOp = defineOp("abs", {
  inputs: ["x"],
  attrs: {},
  onnx: "Abs",
  infer: numberType("abs"),
  vjp: ({ inputs: [x], g }) => [multiply(g, sign(x))],
  reference: ([x]) => map(x, Math.abs),
});

/** `y = −1, 0 or 1`. VJP zero. Source https://onnx.ai/onnx/operators/onnx__Sign.html */
export const sign: UnaryOp = defineOp("sign", {
  inputs: ["x"],
  attrs: {},
  onnx: "Sign",
  infer: numberType("sign"),
  vjp: "zero",
  reference: ([x]) => map(x, Math.sign),
});

/** `y = ⌊x⌋`. VJP zero. Source https://onnx.ai/onnx/operators/onnx__Floor.html */
export const floor: UnaryOp = floatUnary("floor", "Floor", Math.floor, "zero");
/** `y = ⌈x⌉`. VJP zero. Source https://onnx.ai/onnx/operators/onnx__Ceil.html */
export const ceil: UnaryOp = floatUnary("ceil", "Ceil", Math.ceil, "zero");
/** `y =` the nearest whole number, halves to the even one. VJP zero. Source https://onnx.ai/onnx/operators/onnx__Round.html */
export const round: UnaryOp = floatUnary(
  "round",
  "Round",
  (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)),
  "zero",
);

/** `y = 1 / √x`. VJP as `reciprocal` of `sqrt`. */
export const rsqrt = (x: Operand): Value => reciprocal(sqrt(x));
