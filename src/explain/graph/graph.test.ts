import { describe, expect, test } from "vitest";
import { graphNodes, type Value } from "../../core/graph.js";
import { simplify } from "../../core/simplify.js";
import {
  input,
  layers,
  type Model,
  ops,
  printGraph,
  sequential,
  setSeed,
  tensor,
  tensorType,
  trace,
} from "../../index.js";
import { derivativeText } from "./derivative-text.js";
import { describeGraph } from "./describe-graph.js";

import { fatesOf } from "./fates.js";
import { graphGradients, graphValues } from "./graph-values.js";
import { stepFeeds, stepGraph } from "./step-graph.js";

const x = tensor([
  [0.5, -1],
  [1.5, 0.25],
  [-0.75, 2],
]);
const y = tensor([0, 1, 1], { dtype: "int32" });

function network(): Model {
  setSeed(7);
  const net = sequential([
    input({ shape: [2] }),
    layers.dense({ units: 3, activation: "tanh", name: "first" }),
    layers.dense({ units: 1, activation: "sigmoid", name: "last" }),
  ]);
  net.compile({ optimizer: "adam", loss: "binaryCrossentropy", metrics: ["accuracy"], runtime: "reference" });
  return net;
}

const close = (a: ArrayLike<number>, b: ArrayLike<number>): void => {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) expect(a[i]).toBeCloseTo(b[i], 12);
};

describe("stepGraph", () => {
  test("has the nodes of the graph that runs, and every edge has both ends", () => {
    const { graph, traced } = stepGraph(network(), x, y);
    for (const one of [graph, traced]) {
      const { nodes, outputs } = describeGraph(one);
      expect(nodes.length).toBe(one.inputs.length + graphNodes(one).length);
      expect(nodes.every(({ id }, k) => id === k)).toBe(true);
      for (const { id, inputs } of nodes)
        for (const port of inputs) {
          expect(port).not.toBeNull();
          expect(port?.node).toBeLessThan(id);
          expect(nodes[port?.node ?? -1].outputs[port?.output ?? -1]).toBeDefined();
        }
      expect(Object.keys(outputs)).toEqual(Object.keys(one.outputs));
    }
  });

  test("its values are those of net.probe, and of the step that is then taken", async () => {
    const net = network();
    const probe = await net.probe(x, y);
    const { graph, feeds } = stepGraph(net, x, y);
    const { nodes, outputs } = describeGraph(graph);
    const values = graphValues(graph, feeds);
    const gradients = graphGradients(graph, feeds, "loss");
    const activation = nodes.find(({ op, layer }) => op === "tanh" && layer === "first");
    const id = activation?.id ?? -1;
    close(values[id][0].toFloat64(), probe.activations.first.toFloat64());
    close(gradients[id][0]?.toFloat64() ?? [], probe.cotangents.first.toFloat64());
    const kernel = nodes.find(({ op }) => op === "first/kernel")?.id ?? -1;
    close(gradients[kernel][0]?.toFloat64() ?? [], probe.gradients["first/kernel"].toFloat64());
    expect(values[outputs.loss.node][0].toFloat64()[0]).toBeCloseTo(probe.loss, 12);
    await net.trainOnBatch(x, y);
    for (const { name, value } of net.weights) {
      const next = values[outputs[name].node][outputs[name].output];
      expect(Float32Array.from(next.toFloat64())).toEqual(Float32Array.from(value.toFloat64()));
    }
  });

  test("takes other numbers without being made anew", async () => {
    const net = network();
    await net.probe(x, y);
    const { graph } = stepGraph(net, x, y);
    await net.trainOnBatch(x, y);
    const again = stepGraph(net, x, y);
    const id = describeGraph(graph).outputs.loss.node;
    const now = graphValues(graph, stepFeeds(net, x, y))[id][0].item();
    expect(now).toBe(graphValues(again.graph, again.feeds)[id][0].item());
    expect(now).toBeCloseTo((await net.probe(x, y)).loss, 12);
  });

  test("tells layer and part of each node", () => {
    const { nodes } = describeGraph(stepGraph(network(), x, y).graph);
    const of = (role: string, layer: string): readonly string[] =>
      nodes.filter((n) => n.kind === "operator" && n.role === role && n.layer === layer).map(({ op }) => op);
    expect(of("forward", "first")).toEqual(["matmul", "add", "tanh"]);
    expect(of("backward", "last")).toEqual(["transpose", "matmul", "transpose", "matmul", "sum"]);
    expect(of("update", "first").filter((op) => op === "sqrt")).toHaveLength(2); // Adam: kernel and bias
    expect(of("update", "")).toContain("sqrt"); // the correction of the rate serves all
    expect(nodes.find(({ op }) => op === "optimizer/momentum/first/bias")).toMatchObject({
      layer: "first",
      role: "update",
    });
  });

  test("prints", () => {
    expect(printGraph(stepGraph(network(), x, y).graph)).toContain("# first backward");
  });
});

test("what is added to the loss after simplifying, counted by what became of it", () => {
  const inputs = { a: tensorType([2, 3]), b: tensorType([3]) };
  const traced = trace(inputs, ({ a, b }) => {
    const sum = ops.add(a, 0); // is a
    const twice = ops.multiply(ops.add(2, ops.matmul(tensor([[1, 2]]), tensor([[3], [4]]))), ops.tanh(b));
    return { y: ops.add(ops.multiply(sum, ops.tanh(b)), twice) };
  });
  const became = new Map<Value, Value>();
  const graph = simplify(traced, became);
  const fates = fatesOf({ traced, graph, became });
  const { nodes } = describeGraph(traced);
  const by = (op: string): readonly string[] =>
    fates.filter((_, k) => nodes[k].op === op).map(({ is }) => is);
  expect(by("tanh")).toEqual(["kept", "merged"]);
  expect(by("matmul")).toEqual(["computed"]);
  expect(by("add")).toEqual(["bypassed", "computed", "kept"]);
  const kept = fates.filter(({ is }, k) => is === "kept" && nodes[k].kind === "operator").length;
  expect(kept).toBe(describeGraph(graph).nodes.filter(({ kind }) => kind === "operator").length);
});

describe("derivativeText", () => {
  const rules = (op: string): Record<string, string> => {
    const { graph } = stepGraph(network(), x, y);
    const { nodes } = describeGraph(graph);
    const id = nodes.find((n) => n.op === op)?.id ?? -1;
    return Object.fromEntries(derivativeText(graph, id).lines.map((line) => [line.input, line.formula]));
  };

  test("is the rule that the package applies", () => {
    expect(rules("tanh")).toEqual({ x: "g · (1 − y · y)" });
    expect(rules("matmul")).toEqual({ a: "g @ bᵀ", b: "aᵀ @ g" });
    expect(rules("add")).toEqual({ a: "g", b: "sum(g, axis=[0])" });
    expect(rules("softplus")).toEqual({ x: "g · sigmoid(x)" });
  });

  test("says where nothing flows back, and refuses a number that there is not", () => {
    const { graph } = stepGraph(network(), x, y);
    const { nodes } = describeGraph(graph);
    expect(derivativeText(graph, nodes.find(({ op }) => op === "greater")?.id ?? -1).is).toBe("zero");
    expect(() => derivativeText(graph, 9999)).toThrow(
      "derivativeText: there is no node 9999; describeGraph(graph).nodes has the numbers. (index_out_of_range)",
    );
  });
});
