import { describe, expect, test } from "vitest";
import { evaluateGraph } from "../core/evaluate.js";
import { type Graph, graphNodes } from "../core/graph.js";
import { add, divide, multiply, sqrt, subtract } from "../core/ops/index.js";
import { type Tensor, tensor } from "../core/tensor.js";
import { tensorType, trace } from "../core/trace.js";
import { input, layers, optimizers, printGraph, sequential, setSeed } from "../index.js";
import { trainStep } from "../nn/step.js";
import { packSmall } from "./pack-small.js";

/** What the packed graph gives, taken apart. */
function runPacked(graph: Graph, feeds: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  const packing = packSmall(graph);
  if (packing === undefined) throw new Error("the graph has too few small tensors");
  const others = Object.fromEntries(Object.entries(feeds).filter(([key]) => !packing.keys.has(key)));
  const { vector } = packing.pack(new Map(Object.entries(feeds)));
  const { [packing.name]: packed, ...results } = evaluateGraph(packing.graph, {
    ...others,
    [packing.name]: vector,
  });
  return { ...results, ...Object.fromEntries(packing.unpack(packed).parts) };
}

test("weights that learn by one rule learn as one vector", () => {
  const types = { a: tensorType([2]), b: tensorType([1, 3]), c: tensorType([4]), rate: tensorType([]) };
  const graph = trace(types, ({ a, b, c, rate }) => ({
    a: subtract(a, multiply(sqrt(a), rate)),
    b: subtract(b, multiply(divide(b, 7), rate)),
    c: subtract(c, multiply(sqrt(c), rate)),
  }));
  expect(printGraph((packSmall(graph) as { graph: Graph }).graph)).toMatchInlineSnapshot(`
    "input rate: float32 []
    input small: float32 [9]
    a, b = split(small, axis=0, sizes=[6,3]): float32 [6], float32 [3]
    c = sqrt(a): float32 [6]
    d = multiply(c, rate): float32 [6]
    e = subtract(a, d): float32 [6]
    f = reshape(b, shape=[1,3]): float32 [1, 3]
    g = divide(f, 7): float32 [1, 3]
    h = multiply(g, rate): float32 [1, 3]
    i = subtract(f, h): float32 [1, 3]
    j = reshape(i, shape=[3]): float32 [3]
    k = concatenate(e, j, axis=0): float32 [9]
    output small = k"
  `);
});

test("the order in which they are given does not matter", () => {
  const types = { a: tensorType([2]), ma: tensorType([2]), b: tensorType([3]), mb: tensorType([3]) };
  const graph = trace(types, ({ a, ma, b, mb }) => {
    const [na, nb] = [multiply(ma, 0.5), multiply(mb, 0.5)];
    return { a: subtract(a, sqrt(na)), ma: na, b: subtract(b, sqrt(nb)), mb: nb };
  });
  expect(printGraph((packSmall(graph) as { graph: Graph }).graph)).toMatchInlineSnapshot(`
    "input small: float32 [10]
    a, b = split(small, axis=0, sizes=[5,5]): float32 [5], float32 [5]
    c = multiply(b, 0.5): float32 [5]
    d = sqrt(c): float32 [5]
    e = subtract(a, d): float32 [5]
    f = concatenate(e, c, axis=0): float32 [10]
    output small = f"
  `);
  const feeds = {
    a: tensor([1, 2]),
    ma: tensor([4, 8]),
    b: tensor([3, 4, 5]),
    mb: tensor([2, 18, 32]),
  };
  const got = Object.entries(runPacked(graph, feeds)).map(([key, value]) => [key, value.toArray()]);
  expect(Object.fromEntries(got)).toEqual({
    a: [1 - Math.SQRT2, 0].map(Math.fround),
    ma: [2, 4],
    b: [2, 1, 1],
    mb: [1, 9, 16],
  });
});

test("a counter that is added to before does not gather what else is a sum", () => {
  const types = {
    t: tensorType([]),
    a: tensorType([2]),
    ma: tensorType([2]),
    b: tensorType([3]),
    mb: tensorType([3]),
  };
  const graph = trace(types, ({ t, a, ma, b, mb }) => {
    const [na, nb] = [add(ma, multiply(subtract(a, ma), 0.5)), add(mb, multiply(subtract(b, mb), 0.5))];
    return { t: add(t, 1), a: subtract(a, sqrt(na)), ma: na, b: subtract(b, sqrt(nb)), mb: nb };
  });
  const packed = (packSmall(graph) as { graph: Graph }).graph;
  const count = (name: string): number => graphNodes(packed).filter(({ op }) => op.name === name).length;
  expect([count("add"), count("subtract"), count("sqrt"), count("concatenate")]).toEqual([2, 2, 1, 1]);
});

test("what differs stays apart: another rule, another number, another operand", () => {
  const types = { a: tensorType([2]), b: tensorType([2]), c: tensorType([2]), d: tensorType([2]) };
  const graph = trace(types, ({ a, b, c, d }) => ({
    a: multiply(add(a, 1), 2),
    b: multiply(add(b, 1), 3),
    c: multiply(subtract(c, 1), 3),
    d: multiply(d, a),
  }));
  const packed = (packSmall(graph) as { graph: Graph }).graph;
  const count = (name: string): number => graphNodes(packed).filter(({ op }) => op.name === name).length;
  expect([count("multiply"), count("add"), count("subtract")]).toEqual([4, 2, 1]);
});

const all = Object.entries(optimizers).filter(([name]) => !name.startsWith("define"));

describe("the numbers are the same to the last bit, for each optimizer", () => {
  test.each([
    ...all.map(([name, make]) => [name, (make as typeof optimizers.adam)()] as const),
    [
      "sgd with momentum, clipped",
      optimizers.sgd({ momentum: 0.9, nesterov: true, globalClipnorm: 0.01 }),
    ] as const,
    ["adamW with means", optimizers.adamW({ useEma: true, gradientAccumulationSteps: 2 })] as const,
  ])("%s", (_name, optimizer) => {
    setSeed(4);
    const net = sequential([
      input({ shape: [3] }),
      layers.dense({ units: 5, activation: "tanh" }),
      layers.dense({ units: 4, activation: "tanh" }),
      layers.dense({ units: 2 }),
    ]);
    net.compile({ optimizer, loss: "mse", metrics: ["mae"] });
    const type = (...shape: number[]): { dtype: "float32"; shape: number[] } => ({ dtype: "float32", shape });
    const { graph } = trainStep(net.compiled("test"), { x: [type(4, 3)], y: [type(4, 2)] });
    const feeds: Record<string, Tensor> = {
      ...Object.fromEntries(net.state.map(({ path, value }) => [path, value])),
      x: tensor(
        Float32Array.from({ length: 12 }, (_, i) => Math.sin(i)),
        { shape: [4, 3] },
      ),
      y: tensor(
        Float32Array.from({ length: 8 }, (_, i) => Math.cos(i)),
        { shape: [4, 2] },
      ),
      divisor: tensor(4),
      learningRate: tensor(0.125),
    };
    const expected = evaluateGraph(graph, feeds);
    const got = runPacked(graph, feeds);
    expect(Object.keys(got).sort()).toEqual(Object.keys(expected).sort());
    for (const [key, value] of Object.entries(expected))
      expect([key, ...got[key].toFloat64()]).toEqual([
        key,
        ...(packSmall(graph)?.keys.has(key) ? Float32Array.from(value.toFloat64()) : value.toFloat64()),
      ]);
  });
});

test("Adam on twelve small tensors: one pass for all", () => {
  setSeed(4);
  const net = sequential([
    input({ shape: [3] }),
    layers.dense({ units: 5, activation: "tanh" }),
    layers.dense({ units: 2 }),
  ]);
  net.compile({ optimizer: "adam", loss: "mse" });
  const type = (...shape: number[]): { dtype: "float32"; shape: number[] } => ({ dtype: "float32", shape });
  const { graph } = trainStep(net.compiled("test"), { x: [type(4, 3)], y: [type(4, 2)] });
  const count = (which: Graph): number => graphNodes(which).filter(({ op }) => op.name === "sqrt").length;
  expect([count(graph), count((packSmall(graph) as { graph: Graph }).graph)]).toEqual([5, 2]);
});
