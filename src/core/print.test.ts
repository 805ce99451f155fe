import { expect, test } from "vitest";
import { constant } from "./constant.js";
import { withScope } from "./graph.js";
import { add, multiply } from "./ops/arithmetic.js";
import { sum } from "./ops/broadcast.js";
import { split, transpose } from "./ops/layout.js";
import { sin, tanh } from "./ops/math.js";
import { matmul } from "./ops/matmul.js";
import { mean } from "./ops/reduce.js";
import { printGraph } from "./print.js";
import { tensor } from "./tensor.js";
import { tensorType, trace } from "./trace.js";
import { grad } from "./vjp.js";

test("inputs, nodes with operands and attributes, outputs", () => {
  const graph = trace({ x: tensorType(["batch", 2]), w: tensorType([2, 3]) }, ({ x, w }) => {
    const h = withScope("dense", "forward", () => tanh(add(matmul(x, w), constant(tensor([1, 2, 3])))));
    return { y: multiply(transpose(h), 0.5), total: sum(h, { axis: [0, 1], keepdims: true }), x };
  });
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "input x: float32 [batch, 2]
    input w: float32 [2, 3]
    a = matmul(x, w): float32 [batch, 3]  # dense
    b = add(a, constfloat32 [3]): float32 [batch, 3]  # dense
    c = tanh(b): float32 [batch, 3]  # dense
    d = transpose(c, axes=null): float32 [3, batch]
    e = multiply(d, 0.5): float32 [3, batch]
    f = sum(c, axis=[0,1], keepdims=true): float32 [1, 1]
    output y = e
    output total = f
    output x = x"
  `);
});

test("several outputs of one node; letters after z", () => {
  const graph = trace({ x: tensorType([4]) }, ({ x }) => {
    const [a, b] = split(x, { sections: 2 });
    let y = add(a, b);
    for (let i = 0; i < 25; i++) y = sin(y);
    return { y };
  });
  const lines = printGraph(graph).split("\n");
  expect(lines.slice(0, 3)).toMatchInlineSnapshot(`
    [
      "input x: float32 [4]",
      "a, b = split(x, axis=-1, sizes=[2,2]): float32 [2], float32 [2]",
      "c = add(a, b): float32 [2]",
    ]
  `);
  expect(lines.slice(-3)).toMatchInlineSnapshot(`
    [
      "ab = sin(aa): float32 [2]",
      "ac = sin(ab): float32 [2]",
      "output y = ac",
    ]
  `);
});

test("the gradient of a small network", () => {
  const graph = trace({ x: tensorType(["batch", 2]), w: tensorType([2, 1]) }, ({ x, w }) => {
    const loss = mean(withScope("dense", "forward", () => tanh(matmul(x, w))));
    const [gw] = grad(loss, [w]);
    return { gw };
  });
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "input x: float32 [batch, 2]
    input w: float32 [2, 1]
    a = transpose(x, axes=[1,0]): float32 [2, batch]  # dense backward
    b = sizesVector(scalar=true, sizes=[batch]): int64 []  # backward
    c = cast(b, dtype=float32): float32 []  # backward
    d = divide(1, c): float32 []  # backward
    e = reshape(d, shape=[1,1]): float32 [1, 1]  # backward
    f = broadcastTo(e, shape=[batch,1]): float32 [batch, 1]  # backward
    g = matmul(x, w): float32 [batch, 1]  # dense
    h = tanh(g): float32 [batch, 1]  # dense
    i = multiply(h, h): float32 [batch, 1]  # dense backward
    j = subtract(1, i): float32 [batch, 1]  # dense backward
    k = multiply(f, j): float32 [batch, 1]  # dense backward
    l = matmul(a, k): float32 [2, 1]  # dense backward
    output gw = l"
  `);
});

test("an empty graph", () => {
  expect(printGraph({ inputs: [], outputs: {} })).toBe("");
});
