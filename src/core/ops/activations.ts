import { isFloat } from "../dtype.js";
import { NeurogradError } from "../errors.js";
import type { Value } from "../graph.js";
import { map, zip } from "../nd.js";
import { float } from "../onnx-contract.js";
import { defineOp, type Op, requireDType, type UnaryOp } from "../op.js";
import { type Operand, toValue } from "../operand.js";
import { formatShape, sameShape } from "../size.js";
import { tensor } from "../tensor.js";
import { add, maximum, minimum, multiply, subtract } from "./arithmetic.js";
import { greater, greaterEqual, less } from "./compare.js";
import { erfOf } from "./erf.js";
import { elementwise, floatType, requireNumbers } from "./infer.js";
import { erf, exp, tanh } from "./math.js";
import { cast, where } from "./select.js";

/** `y = 1 / (1 + e^(−x))`. VJP x̄ = ȳ·y(1 − y). Source https://onnx.ai/onnx/operators/onnx__Sigmoid.html */
export const sigmoid: UnaryOp = defineOp("sigmoid", {
  inputs: ["x"],
  attrs: {},
  onnx: "Sigmoid",
  commutes: "elementwise",
  infer: floatType("sigmoid"),
  vjp: ({ output: y, g }) => [multiply(g, multiply(y, subtract(1, y)))],
  reference: ([x]) => map(x, (v) => (v >= 0 ? 1 / (1 + Math.exp(-v)) : Math.exp(v) / (1 + Math.exp(v)))),
});

/** `y = max(0, x)`. VJP x̄ = ȳ where y > 0, else 0. Source https://onnx.ai/onnx/operators/onnx__Relu.html */
export const relu: UnaryOp = defineOp("relu", {
  inputs: ["x"],
  attrs: {},
  onnx: "Relu",
  commutes: "elementwise",
  infer: floatType("relu"),
  // y ≥ 0, so "not 0" is "positive"; in ONNX Runtime two casts take half the time of a comparison and a cast.
  vjp: ({ output: y, g }) => [multiply(g, cast(cast(y, { dtype: "bool" }), { dtype: y.dtype }))],
  reference: ([x]) => map(x, (v) => (v > 0 || Number.isNaN(v) ? v : 0)),
});

/** `y = ln(1 + eˣ)`. VJP x̄ = ȳ·sigmoid(x). Source https://onnx.ai/onnx/operators/onnx__Softplus.html */
export const softplus: UnaryOp = defineOp("softplus", {
  inputs: ["x"],
  attrs: {},
  onnx: "Softplus",
  commutes: "elementwise",
  infer: floatType("softplus"),
  vjp: ({ inputs: [x], g }) => [multiply(g, sigmoid(x))],
  reference: ([x]) => map(x, (v) => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)))),
});

interface SlopeAttrs {
  negativeSlope: number;
}
/**
 * `y = x` where x ≥ 0, else `negativeSlope · x`.
 *
 * VJP     x̄ = ȳ or negativeSlope·ȳ.
 * Default negativeSlope 0.2 as in keras.ops.leaky_relu (ONNX's alpha is 0.01).
 * Source  https://onnx.ai/onnx/operators/onnx__LeakyRelu.html
 */
export const leakyRelu: Op<["x"], SlopeAttrs> = defineOp("leakyRelu", {
  inputs: ["x"],
  attrs: { negativeSlope: 0.2 as number },
  onnx: (to, [x], { attrs }) => to.node("LeakyRelu", [x], { alpha: float(attrs.negativeSlope) }),
  fromOnnx: {
    LeakyRelu: (node) => leakyRelu(node.inputs[0] as Value, { negativeSlope: node.attr("alpha", 0.01) }),
  },
  commutes: "elementwise",
  infer: floatType("leakyRelu"),
  vjp: ({ inputs: [x], g, attrs: { negativeSlope } }) => [
    where(greaterEqual(x, 0), g, multiply(g, negativeSlope)),
  ],
  reference: ([x], { negativeSlope }) => map(x, (v) => (v < 0 ? negativeSlope * v : v)),
});

interface AlphaAttrs {
  alpha: number;
}
/**
 * `y = x` where x > 0, else `alpha (eˣ − 1)`.
 *
 * VJP     x̄ = ȳ where x > 0, else ȳ·(y + alpha).
 * Source  https://onnx.ai/onnx/operators/onnx__Elu.html
 */
export const elu: Op<["x"], AlphaAttrs> = defineOp("elu", {
  inputs: ["x"],
  attrs: { alpha: 1 as number },
  onnx: (to, [x], { attrs }) => to.node("Elu", [x], { alpha: float(attrs.alpha) }),
  fromOnnx: { Elu: (node) => elu(node.inputs[0] as Value, { alpha: node.attr("alpha", 1) }) },
  commutes: "elementwise",
  infer: floatType("elu"),
  vjp: ({ inputs: [x], output: y, g, attrs: { alpha } }) => [
    where(greater(x, 0), g, multiply(g, add(y, alpha))),
  ],
  reference: ([x], { alpha }) => map(x, (v) => (v > 0 ? v : alpha * Math.expm1(v))),
});

/** Klambauer et al. 2017, equation 14: the fixed point of zero mean and unit variance. */
const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;

/**
 * `y = scale · elu(x, alpha)`, alpha = 1.6733, scale = 1.0507.
 *
 * VJP     x̄ = scale·ȳ where x > 0, else ȳ·(y + scale·alpha).
 * Source  Klambauer et al., Self-Normalizing Neural Networks, 2017; https://onnx.ai/onnx/operators/onnx__Selu.html
 */
export const selu: Op<["x"], { alpha: number; gamma: number }> = defineOp("selu", {
  inputs: ["x"],
  attrs: { alpha: seluAlpha as number, gamma: seluScale as number },
  onnx: (to, [x], { attrs: { alpha, gamma } }) =>
    to.node("Selu", [x], { alpha: float(alpha), gamma: float(gamma) }),
  fromOnnx: {
    Selu: (node) =>
      selu(node.inputs[0] as Value, {
        alpha: node.attr("alpha", 1.6732632),
        gamma: node.attr("gamma", 1.050701),
      }),
  },
  infer: floatType("selu"),
  vjp: ({ inputs: [x], output: y, g, attrs: { alpha, gamma } }) => [
    multiply(g, where(greater(x, 0), gamma, add(y, alpha * gamma))),
  ],
  reference: ([x], { alpha, gamma }) => map(x, (v) => gamma * (v > 0 ? v : alpha * Math.expm1(v))),
});

interface GeluAttrs {
  approximate: boolean;
}
/**
 * `y = x Φ(x) = x/2 (1 + erf(x/√2))`; approximate: `x/2 (1 + tanh(√(2/π)(x + 0.044715 x³)))`.
 *
 * VJP     x̄ = ȳ·(Φ(x) + x φ(x)), or the derivative of the approximation.
 * Default approximate as in keras.ops.gelu; `activations.gelu` is exact, as Keras's.
 * Source  Hendrycks & Gimpel 2016; https://onnx.ai/onnx/operators/onnx__Gelu.html
 */
export const gelu: Op<["x"], GeluAttrs> = defineOp("gelu", {
  inputs: ["x"],
  attrs: { approximate: true as boolean },
  onnx: (to, [x], { attrs }) => to.node("Gelu", [x], { approximate: attrs.approximate ? "tanh" : "none" }),
  fromOnnx: {
    Gelu: (node) =>
      gelu(node.inputs[0] as Value, { approximate: node.attr("approximate", "none") === "tanh" }),
  },
  infer: floatType("gelu"),
  vjp: ({ inputs: [x], g, attrs: { approximate } }) => [
    multiply(g, approximate ? tanhSlope(x) : exactSlope(x)),
  ],
  reference: ([x], { approximate }) =>
    map(x, approximate ? geluTanh : (v) => (v / 2) * (1 + erfOf(v / Math.SQRT2))),
});

const rootTwoOverPi = Math.sqrt(2 / Math.PI);
const geluTanh = (x: number): number => (x / 2) * (1 + Math.tanh(rootTwoOverPi * (x + 0.044715 * x ** 3)));

// Φ(x) + x φ(x)
function exactSlope(x: Value): Value {
  const cumulative = multiply(add(erf(multiply(x, Math.SQRT1_2)), 1), 0.5);
  const density = multiply(exp(multiply(multiply(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return add(cumulative, multiply(x, density));
}

// (1 + t)/2 + x/2 (1 − t²) u′ with t = tanh u, u = √(2/π)(x + 0.044715 x³)
function tanhSlope(x: Value): Value {
  const square = multiply(x, x);
  const t = tanh(multiply(multiply(x, add(multiply(square, 0.044715), 1)), rootTwoOverPi));
  const du = multiply(add(multiply(square, 3 * 0.044715), 1), rootTwoOverPi);
  return add(multiply(add(t, 1), 0.5), multiply(multiply(multiply(x, 0.5), subtract(1, multiply(t, t))), du));
}

/** `y = x · sigmoid(x)`, also called swish. VJP as its parts. Source Ramachandran et al. 2017. */
export const silu = (operand: Operand): Value => {
  const x = toValue(operand);
  return multiply(x, sigmoid(x));
};

/** `y = 1 where x ≥ threshold, else 0`: the neuron of McCulloch and Pitts. Its derivative is zero everywhere. */
export const binaryStep = (
  operand: Operand,
  { threshold = 0 }: { readonly threshold?: number } = {},
): Value => {
  const x = toValue(operand);
  return cast(greaterEqual(x, threshold), { dtype: x.dtype });
};

/**
 * `y = min(max(x, minimum), maximum)`.
 *
 * VJP     x̄ = ȳ inside and on the bounds, else 0.
 * Source  https://onnx.ai/onnx/operators/onnx__Clip.html
 */
export const clip: Op<["x"], { minimum: number; maximum: number }, "minimum" | "maximum"> = defineOp("clip", {
  inputs: ["x"],
  required: ["minimum", "maximum"],
  attrs: {},
  onnx: (to, [x], { attrs: { minimum, maximum }, inputs: [value] }) => {
    const bound = (limit: number): string => to.constant(tensor(limit, { dtype: (value as Value).dtype }));
    return to.node("Clip", [
      x,
      minimum === -Infinity ? "" : bound(minimum),
      maximum === Infinity ? "" : bound(maximum),
    ]);
  },
  fromOnnx: {
    Clip: (node) => {
      const [x, low, high] = node.inputs as readonly [
        Value,
        Value | undefined | null,
        Value | undefined | null,
      ]; // x is required
      const limit = (index: number, attr: string, open: number): number | undefined =>
        node.inputs[index] ? node.constant(index)?.item() : node.attr(attr, open);
      const [least, most] = [limit(1, "min", -Infinity), limit(2, "max", Infinity)];
      if (least !== undefined && most !== undefined) return clip(x, { minimum: least, maximum: most });
      const raised = low ? maximum(x, low) : x;
      return high ? minimum(raised, high) : raised;
    },
  },
  infer: ([x], { minimum, maximum }) => {
    requireNumbers("clip", x);
    const isWhole = [minimum, maximum].every((limit) => !Number.isFinite(limit) || Number.isInteger(limit));
    if (isFloat(x.dtype) || isWhole) return x;
    throw new NeurogradError(
      "dtype_mismatch",
      `clip: bounds ${minimum} and ${maximum} beside ${x.dtype} values; use ops.cast to a float first`,
    );
  },
  vjp: ({ inputs: [x], g, attrs: { minimum, maximum } }) => {
    const isBelow = Number.isFinite(minimum) ? less(x, minimum) : null;
    const isAbove = Number.isFinite(maximum) ? greater(x, maximum) : null;
    const kept = isBelow === null ? g : where(isBelow, 0, g);
    return [isAbove === null ? kept : where(isAbove, 0, kept)];
  },
  reference: ([x], { minimum, maximum }) => map(x, (v) => Math.min(Math.max(v, minimum), maximum)),
});

/**
 * `y = x` where x ≥ 0, else `slope · x`, the slope being learned.
 *
 * VJP     x̄ = ȳ or slope·ȳ;  slope̅ = ȳ·min(x, 0), summed where the slope was broadcast.
 * Source  He et al. 2015, equation 1; https://onnx.ai/onnx/operators/onnx__PRelu.html
 */
export const prelu: Op<["x", "slope"]> = defineOp("prelu", {
  inputs: ["x", "slope"],
  attrs: {},
  onnx: "PRelu",
  broadcasts: "batch", // the slope only: x has the shape of y
  infer: ([x, slope]) => {
    requireDType("prelu", x, isFloat, "a float dtype");
    const type = elementwise("prelu")([x, slope]);
    if (sameShape(type.shape, x.shape)) return type;
    throw new NeurogradError(
      "shape_mismatch",
      `prelu: slope ${formatShape(slope.shape)} does not broadcast to x ${formatShape(x.shape)}; only sizes of 1 repeat`,
    );
  },
  vjp: ({ inputs: [x, slope], g }) => [
    where(less(x, 0), multiply(g, slope), g),
    where(less(x, 0), multiply(g, x), 0),
  ],
  reference: ([x, slope]) => zip(x, slope, (v, s) => (v < 0 ? s * v : v)),
});
