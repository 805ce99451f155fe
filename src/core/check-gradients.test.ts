import { describe, expect, test } from "vitest";
import { f64, random } from "../../test/support/check-op.js";
import { thrown } from "../../test/support/thrown.js";
import { checkGradients } from "./check-gradients.js";
import type { Value } from "./graph.js";
import { map } from "./nd.js";
import { defineOp, type UnaryOp } from "./op.js";
import { maximum, multiply, power, square } from "./ops/arithmetic.js";
import { take } from "./ops/gather.js";
import { stopGradient } from "./ops/gradient.js";
import { abs, cos, floor, sin } from "./ops/math.js";
import { matmul } from "./ops/matmul.js";
import { tensor } from "./tensor.js";

/** y = sin x with a derivative of one's own. */
const sine = (slope: (x: Value) => Value): UnaryOp =>
  defineOp("sine", {
    inputs: ["x"],
    attrs: {},
    onnx: "Sin",
    infer: ([x]) => x,
    vjp: ({ inputs: [x], g }) => [multiply(g, slope(x))],
    reference: ([x]) => map(x, Math.sin),
  });

describe("right derivatives pass, with an error that central differences allow", () => {
  test("to order 2", () => {
    expect(checkGradients((x) => sine(cos)(x), [random([3, 2])])).toBeLessThan(1e-8);
    expect(
      checkGradients((a, b) => matmul(a, b), [random([2, 3]), random([3, 2], { seed: 2 })]),
    ).toBeLessThan(1e-8);
  });
  test("float32 tensors are checked in float64; integers are held", () => {
    expect(
      checkGradients(
        (x, i) => square(take(x, i)),
        [tensor([0.5, 2, -1]), tensor([2, 0], { dtype: "int64" })],
      ),
    ).toBeLessThan(1e-8);
  });
  test("a function that does not depend on its input has derivative zero", () => {
    expect(checkGradients((x) => floor(x), [f64([0.5, 1.5])])).toBe(0);
  });
});

describe("a wrong rule is caught, by name and number", () => {
  const message =
    /^checkGradients: (.+) of a function of (.+): numeric (\S+), exact (\S+), relative error (\S+); mend the derivative, or move inputs off kinks\. \(gradient_mismatch\)$/;
  const parts = (body: () => unknown): string[] =>
    (message.exec(thrown(body)) ?? expect.fail("another text")).slice(1);

  test("a wrong first derivative", () => {
    const [what, shapes, numeric, exact, error] = parts(() =>
      checkGradients((x) => sine(sin)(x), [f64([0.3, 1])]),
    );
    expect([what, shapes]).toEqual(["derivative", "[2]"]);
    const relative = Math.abs(Number(numeric) - Number(exact)) / Math.max(1, Math.abs(Number(numeric)));
    expect(Number(error)).toBeCloseTo(relative, 1);
    expect(relative).toBeGreaterThan(0.01);
  });
  test("a factor of 1.00001", () => {
    expect(
      parts(() => checkGradients((x) => sine((v) => multiply(cos(v), 1.00001))(x), [f64([0.3, 1, 2])]))[0],
    ).toBe("derivative");
  });
  test("a first derivative that is right, but whose own derivative is not", () => {
    const frozen = sine((v) => stopGradient(cos(v)));
    expect(parts(() => checkGradients((x) => frozen(x), [f64([1])]))[0]).toBe("second derivative by input 0");
    expect(checkGradients((x) => frozen(x), [f64([1])], { order: 1 })).toBeLessThan(1e-6);
  });
  test("at order 2 the input by which was differentiated first is named", () => {
    const product = (a: Value, b: Value): Value => multiply(a, sine((v) => multiply(cos(v), 2))(b)); // by a: sin b
    const [what, shapes] = parts(() => checkGradients(product, [f64([0]), f64([1])]));
    expect([what, shapes]).toEqual(["second derivative by input 0", "[1], [1]"]);
  });
  test("a kink", () => {
    expect(parts(() => checkGradients((x) => abs(x), [f64([0])]))[3]).toBe("0");
    expect(() => checkGradients((a, b) => maximum(a, b), [f64([1]), f64([1])])).toThrow("gradient_mismatch");
  });
  test("NaN", () => {
    expect(parts(() => checkGradients((x) => power(x, 0.5), [f64([-1])])).slice(2)).toEqual([
      "NaN",
      "NaN",
      "NaN",
    ]);
  });
});

test("tolerance, seed and step are the caller's", () => {
  const crude = (x: Value): Value => sine((v) => multiply(cos(v), 1.001))(x);
  expect(checkGradients(crude, [f64([0.3])], { tolerance: 0.01, order: 1 })).toBeGreaterThan(1e-5);
  const errors = [1, 2].map((seed) => checkGradients((x) => sin(x), [f64([0.3, 0.7])], { seed }));
  expect(errors[0]).not.toBe(errors[1]);
  expect(checkGradients((x) => sin(x), [f64([0.3])], { epsilon: 1e-3 })).toBeGreaterThan(
    checkGradients((x) => sin(x), [f64([0.3])]),
  );
});
