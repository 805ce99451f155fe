import { describe, expect, test } from "vitest";
import { f64 } from "../../test/support/check-op.js";
import { checkGradients } from "./check-gradients.js";
import { evaluateGraph } from "./evaluate.js";
import { type Graph, graphInput, graphNodes, type Value, withScope } from "./graph.js";
import { map } from "./nd.js";
import { defineManyOp, defineOp, type ManyOp, type UnaryOp } from "./op.js";
import { add, multiply, negative, subtract } from "./ops/arithmetic.js";
import { sum } from "./ops/broadcast.js";
import { copyNode, rewrite, substitute } from "./replace.js";
import { tensor } from "./tensor.js";
import { tensorType, trace } from "./trace.js";
import { grad } from "./vjp.js";

// A made-up pair: `y = eˣ`, whose rule asks for a node that also gives the residual r = eˣ (as MaxPool gives indices).
const expWithResidual: ManyOp<["x"]> = defineManyOp("expWithResidual", {
  inputs: ["x"],
  attrs: {},
  onnx: "Exp",
  infer: ([x]) => [x, x],
  vjp: ({ outputs: [, residual], gs }) => {
    const g = gs.reduce((a, b) => (a && b ? add(a, b) : (a ?? b)), null); // both outputs are eˣ
    return [g === null ? null : multiply(g, residual)];
  },
  reference: ([x]) => [map(x, Math.exp), map(x, Math.exp)],
});
const lazyExp: UnaryOp = defineOp("lazyExp", {
  inputs: ["x"],
  attrs: {},
  onnx: "Exp",
  infer: ([x]) => x,
  vjp: ({ inputs: [x], g }) => {
    const [y, residual] = expWithResidual(x) as readonly [Value, Value];
    return { cotangents: [multiply(g, residual)], outputs: [y] };
  },
  reference: ([x]) => map(x, Math.exp),
});
const opNames = (graph: Graph): string[] => graphNodes(graph).map((node) => node.op.name);

describe("a rule that replaces its forward node by one with residual outputs", () => {
  const step = trace({ x: tensorType([2], "float64") }, ({ x }) => {
    const y = lazyExp(x);
    const [g] = grad(sum(y), [x]);
    return { y, g };
  });
  test("in the traced graph only the new node is left: nothing is computed twice", () => {
    expect(opNames(step).filter((name) => /exp/i.test(name))).toEqual(["expWithResidual"]);
  });
  test("the numbers are the same", () => {
    const { y, g } = evaluateGraph(step, { x: f64([0, 1]) });
    expect(y.toArray()).toEqual([1, Math.E]);
    expect(g.toArray()).toEqual([1, Math.E]);
  });
  test("a graph that is not differentiated keeps the plain node", () => {
    const plain = trace({ x: tensorType([2]) }, ({ x }) => ({ y: lazyExp(x) }));
    expect(opNames(plain)).toEqual(["lazyExp"]);
  });
  test("what was made of the old value before uses the new one, two such nodes in a row as well", () => {
    const graph = trace({ x: tensorType([2], "float64") }, ({ x }) => {
      const y = lazyExp(lazyExp(x));
      const z = negative(y);
      const [g] = grad(sum(z), [x]);
      return { z, g };
    });
    expect(opNames(graph).filter((name) => name === "lazyExp")).toEqual([]);
    expect(opNames(graph).filter((name) => name === "expWithResidual")).toHaveLength(2);
    const { z, g } = evaluateGraph(graph, { x: f64([0, 0.5]) });
    const e = Math.exp(0.5);
    expect(z.toFloat64()).toEqual(Float64Array.of(-Math.E, -Math.exp(e)));
    expect(g.toFloat64()[1]).toBeCloseTo(-Math.exp(e) * e, 12);
  });
  test("its derivative is right to order 2", () => {
    expect(checkGradients((x) => lazyExp(x), [f64([-1, 0.5, 2])])).toBeLessThan(1e-6);
  });
});

describe("rewrite", () => {
  const x = graphInput("x", { dtype: "float32", shape: [2] });
  const y = graphInput("y", { dtype: "float32", shape: [2] });
  test("a graph in which nothing changes keeps its nodes", () => {
    const z = add(negative(x), y);
    const graph = rewrite({ inputs: [x, y], outputs: { z } }, (value) => value, copyNode);
    expect(graph.outputs.z).toBe(z);
  });
  test("a value that stands for another takes its place everywhere", () => {
    const old = negative(x);
    const z = add(old, multiply(old, y));
    const graph = rewrite(
      { inputs: [x, y], outputs: { z, old } },
      (value) => (value === old ? x : value),
      copyNode,
    );
    expect(opNames(graph)).toEqual(["multiply", "add"]);
    expect(graph.outputs.old).toBe(x);
    expect(evaluateGraph(graph, { x: tensor([1, 2]), y: tensor([10, 20]) }).z.toArray()).toEqual([11, 42]);
  });
  test("copies keep scope, role and attributes", () => {
    const old = negative(x);
    const z = withScope("dense_1", "backward", () => sum(old, { axis: 0, keepdims: true }));
    const { node } = rewrite(
      { inputs: [x], outputs: { z } },
      (value) => (value === old ? x : value),
      copyNode,
    ).outputs.z;
    expect(node).toMatchObject({ scope: "dense_1", role: "backward", attrs: { axis: 0, keepdims: true } });
    expect(node?.inputs).toEqual([x]);
  });
  test("substitute: inputs given other values", () => {
    const outputs = substitute(
      { inputs: [x, y], outputs: { z: subtract(x, y) } },
      new Map([[y, multiply(x, 3)]]),
    );
    expect(evaluateGraph({ inputs: [x], outputs }, { x: tensor([1, 2]) }).z.toArray()).toEqual([-2, -4]);
  });
});
