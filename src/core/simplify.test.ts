import { describe, expect, test } from "vitest";
import { f64 } from "../../test/support/check-op.js";
import { constant, constantOf } from "./constant.js";
import { evaluateGraph } from "./evaluate.js";
import { graphInput, graphNodes, type Value } from "./graph.js";
import { prelu } from "./ops/activations.js";
import { add, divide, multiply, negative, power, square, subtract } from "./ops/arithmetic.js";
import { broadcastTo, reshape, sum } from "./ops/broadcast.js";
import { customGradient, stopGradient } from "./ops/gradient.js";
import { concatenate, split, transpose } from "./ops/layout.js";
import { exp, tanh } from "./ops/math.js";
import { matmul } from "./ops/matmul.js";
import { mean } from "./ops/reduce.js";
import { cast } from "./ops/select.js";
import { padZeros, slice } from "./ops/slice.js";
import { logSoftmax } from "./ops/softmax.js";
import { printGraph } from "./print.js";
import { simplify } from "./simplify.js";
import { multiplySizes, namedSize } from "./size.js";
import { grad } from "./vjp.js";

const x = graphInput("x", { dtype: "float64", shape: [2, 3] });
const zeros = constant(
  f64([
    [0, 0, 0],
    [0, 0, 0],
  ]),
);
const simpler = (y: Value): Value => simplify({ inputs: [x], outputs: { y } }).outputs.y;
const names = (y: Value): string[] => graphNodes({ inputs: [x], outputs: { y } }).map((node) => node.op.name);

describe("what changes nothing goes", () => {
  test.each<[string, Value]>([
    ["x + 0", add(x, 0)],
    ["0 + x", add(0, x)],
    ["x + zeros", add(x, zeros)],
    ["x − 0", subtract(x, 0)],
    ["x · 1", multiply(x, 1)],
    ["1 · x", multiply(1, x)],
    ["x / 1", divide(x, 1)],
    ["x¹", power(x, 1)],
    ["−(−x)", negative(negative(x))],
    ["xᵀᵀ", transpose(transpose(x))],
    [
      "three transposes, one of them of nothing",
      transpose(transpose(transpose(reshape(x, { shape: [2, 3] }), { axes: [0, 1] }))),
    ],
    ["reshape to its own shape", reshape(x, { shape: [2, 3] })],
    ["reshape there and back", reshape(reshape(x, { shape: [6] }), { shape: [2, 3] })],
    ["broadcast to its own shape", broadcastTo(x, { shape: [2, 3] })],
    ["sum over no axis", sum(x, { axis: [] })],
    [
      "sum over sizes of 1, taken back",
      reshape(sum(reshape(x, { shape: [2, 1, 3] }), { axis: 1 }), { shape: [2, 3] }),
    ],
    ["cast to its own dtype", cast(x, { dtype: "float64" })],
    ["all of a slice", slice(x, { starts: [0, 0], ends: [2, 3] })],
    [
      "padding by nothing",
      padZeros(x, {
        pads: [
          [0, 0],
          [0, 0],
        ],
      }),
    ],
    ["one value concatenated", concatenate([x])],
    ["stopGradient", stopGradient(x)],
    [
      "customGradient of the identity",
      customGradient(
        (v) => v,
        ({ g }) => [g],
      )(x),
    ],
  ])("%s", (_what, y) => {
    expect(simpler(y)).toBe(x);
  });
});

describe("what looks like it stays", () => {
  test.each<[string, Value]>([
    ["x + 1", add(x, 1)],
    ["x · 0", multiply(x, 0)], // NaN · 0 is NaN
    ["x · 2", multiply(x, 2)],
    ["0 − x", subtract(0, x)],
    ["1 / x", divide(1, x)],
    ["x / 2", divide(x, 2)],
    ["x²", power(x, 2)],
    ["1ˣ", power(1, x)],
    [
      "x + zeros of a larger shape",
      add(
        x,
        constant(
          f64([
            [
              [0, 0, 0],
              [0, 0, 0],
            ],
          ]),
        ),
      ),
    ],
    ["−x", negative(x)],
    ["xᵀ", transpose(x)],
    ["a slice", slice(x, { starts: [1] })],
    ["all of a slice, backwards", slice(x, { starts: [-1], ends: [null], steps: [-1] })],
    [
      "padding",
      padZeros(x, {
        pads: [
          [0, 0],
          [0, 1],
        ],
      }),
    ],
    ["x twice", concatenate([x, x])],
    ["cast", cast(x, { dtype: "float32" })],
  ])("%s", (_what, y) => {
    const feeds = {
      x: f64([
        [1, -2, 0.5],
        [300, 0, -7],
      ]),
    };
    const [plain, simple] = [y, simpler(y)].map(
      (v) => evaluateGraph({ inputs: [x], outputs: { v } }, feeds, true).v,
    );
    expect(simple.shape).toEqual(plain.shape);
    expect(simple.toFloat64()).toEqual(plain.toFloat64());
    expect(names(simpler(y)).length).toBeGreaterThan(0);
  });
});

describe("constants are computed ahead", () => {
  test("of constants, in float64", () => {
    const y = simpler(multiply(add(constant(f64([1, 2])), 1), 1 / 3));
    expect(constantOf(y)?.toArray()).toEqual([2 / 3, 1]);
  });
  test("in the dtype of the graph, exact inside", () => {
    const y = simpler(divide(cast(constant(f64([1])), { dtype: "float32" }), 3));
    expect(y.dtype).toBe("float32");
    expect(constantOf(y)?.toFloat64()[0]).toBe(1 / 3); // not yet rounded to float32
  });
  test("while they are small", () => {
    expect(names(simpler(broadcastTo(constant(f64(1)), { shape: [4096] })))).toEqual(["constant"]);
    expect(names(simpler(broadcastTo(constant(f64(1)), { shape: [4097] })))).toEqual([
      "constant",
      "broadcastTo",
    ]);
  });
  test("not where a size is only a name", () => {
    const ones = broadcastTo(constant(f64(1)), { shape: [namedSize("batch")] });
    expect(names(simpler(ones))).toEqual(["constant", "broadcastTo"]);
  });
});

describe("equal nodes are one", () => {
  test("same op, inputs and attributes", () => {
    expect(names(simpler(add(exp(x), exp(x))))).toEqual(["exp", "add"]);
    expect(names(simpler(add(sum(x, { axis: 0 }), sum(x, { axis: 0 }))))).toEqual(["sum", "add"]);
  });
  test("constants of equal numbers, and sizes that are equal expressions", () => {
    const [a, b] = [namedSize("a"), namedSize("b")];
    const one = broadcastTo(exp(sum(x)), { shape: [multiplySizes(a, b)] });
    const two = broadcastTo(exp(sum(x)), { shape: [multiplySizes(b, a)] });
    expect(names(simpler(add(one, two))).filter((name) => name === "broadcastTo")).toHaveLength(1);
    expect(
      names(simpler(add(multiply(x, 3), multiply(x, 3)))).filter((name) => name === "multiply"),
    ).toHaveLength(1);
  });
  test("not with other attributes, inputs or outputs", () => {
    expect(
      names(simpler(add(sum(x, { axis: 0 }), sum(x, { axis: -2 })))).filter((name) => name === "sum").length,
    ).toBeGreaterThan(0);
    expect(
      names(simpler(add(multiply(x, 3), multiply(x, 2)))).filter((name) => name === "multiply"),
    ).toHaveLength(2);
    const [a, b] = split(x, { sections: 3 });
    const y = simpler(subtract(a, b));
    const { v } = evaluateGraph(
      { inputs: [x], outputs: { v: y } },
      {
        x: f64([
          [1, 5, 0],
          [2, 9, 0],
        ]),
      },
    );
    expect(v.toArray()).toEqual([[-4], [-7]]);
  });
});

test("outputs keep their names, inputs stay, used or not", () => {
  const z = graphInput("z", { dtype: "float32", shape: [] });
  const graph = simplify({
    inputs: [x, z],
    outputs: { same: add(x, 0), y: tanh(x), again: tanh(add(x, 0)) },
  });
  expect(graph.inputs).toEqual([x, z]);
  expect(Object.keys(graph.outputs)).toEqual(["same", "y", "again"]);
  expect(graph.outputs.same).toBe(x);
  expect(graph.outputs.again).toBe(graph.outputs.y);
});

describe("gradients, simplified", () => {
  const float = (name: string, shape: readonly number[]): Value =>
    graphInput(name, { dtype: "float32", shape });
  const printed = (loss: Value, inputs: readonly Value[]): string => {
    const gradients = Object.fromEntries(grad(loss, inputs).map((g, i) => [`g${i}`, g]));
    return printGraph(simplify({ inputs, outputs: gradients }));
  };

  test("of a product of matrices: nothing is repeated", () => {
    const [a, b] = [float("a", [4, 3]), float("b", [3, 2])];
    expect(printed(sum(matmul(a, b)), [a, b])).toMatchInlineSnapshot(`
      "input a: float32 [4, 3]
      input b: float32 [3, 2]
      c = transpose(b, axes=[1,0]): float32 [2, 3]  # backward
      d = matmul(constfloat64 [4, 2], c): float32 [4, 3]  # backward
      e = transpose(a, axes=[1,0]): float32 [3, 4]  # backward
      f = matmul(e, constfloat64 [4, 2]): float32 [3, 2]  # backward
      output g0 = d
      output g1 = f"
    `);
    const target = float("target", [4, 2]);
    const loss = mean(square(subtract(matmul(a, b), target)));
    expect(printed(loss, [a, b, target])).not.toContain("broadcastTo");
  });

  test("of a layer: the bias gets a sum", () => {
    const [inputs, w, b] = [float("x", [4, 3]), float("w", [3, 2]), float("b", [2])];
    const loss = mean(square(tanh(add(matmul(inputs, w), b))));
    expect(printed(loss, [w, b])).toMatchInlineSnapshot(`
      "input w: float32 [3, 2]
      input b: float32 [2]
      a = transpose(x, axes=[1,0]): float32 [3, 4]  # backward
      c = matmul(x, w): float32 [4, 2]
      d = add(c, b): float32 [4, 2]
      e = tanh(d): float32 [4, 2]
      f = multiply(0.25, e): float32 [4, 2]  # backward
      g = multiply(e, e): float32 [4, 2]  # backward
      h = subtract(1, g): float32 [4, 2]  # backward
      i = multiply(f, h): float32 [4, 2]  # backward
      j = matmul(a, i): float32 [3, 2]  # backward
      k = sum(i, axis=[0], keepdims=false): float32 [2]  # backward
      output g0 = j
      output g1 = k"
    `);
  });

  test("of softmax with its logarithm: one softmax", () => {
    const [logits, target] = [float("logits", [4, 3]), float("target", [4, 3])];
    const loss = negative(mean(sum(multiply(target, logSoftmax(logits)), { axis: -1 })));
    expect(printed(loss, [logits])).toMatchInlineSnapshot(`
      "input logits: float32 [4, 3]
      a = multiply(-0.25, target): float32 [4, 3]  # backward
      b = softmax(logits, axis=-1): float32 [4, 3]  # backward
      c = sum(a, axis=-1, keepdims=true): float32 [4, 1]  # backward
      d = multiply(b, c): float32 [4, 3]  # backward
      e = subtract(a, d): float32 [4, 3]  # backward
      output g0 = e"
    `);
  });
});

test("what a rule makes is merged with what is there", () => {
  const [a, b] = [0, 1].map((k) => reshape(reshape(exp(x), { shape: [6] }), { shape: [k + 1, 6 / (k + 1)] }));
  const y = simpler(add(sum(reshape(a, { shape: [3, 2] })), sum(reshape(b, { shape: [3, 2] }))));
  expect(names(y)).toEqual(["exp", "reshape", "sum", "add"]);
});

test("0 and −0 are different constants", () => {
  const both = simpler(concatenate([divide(1, multiply(x, 0)), divide(1, multiply(x, -0))]));
  expect(names(both).filter((name) => name === "divide")).toHaveLength(2);
});

test("an input that may not be smaller is left repeated", () => {
  const s = graphInput("s", { dtype: "float64", shape: [] });
  const y = prelu(broadcastTo(s, { shape: [2, 3] }), x);
  const graph = simplify({ inputs: [s, x], outputs: { y } });
  expect(graph.outputs.y.shape).toEqual([2, 3]);
});
