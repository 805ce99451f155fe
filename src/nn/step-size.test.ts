import { afterEach, describe, expect, test, vi } from "vitest";
import { type Graph, graphNodes } from "../core/graph.js";
import { tensor } from "../core/tensor.js";
import { input, layers, sequential } from "../index.js";
import { ReferenceExecutor } from "../runtime/reference.js";

afterEach(() => {
  vi.restoreAllMocks();
});

/** The graph of a training step of 784-128-128-10 on 2 images, as `fit` makes it. */
async function stepGraph(optimizer: "sgd" | "adam"): Promise<Graph> {
  const compile = vi.spyOn(ReferenceExecutor.prototype, "compile");
  const net = sequential([
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.flatten(),
    layers.dense({ units: 128, activation: "relu" }),
    layers.dense({ units: 128, activation: "relu" }),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  net.compile({
    optimizer,
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
    runtime: "reference",
  });
  const images = tensor(
    Uint8Array.from({ length: 2 * 784 }, (_, i) => i % 256),
    { shape: [2, 28, 28] },
  );
  await net.trainOnBatch(images, tensor([3, 8], { dtype: "uint8" }));
  const graphs = compile.mock.calls.map(([graph]) => graph);
  return graphs.reduce((a, b) => (graphNodes(a).length > graphNodes(b).length ? a : b));
}

const counts = (graph: Graph): Record<string, number> => {
  const table: Record<string, number> = {};
  for (const { op } of graphNodes(graph))
    if (op.name !== "constant") table[op.name] = (table[op.name] ?? 0) + 1;
  return Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
};

// Every node costs about a microsecond, every element-wise pass over the weights more: what is added here is felt.
describe("nodes of a training step", () => {
  test("sgd", async () => {
    expect(counts(await stepGraph("sgd"))).toMatchInlineSnapshot(`
      {
        "add": 8,
        "argmax": 1,
        "broadcastTo": 1,
        "cast": 7,
        "divide": 2,
        "equal": 1,
        "logSoftmax": 1,
        "matmul": 8,
        "multiply": 14,
        "negative": 2,
        "oneHot": 1,
        "relu": 2,
        "reshape": 4,
        "softmax": 1,
        "subtract": 7,
        "sum": 7,
        "transpose": 5,
      }
    `);
  });
  test("adam", async () => {
    expect(counts(await stepGraph("adam"))).toMatchInlineSnapshot(`
      {
        "add": 28,
        "argmax": 1,
        "broadcastTo": 1,
        "cast": 8,
        "divide": 11,
        "equal": 1,
        "logSoftmax": 1,
        "matmul": 8,
        "multiply": 37,
        "negative": 2,
        "oneHot": 1,
        "relu": 2,
        "reshape": 4,
        "softmax": 1,
        "sqrt": 7,
        "subtract": 19,
        "sum": 7,
        "tanh": 2,
        "transpose": 5,
      }
    `);
  });
});
