import { describe, expect, test } from "vitest";
import { checkOp, f64, random, tensor } from "../../../test/support/check-op.js";
import { thrown } from "../../../test/support/thrown.js";
import { checkGradients } from "../check-gradients.js";
import { evaluateGraph } from "../evaluate.js";
import { graphInput, type Value } from "../graph.js";
import { simplify } from "../simplify.js";
import { grad, gradOrNull } from "../vjp.js";
import { binaryStep } from "./activations.js";
import { add, divide, multiply, power, square } from "./arithmetic.js";
import { reshape, sum } from "./broadcast.js";
import { customGradient, stopGradient, withGradient } from "./gradient.js";
import { abs, exp } from "./math.js";

const x = graphInput("x", { dtype: "float64", shape: [3] });
const at = (y: Value, values: number[]): unknown =>
  evaluateGraph({ inputs: [x], outputs: { y } }, { x: f64(values) }).y.toArray();

checkOp("stopGradient", stopGradient, {
  samples: [
    { inputs: [f64([1, NaN, -300])], expected: [[1, NaN, -300]], gradients: false }, // none, on purpose
    { inputs: [tensor([true])], expected: [[1]], dtypes: ["bool"] },
    { inputs: [random([])], shapes: [[]], gradients: false },
    { inputs: [random([0])], expected: [[]], gradients: false },
  ],
});

describe("stopGradient", () => {
  test("nothing flows through it", () => {
    expect(gradOrNull(sum(stopGradient(square(x))), [x])).toEqual([null]);
  });
  test("what goes past it flows", () => {
    const [g] = grad(sum(multiply(x, stopGradient(x))), [x]);
    expect(at(g, [1, 2, 3])).toEqual([1, 2, 3]); // x, not 2x
  });
});

// y = a·eᵇ with its own rule: ā = ȳ eᵇ, b̄ = ȳ y
const scaledExp = customGradient(
  (a, b) => multiply(a, exp(b)),
  ({ inputs: [, b], output: y, g }) => [multiply(g, exp(b)), multiply(g, y)],
);
checkOp(
  "withGradient",
  (y, a) => withGradient([add(y, multiply(a, 2)), y, a], { backward: ({ g }) => [g, multiply(g, 2)] }),
  {
    samples: [{ inputs: [random([2, 3]), random([2, 3], { seed: 2 })] }],
  },
);
checkOp("customGradient", scaledExp, {
  samples: [
    { inputs: [random([2, 3]), random([2, 3], { seed: 2 })] }, // right to order 2: its rule is made of ops
    { inputs: [f64([2]), f64([0])], expected: [[2]] },
    { inputs: [random([]), random([], { seed: 2 })], shapes: [[]] },
  ],
});

describe("customGradient", () => {
  test("the rule is the derivative, whatever the function's own would be", () => {
    const spike = customGradient(
      (v) => binaryStep(v),
      ({ inputs: [v], g }) => [multiply(g, divide(1, square(add(abs(v), 1))))],
    );
    const [g] = grad(sum(spike(x)), [x]);
    expect(at(spike(x), [-1, 0, 3])).toEqual([0, 1, 1]);
    expect(at(g, [-1, 0, 3])).toEqual([1 / 4, 1, 1 / 16]); // 1/(|v| + 1)²
  });
  test("null: nothing flows to that input", () => {
    const keep = customGradient(
      (a, b) => multiply(a, b),
      ({ inputs: [, b], g }) => [multiply(g, b), null],
    );
    const w = graphInput("w", { dtype: "float64", shape: [3] });
    const [gx, gw] = gradOrNull(sum(keep(x, w)), [x, w]);
    expect(gw).toBeNull();
    expect(gx).not.toBeNull();
  });
  test("a straight-through estimator passes the cotangent on", () => {
    const through = customGradient(
      (v) => binaryStep(v),
      ({ g }) => [g],
    );
    expect(at(grad(sum(power(add(through(x), x), 2)), [x])[0], [-1, 0, 2])).toEqual([-4, 4, 12]); // 2(y + x)·2
  });
  test("a cotangent of another shape is refused", () => {
    const wrong = customGradient(
      (v) => square(v),
      ({ g }) => [reshape(g, { shape: [1, 3] })],
    );
    expect(thrown(() => grad(sum(wrong(x)), [x]))).toBe(
      "customGradient: the cotangent of input 1 is float64 [1, 3], the value is float64 [3]; they must agree. (shape_mismatch)",
    );
  });
  test("a wrong number of cotangents is refused", () => {
    const wrong = customGradient(
      (a, b) => multiply(a, b),
      ({ g }) => [g],
    );
    expect(thrown(() => grad(sum(wrong(x, x)), [x]))).toBe(
      "customGradient: backward gave 1 cotangents for 2 inputs; give one each, null where nothing flows. (shape_mismatch)",
    );
  });
  test("a wrong rule is found by checkGradients", () => {
    const wrong = customGradient(
      (v) => square(v),
      ({ inputs: [v], g }) => [multiply(g, v)], // lacks the 2
    );
    expect(thrown(() => checkGradients((v) => wrong(v), [f64([1, 2])]))).toMatch(
      /^checkGradients: derivative of a function of \[2\]: numeric .* \(gradient_mismatch\)$/,
    );
  });
  test("simplify leaves the function alone", () => {
    const graph = simplify({ inputs: [x], outputs: { y: stopGradient(scaledExp(x, x)) } });
    expect(graph.outputs.y.node?.op.name).toBe("multiply");
  });
});
