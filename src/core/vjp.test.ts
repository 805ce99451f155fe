import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { f64, random } from "../../test/support/check-op.js";
import { evaluateValue } from "../../test/support/evaluate-value.js";
import { thrown } from "../../test/support/thrown.js";
import { constant } from "./constant.js";
import { evaluateGraph } from "./evaluate.js";
import { graphInput, toposort, type Value, withScope } from "./graph.js";
import { defineOp, type UnaryOp } from "./op.js";
import { add, log, multiply, power, square } from "./ops/arithmetic.js";
import { reshape, sum } from "./ops/broadcast.js";
import { greater } from "./ops/compare.js";
import { take } from "./ops/gather.js";
import { concatenate, split } from "./ops/layout.js";
import { exp, floor, sin, tanh } from "./ops/math.js";
import { matmul } from "./ops/matmul.js";
import { mean } from "./ops/reduce.js";
import { cast } from "./ops/select.js";
import { softmax } from "./ops/softmax.js";
import { namedSize } from "./size.js";
import { type Tensor, tensor } from "./tensor.js";
import { grad, gradOrNull, vjp, zerosLike } from "./vjp.js";

const input = (name: string, shape: readonly number[] = [3]): Value =>
  graphInput(name, { dtype: "float64", shape });
const scalar = (name = "x"): Value => input(name, []);
describe("vjp", () => {
  test("the chain rule: d tanh(x²) = (1 − tanh²(x²))·2x", () => {
    const x = input("x");
    const [g] = vjp([tanh(square(x))], [constant(f64([1, 10, 100]))], [x]);
    const got = evaluateValue(g as Value, { x: f64([0, 0.5, -1]) }).toFloat64();
    const expected = [0, 10 * (1 - Math.tanh(0.25) ** 2), 100 * (1 - Math.tanh(1) ** 2) * -2];
    for (const [i, e] of expected.entries()) expect(got[i]).toBeCloseTo(e, 12);
  });
  test("a value used several times gets the sum of what flows back", () => {
    const x = input("x");
    const [g] = grad(sum(add(add(x, x), multiply(x, x))), [x]);
    expect(evaluateValue(g, { x: f64([1, 2, 3]) }).toArray()).toEqual([4, 6, 8]); // 2 + 2x
  });
  test("with respect to a value in the middle: what comes before it is not differentiated", () => {
    const x = input("x");
    const middle = floor(x); // whose own derivative is zero
    const y = sum(square(middle));
    const [gm, gx] = vjp([y], [constant(f64(1))], [middle, x]);
    expect(evaluateValue(gm as Value, { x: f64([1.5, 2.5, -0.5]) }).toArray()).toEqual([2, 4, -2]);
    expect(gx).toBeNull();
  });
  test("with respect to a value and what it is made of, both in full", () => {
    const x = input("x");
    const middle = square(x);
    const [gm, gx] = vjp([sum(multiply(middle, middle))], [constant(f64(1))], [middle, x]);
    expect(evaluateValue(gm as Value, { x: f64([1, 2, 3]) }).toArray()).toEqual([2, 8, 18]); // 2m
    expect(evaluateValue(gx as Value, { x: f64([1, 2, 3]) }).toArray()).toEqual([4, 32, 108]); // 4x³
  });
  test("with respect to the output itself: the cotangent handed in", () => {
    const x = input("x");
    const y = exp(x);
    const g = constant(f64([1, 2, 3]));
    expect(vjp([y], [g], [y])).toEqual([g]);
    expect(vjp([x], [g], [x])).toEqual([g]);
  });
  test("several outputs; null where nothing comes back from one", () => {
    const x = input("x");
    const g = constant(f64([1, 1, 1]));
    const [both] = vjp([square(x), power(x, 3)], [g, g], [x]);
    const [second] = vjp([square(x), power(x, 3)], [null, g], [x]);
    expect(evaluateValue(both as Value, { x: f64([1, 2, 3]) }).toArray()).toEqual([5, 16, 33]); // 2x + 3x²
    expect(evaluateValue(second as Value, { x: f64([1, 2, 3]) }).toArray()).toEqual([3, 12, 27]);
    expect(vjp([square(x)], [null], [x])).toEqual([null]);
  });
  test("null where no path leads, or only through ops without slope, or integers", () => {
    const [x, other] = [input("x"), input("other")];
    const steps = cast(greater(x, 0), { dtype: "float64" });
    const rounded = cast(cast(x, { dtype: "int32" }), { dtype: "float64" });
    const y = sum(add(add(steps, rounded), add(floor(x), square(other))));
    const [gx, go] = vjp([y], [constant(f64(1))], [x, other]);
    expect(gx).toBeNull();
    expect(go).not.toBeNull();
  });
  test("indices get none, though they lead to the output", () => {
    const x = input("x");
    const indices = graphInput("indices", { dtype: "int64", shape: [2] });
    const [gx, gi] = vjp([take(x, indices)], [constant(f64([1, 1]))], [x, indices]);
    expect(gx).not.toBeNull();
    expect(gi).toBeNull();
  });
  test("a node of several outputs, some of them unused", () => {
    const x = input("x", [4]);
    const [a, , c] = split(x, { sections: [1, 2, 1] }) as readonly [Value, Value, Value];
    const [g] = grad(sum(multiply(concatenate([c, a]), f64([10, 1]))), [x]);
    expect(evaluateValue(g, { x: f64([1, 2, 3, 4]) }).toArray()).toEqual([1, 0, 0, 10]);
  });
  test("is a graph of plain nodes: what the gradient does not need is not in it", () => {
    const [x, w] = [input("x", [8, 3]), input("w", [3, 2])];
    const [gw] = grad(sum(matmul(x, w)), [w]);
    expect(toposort([gw]).map((node) => node.op.name)).toEqual([
      "transpose",
      "constant",
      "reshape",
      "broadcastTo",
      "matmul",
    ]);
  });
});

describe("higher derivatives", () => {
  test("the n-th derivative of sin", () => {
    const x = scalar();
    let y = sin(x);
    for (let n = 0; n < 6; n++) {
      const at = evaluateValue(y, { x: f64(0.7) }).item();
      expect(at).toBeCloseTo(Math.sin(0.7 + (n * Math.PI) / 2), 12);
      [y] = grad(y, [x]);
    }
  });
  test("a Hessian-vector product: ∇²f v for f = Σ exp(x)·x", () => {
    const x = input("x");
    const v = f64([1, -2, 0.5]);
    const [g] = grad(sum(multiply(exp(x), x)), [x]);
    const [hv] = grad(sum(multiply(g, v)), [x]);
    const at = [0.1, 0.2, -0.3];
    const got = evaluateValue(hv, { x: f64(at) }).toFloat64();
    for (const [i, xi] of at.entries())
      expect(got[i]).toBeCloseTo(v.toFloat64()[i] * Math.exp(xi) * (xi + 2), 12);
  });
});

describe("laws", () => {
  const x = input("x", [2, 3]);
  const y = softmax(multiply(tanh(x), add(x, 2)));
  const feeds = { x: random([2, 3]) };
  const pull = (g: Tensor): Float64Array => {
    const [gx] = vjp([y], [constant(g)], [x]);
    return evaluateValue(gx as Value, feeds).toFloat64(); // softmax has a derivative
  };
  test("vjp is linear in the cotangent", () => {
    const numbers = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(numbers, numbers, fc.double({ min: -3, max: 3, noNaN: true }), (a, b, s) => {
        const of = (values: readonly number[]): Tensor =>
          tensor(Float64Array.from(values), { shape: [2, 3] });
        const [ga, gb, gab] = [pull(of(a)), pull(of(b)), pull(of(a.map((v, i) => v + s * b[i])))];
        for (const [i, v] of gab.entries()) expect(v).toBeCloseTo(ga[i] + s * gb[i], 10);
      }),
      { seed: 1, numRuns: 30 },
    );
  });
  test("the cotangent of zero is zero", () => {
    expect(Array.from(pull(tensor(new Float64Array(6), { shape: [2, 3] })), Math.abs)).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
  });
});

describe("grad", () => {
  test("zeros where the loss does not depend on x, null from gradOrNull", () => {
    const [x, other] = [input("x"), input("other")];
    const loss = sum(x);
    const [, g] = grad(loss, [x, other]);
    expect(evaluateValue(g, { other: f64([1, 2, 3]) }).toArray()).toEqual([0, 0, 0]);
    expect(gradOrNull(loss, [other])).toEqual([null]);
  });
  test("zerosLike has the named sizes of its model", () => {
    const x = graphInput("x", { dtype: "float32", shape: [namedSize("batch"), 2] });
    const { zeros } = evaluateGraph(
      { inputs: [x], outputs: { zeros: zerosLike(x) } },
      {
        x: tensor([
          [1, 2],
          [3, 4],
        ]),
      },
    );
    expect(zeros.toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
  test("the loss must be one number", () => {
    const x = input("x", [2, 3]);
    expect(thrown(() => grad(x, [x]))).toBe(
      "grad: the loss has shape [2, 3]; reduce it with ops.mean or ops.sum first. (not_a_scalar)",
    );
  });
  test("integers have no gradient", () => {
    const x = graphInput("x", { dtype: "int32", shape: [] });
    expect(thrown(() => grad(mean(cast(x, { dtype: "float32" })), [x]))).toBe(
      "grad: int32 has no derivative; use ops.cast to float32 before the model. (dtype_mismatch)",
    );
    expect(thrown(() => grad(x, []))).toBe(
      "grad: int32 has no derivative; use ops.cast to float32 before the model. (dtype_mismatch)",
    );
  });
});

describe("errors while differentiating", () => {
  const unary = (name: string, vjpOf: Parameters<typeof defineOp<["x"], object>>[1]["vjp"]): UnaryOp =>
    defineOp(name, {
      inputs: ["x"],
      attrs: {},
      onnx: "Identity",
      infer: ([x]) => x,
      vjp: vjpOf,
      reference: ([x]) => x,
    });
  const x = input("x");

  test("an op without a derivative says why, and in which layer it stands", () => {
    const sorted = unary("sortRows", { notImplemented: "its kernel keeps no permutation" });
    expect(thrown(() => grad(sum(sorted(x)), [x]))).toBe(
      "sortRows: has no derivative: its kernel keeps no permutation. (not_differentiable)",
    );
    const inLayer = withScope("ranking_1", "forward", () => sorted(x));
    expect(thrown(() => grad(sum(inLayer), [x]))).toBe(
      "sortRows in ranking_1: has no derivative: its kernel keeps no permutation. (not_differentiable)",
    );
  });
  test("but it may be used where no derivative passes through it", () => {
    const sorted = unary("sortRows", { notImplemented: "its kernel keeps no permutation" });
    const w = input("w");
    expect(() => grad(sum(multiply(sorted(x), w)), [w])).not.toThrow();
  });
  test("a rule whose cotangent has another shape", () => {
    const wrong = unary("wrong", ({ g }) => [reshape(g, { shape: [3, 1] })]);
    expect(thrown(() => grad(sum(wrong(x)), [x]))).toBe(
      "wrong: the cotangent of input 0 is float64 [3, 1], the value is float64 [3]; they must agree. (shape_mismatch)",
    );
  });
  test("a cotangent that could be summed to the shape is refused all the same, but for ops that broadcast", () => {
    const wide = unary("wide", ({ g }) => [
      multiply(
        g,
        f64([
          [1, 1, 1],
          [1, 1, 1],
        ]),
      ),
    ]);
    expect(thrown(() => grad(sum(wide(x)), [x]))).toBe(
      "wide: the cotangent of input 0 is float64 [2, 3], the value is float64 [3]; they must agree. (shape_mismatch)",
    );
  });
  test("a cotangent handed in with another shape", () => {
    expect(thrown(() => vjp([log(x)], [constant(f64([1, 2]))], [x]))).toBe(
      "vjp: the cotangent handed in is float64 [2], the value is float64 [3]; they must agree. (shape_mismatch)",
    );
  });
});
