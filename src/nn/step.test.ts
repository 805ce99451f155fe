import { describe, expect, test } from "vitest";
import { expectClose } from "../../test/support/expect-close.js";
import { thrown } from "../../test/support/thrown.js";
import { evaluateGraph } from "../core/evaluate.js";
import { graphInput, graphNodes, type Value } from "../core/graph.js";
import { sign } from "../core/ops/index.js";
import { gradOrNull } from "../core/vjp.js";
import { input, layers, type Model, optimizers, printGraph, sequential, Tensor, tensor } from "../index.js";
import { predictGraph } from "./predict-graph.js";
import { testStep, trainStep } from "./step.js";
import { asInput } from "./step-inputs.js";
import type { StepSpec } from "./step-spec.js";

const f32 = (...shape: number[]): { dtype: "float32"; shape: number[] } => ({ dtype: "float32", shape });

function line(): Model {
  const net = sequential([input({ shape: [1] }), layers.dense({ units: 1, useBias: false })]);
  net.compile({ optimizer: optimizers.sgd({ learningRate: 0.1 }), loss: "mse", runtime: "reference" });
  return net;
}
const specOf = (net: Model): StepSpec => net.compiled("test");

/** Inputs of a step: the state of the model, and a batch. */
function feedsOf(net: Model, x: Tensor, y: Tensor): Record<string, Tensor> {
  const state = Object.fromEntries(net.state.map(({ path, value }) => [path, value]));
  return { ...state, x, y, divisor: tensor(x.shape[0]), learningRate: tensor(0.1, { dtype: "float64" }) };
}

test("a whole training step, node by node", () => {
  const { graph } = trainStep(specOf(line()), { x: [f32(2, 1)], y: [f32(2, 1)] });
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "input dense/kernel: float32 [1, 1]
    input optimizer/iterations: int64 []
    input random/seed: uint32 []
    input metrics/loss/total: float32 []
    input metrics/loss/count: float32 []
    input x: float32 [2, 1]
    input y: float32 [2, 1]
    input learningRate: float32 []
    input divisor: float32 []
    a = matmul(x, dense/kernel): float32 [2, 1]  # dense
    b = subtract(y, a): float32 [2, 1]  # loss
    c = multiply(b, b): float32 [2, 1]  # loss
    d = mean(c, axis=-1, keepdims=false): float32 [2]  # loss
    e = sum(d, axis=null, keepdims=false): float32 []  # loss
    f = divide(e, divisor): float32 []  # loss
    g = reshape(f, shape=[1]): float32 [1]
    h = multiply(f, 2): float32 []  # metrics
    i = add(metrics/loss/total, h): float32 []  # metrics
    j = add(metrics/loss/count, 2): float32 []  # metrics
    k = transpose(x, axes=[1,0]): float32 [1, 2]  # dense backward
    l = divide(1, divisor): float32 []  # loss backward
    m = reshape(l, shape=[1]): float32 [1]  # loss backward
    n = broadcastTo(m, shape=[2]): float32 [2]  # loss backward
    o = reshape(n, shape=[2,1]): float32 [2, 1]  # loss backward
    p = multiply(o, b): float32 [2, 1]  # loss backward
    q = add(p, p): float32 [2, 1]  # loss backward
    r = negative(q): float32 [2, 1]  # loss backward
    s = matmul(k, r): float32 [1, 1]  # dense backward
    t = multiply(s, learningRate): float32 [1, 1]  # optimizer update
    u = subtract(dense/kernel, t): float32 [1, 1]  # optimizer update
    v = add(optimizer/iterations, 1): int64 []  # optimizer update
    output loss = g
    output metrics/loss/total = i
    output metrics/loss/count = j
    output dense/kernel = u
    output optimizer/iterations = v"
  `);
});

test("it is pure: the same state and batch give the same, and every next state is an input", () => {
  const net = line();
  const { graph } = trainStep(specOf(net), { x: [f32(2, 1)], y: [f32(2, 1)] });
  const feeds = feedsOf(net, tensor([[1], [2]]), tensor([[0], [1]]));
  const read = (): unknown =>
    Object.entries(evaluateGraph(graph, feeds, true)).map(([name, value]) => [name, value.toArray()]);
  expect(read()).toEqual(read());
  const inputs = graph.inputs.map(({ name }) => name);
  expect(Object.keys(graph.outputs).filter((name) => name !== "loss" && !inputs.includes(name))).toEqual([]);
});

test("the divisor is an input: half of it doubles loss and gradient", () => {
  const net = line();
  net.setWeights([[[1]]]);
  const { graph } = trainStep(specOf(net), { x: [f32(2, 1)], y: [f32(2, 1)] });
  const feeds = feedsOf(net, tensor([[1], [2]]), tensor([[0], [0]]));
  const run = (divisor: number): number[] => {
    const out = evaluateGraph(graph, { ...feeds, divisor: tensor(divisor) }, true);
    return [out.loss.item(), out["dense/kernel"].item()];
  };
  // Σ (x w)² = 5, its slope 10
  expectClose(run(2), [2.5, 1 - 0.1 * 5], 1e-8);
  expectClose(run(1), [5, 1 - 0.1 * 10], 1e-8);
});

test("gradients enter at one place: any other way of learning can", () => {
  const net = line();
  net.setWeights([[[1]]]);
  const signs = (loss: Value, weights: readonly Value[]): (Value | null)[] =>
    gradOrNull(loss, weights).map((g) => g && sign(g));
  const { graph } = trainStep(specOf(net), { x: [f32(2, 1)], y: [f32(2, 1)] }, { gradients: signs });
  const out = evaluateGraph(graph, feedsOf(net, tensor([[1], [2]]), tensor([[0], [0]])), true);
  expectClose([out["dense/kernel"].item()], [0.9], 1e-8);
});

test("softmax before its cross-entropy goes through the logits, forward and backward", () => {
  const net = sequential([input({ shape: [4] }), layers.dense({ units: 3, activation: "softmax" })]);
  net.compile({ loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"], runtime: "reference" });
  const { graph } = trainStep(specOf(net), { x: [f32(2, 4)], y: [{ dtype: "int32", shape: [2] }] });
  const ops = graphNodes(graph).map(({ op }) => op.name);
  expect(ops).toContain("logSoftmax");
  expect(ops.filter((name) => name === "log" || name === "clip")).toEqual([]);
});

test("a test step has neither gradients nor new weights", () => {
  const graph = testStep(specOf(line()), { x: [f32(2, 1)], y: [f32(2, 1)] });
  expect(Object.keys(graph.outputs)).toEqual(["loss", "metrics/loss/total", "metrics/loss/count"]);
  expect(graphNodes(graph).filter(({ role }) => role !== "forward")).toEqual([]);
});

test("the model alone is for any number of examples", () => {
  const net = line();
  const graph = predictGraph(net.graph, net.values.weights, net.outputNames);
  expect(graph.outputs.dense.shape.map(String)).toEqual(["batch", "1"]);
  const feeds = { "dense/kernel": tensor([[3]]) };
  for (const rows of [1, 4]) {
    const x = new Tensor(new Float32Array(rows).fill(2), [rows, 1], "float32");
    expect(evaluateGraph(graph, { ...feeds, x }).dense.toArray()).toEqual(Array(rows).fill([6]));
  }
});

describe("asInput", () => {
  const value = (dtype: "uint8" | "int32" | "float64" | "string"): Value =>
    graphInput("x", { dtype, shape: [2, 1] });
  test("a whole-number input takes no other dtype", () => {
    expect(thrown(() => asInput(value("float64"), input({ shape: [1], dtype: "int32", name: "word" })))).toBe(
      'input "word": expects int32 [batch, 1], got float64 [2, 1]; convert the data with tensor(x, { dtype: "int32" }). (dtype_mismatch)',
    );
    expect(thrown(() => asInput(value("uint8"), input({ shape: [1], dtype: "int32" })))).toBe(
      'input "x": expects int32 [batch, 1], got uint8 [2, 1]; convert the data with tensor(x, { dtype: "int32" }). (dtype_mismatch)',
    );
  });
});
