import { expect, test } from "vitest";
import { checkOp, type Failure, f64, random, type Sample, tensor } from "../../../test/support/check-op.js";
import { evaluateValue } from "../../../test/support/evaluate-value.js";
import { graphInput } from "../graph.js";
import { grad } from "../vjp.js";
import { sum } from "./broadcast.js";
import {
  abs,
  arccos,
  arccosh,
  arcsin,
  arcsinh,
  arctan,
  arctanh,
  ceil,
  cos,
  cosh,
  erf,
  exp,
  floor,
  reciprocal,
  round,
  rsqrt,
  sign,
  sin,
  sinh,
  sqrt,
  tan,
  tanh,
} from "./math.js";

const { PI, E, SQRT2 } = Math;
const root3 = Math.sqrt(3);

/** Any shape: rank 0, size 1, size 0. */
const shapes = (low: number, high: number): Sample[] =>
  [[2, 3], [], [1], [2, 0]].map((shape) => ({ inputs: [random(shape, { low, high })], shapes: [shape] }));

/** Where no derivative is wanted: IEEE's special values. */
const extremes = (x: readonly number[], y: readonly number[]): Sample => ({
  inputs: [f64(x)],
  expected: [y],
  gradients: false,
});
const notFloat = (name: string): Failure => ({
  inputs: [tensor([1], { dtype: "int32" })],
  message: `${name}: expects a float dtype, got int32; use ops.cast first. (dtype_mismatch)`,
});
const failures = (name: string): Failure[] => [notFloat(name)];

// Expected numbers without a further source are exact values of the functions (NIST DLMF, chapter 4).

checkOp("exp", exp, {
  samples: [
    ...shapes(-2, 2),
    { inputs: [f64([-1, 0, 1])], expected: [[1 / E, 1, E]] },
    extremes([-Infinity, Infinity, NaN, -300, 300, 800], [0, Infinity, NaN, E ** -300, E ** 300, Infinity]),
  ],
  failures: failures("exp"),
});
checkOp("sqrt", sqrt, {
  samples: [
    ...shapes(0.1, 3),
    { inputs: [f64([1, 4, 9, 90000])], expected: [[1, 2, 3, 300]] },
    extremes([0, -1, Infinity, NaN], [0, NaN, Infinity, NaN]),
  ],
  failures: failures("sqrt"),
});
checkOp("reciprocal", reciprocal, {
  samples: [
    ...shapes(0.3, 3),
    { inputs: [f64([-4, 2])], expected: [[-0.25, 0.5]] }, // ONNX test_reciprocal_example
    extremes([0, Infinity, -300, NaN], [Infinity, 0, -1 / 300, NaN]),
  ],
  failures: failures("reciprocal"),
});
checkOp("rsqrt", rsqrt, { samples: [...shapes(0.3, 3), { inputs: [f64([4, 0.25])], expected: [[0.5, 2]] }] });

checkOp("sin", sin, {
  samples: [
    ...shapes(-2, 2),
    { inputs: [f64([0, PI / 6, PI / 2, -PI / 3])], expected: [[0, 0.5, 1, -root3 / 2]] },
    extremes([Infinity, NaN, 300], [NaN, NaN, -0.99975584]), // sin 300 by mpmath
  ],
  failures: failures("sin"),
});
checkOp("cos", cos, {
  samples: [
    ...shapes(-2, 2),
    { inputs: [f64([0, PI / 3, PI / 2, -PI / 6])], expected: [[1, 0.5, 0, root3 / 2]] },
    extremes([Infinity, NaN], [NaN, NaN]),
  ],
  failures: failures("cos"),
});
checkOp("tan", tan, {
  samples: [
    ...shapes(-1, 1),
    { inputs: [f64([0, PI / 4, -PI / 3])], expected: [[0, 1, -root3]] },
    extremes([Infinity, NaN], [NaN, NaN]),
  ],
  failures: failures("tan"),
});
checkOp("arcsin", arcsin, {
  samples: [
    ...shapes(-0.8, 0.8),
    { inputs: [f64([0, 0.5, -SQRT2 / 2])], expected: [[0, PI / 6, -PI / 4]] },
    extremes([1, -1, 1.1, NaN], [PI / 2, -PI / 2, NaN, NaN]),
  ],
  failures: failures("arcsin"),
});
checkOp("arccos", arccos, {
  samples: [
    ...shapes(-0.8, 0.8),
    { inputs: [f64([0, 0.5, -SQRT2 / 2])], expected: [[PI / 2, PI / 3, (3 * PI) / 4]] },
    extremes([1, -1, 1.1, NaN], [0, PI, NaN, NaN]),
  ],
  failures: failures("arccos"),
});
checkOp("arctan", arctan, {
  samples: [
    ...shapes(-2, 2),
    { inputs: [f64([0, 1, -root3])], expected: [[0, PI / 4, -PI / 3]] },
    extremes([Infinity, -Infinity, NaN], [PI / 2, -PI / 2, NaN]),
  ],
  failures: failures("arctan"),
});
checkOp("sinh", sinh, {
  samples: [
    ...shapes(-2, 2),
    { inputs: [f64([0, 1, -1])], expected: [[0, (E - 1 / E) / 2, (1 / E - E) / 2]] },
    extremes([Infinity, -Infinity, NaN, 800], [Infinity, -Infinity, NaN, Infinity]),
  ],
  failures: failures("sinh"),
});
checkOp("cosh", cosh, {
  samples: [
    ...shapes(-2, 2),
    { inputs: [f64([0, 1, -1])], expected: [[1, (E + 1 / E) / 2, (E + 1 / E) / 2]] },
    extremes([Infinity, -Infinity, NaN, 800], [Infinity, Infinity, NaN, Infinity]),
  ],
  failures: failures("cosh"),
});
checkOp("tanh", tanh, {
  samples: [
    ...shapes(-2, 2),
    { inputs: [f64([0, 1, Math.log(2)])], expected: [[0, (E * E - 1) / (E * E + 1), 0.6]] }, // (4 − 1)/(4 + 1)
    { inputs: [f64([300, -300])], expected: [[1, -1]] }, // saturated: derivative 0, not NaN
    extremes([Infinity, -Infinity, NaN], [1, -1, NaN]),
  ],
  failures: failures("tanh"),
});
checkOp("arcsinh", arcsinh, {
  samples: [
    ...shapes(-2, 2),
    { inputs: [f64([0, 1, -0.75])], expected: [[0, Math.log(1 + SQRT2), -Math.log(2)]] },
    extremes([Infinity, -Infinity, NaN], [Infinity, -Infinity, NaN]),
  ],
  failures: failures("arcsinh"),
});
checkOp("arccosh", arccosh, {
  samples: [
    ...shapes(1.5, 3),
    { inputs: [f64([1.25, 3])], expected: [[Math.log(2), Math.log(3 + 2 * SQRT2)]] },
    extremes([1, 0.5, Infinity, NaN], [0, NaN, Infinity, NaN]),
  ],
  failures: failures("arccosh"),
});
checkOp("arctanh", arctanh, {
  samples: [
    ...shapes(-0.8, 0.8),
    { inputs: [f64([0, 0.6, -0.5])], expected: [[0, Math.log(2), -Math.log(3) / 2]] },
    extremes([1, -1, 2, NaN], [Infinity, -Infinity, NaN, NaN]),
  ],
  failures: failures("arctanh"),
});
checkOp("erf", erf, {
  samples: [
    ...shapes(-2, 2),
    {
      inputs: [f64([0, 0.5, 1, -2])],
      expected: [[0, 0.5204998778, 0.8427007929, -0.995322265]],
      tolerance: 1e-10,
    }, // A&S, table 7.1
    { inputs: [f64([300, -300])], expected: [[1, -1]] },
    extremes([Infinity, -Infinity, NaN], [1, -1, NaN]),
  ],
  failures: failures("erf"),
});

checkOp("abs", abs, {
  samples: [
    ...shapes(0.1, 2),
    ...shapes(-2, -0.1),
    { inputs: [f64([-3, 4])], expected: [[3, 4]] },
    extremes([0, -Infinity, NaN, -300], [0, Infinity, NaN, 300]),
    { inputs: [tensor([-5, 5], { dtype: "int32" })], expected: [[5, 5]], dtypes: ["int32"] },
  ],
  failures: [
    {
      inputs: [tensor([true])],
      message: "abs: expects numbers, got bool; use ops.cast first. (dtype_mismatch)",
    },
  ],
});
test("abs: at 0 the derivative is 0, as PyTorch's", () => {
  const x = graphInput("x", { dtype: "float64", shape: [3] });
  expect(evaluateValue(grad(sum(abs(x)), [x])[0], { x: f64([-2, 0, 3]) }).toArray()).toEqual([-1, 0, 1]); // at the kink: 0
});
checkOp("sign", sign, {
  samples: [
    ...shapes(0.1, 2),
    extremes([-2, 0, 3, -Infinity, NaN], [-1, 0, 1, -1, NaN]), // NumPy sign
    { inputs: [tensor([-5, 0, 5], { dtype: "int64" })], expected: [[-1, 0, 1]], dtypes: ["int64"] },
  ],
  failures: [
    {
      inputs: [tensor([true])],
      message: "sign: expects numbers, got bool; use ops.cast first. (dtype_mismatch)",
    },
  ],
});
checkOp("floor", floor, {
  samples: [
    ...shapes(0.1, 0.9),
    { inputs: [f64([-1.5, 1.2, 2.7])], expected: [[-2, 1, 2]] }, // ONNX test_floor_example
    extremes([3, -Infinity, NaN], [3, -Infinity, NaN]),
  ],
  failures: failures("floor"),
});
checkOp("ceil", ceil, {
  samples: [
    ...shapes(0.1, 0.9),
    { inputs: [f64([-1.5, 1.2])], expected: [[-1, 2]] }, // ONNX test_ceil_example
    extremes([3, Infinity, NaN], [3, Infinity, NaN]),
  ],
  failures: failures("ceil"),
});
checkOp("round", round, {
  samples: [
    ...shapes(0.1, 0.4),
    extremes(
      // ONNX test_round
      [0.1, 0.5, 0.9, 1.2, 1.5, 1.8, 2.3, 2.5, 2.7, -1.1, -1.5, -1.9, -2.2, -2.5, -2.8],
      [0, 0, 1, 1, 2, 2, 2, 2, 3, -1, -2, -2, -2, -2, -3],
    ),
    extremes(
      [0.49999999999999994, 2 ** 51 + 0.5, 2 ** 51 + 1.5, Infinity, NaN],
      [0, 2 ** 51, 2 ** 51 + 2, Infinity, NaN],
    ), // IEEE roundTiesToEven
  ],
  failures: failures("round"),
});
