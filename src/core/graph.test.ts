import { describe, expect, test } from "vitest";
import { evaluateGraph } from "./evaluate.js";
import { type Graph, graphInput, graphNodes, scopeNow, toposort, type Value, withScope } from "./graph.js";
import { add, multiply, negative } from "./ops/arithmetic.js";
import { sum } from "./ops/broadcast.js";
import { split } from "./ops/layout.js";
import { tanh } from "./ops/math.js";
import { printGraph } from "./print.js";
import { simplify } from "./simplify.js";
import { tensor } from "./tensor.js";
import { grad } from "./vjp.js";

const input = (name: string): Value => graphInput(name, { dtype: "float64", shape: [2] });

describe("toposort", () => {
  test("each node once, after those it uses", () => {
    const x = input("x");
    const a = negative(x);
    const b = multiply(a, a);
    const c = add(b, a);
    expect(toposort([c]).map((node) => node.op.name)).toEqual(["negative", "multiply", "add"]);
    expect(toposort([b, c, b, null]).map((node) => node.op.name)).toEqual(["negative", "multiply", "add"]);
    expect(toposort([x, null])).toEqual([]);
  });
  test("a node of several outputs once", () => {
    const [a, b] = split(input("x"), { sections: 2 }) as readonly [Value, Value];
    expect(toposort([add(a, b)]).map((node) => node.op.name)).toEqual(["split", "add"]);
  });
  test("only what the outputs reach", () => {
    const x = input("x");
    const used = negative(x);
    negative(used);
    expect(graphNodes({ inputs: [x], outputs: { used } })).toHaveLength(1);
  });
});

describe("100,000 nodes deep, nothing overflows", () => {
  const x = input("x");
  let y = x;
  for (let i = 0; i < 100_000; i++) y = negative(y);
  const graph: Graph = { inputs: [x], outputs: { y } };
  test("toposort", () => {
    const nodes = graphNodes(graph);
    expect(nodes).toHaveLength(100_000);
    expect(nodes[0].inputs[0]).toBe(x);
  });
  test("evaluation", () => {
    expect(evaluateGraph(graph, { x: tensor([1, -2]) }).y.toArray()).toEqual([1, -2]); // (−1)^100000 = 1
  });
  test("the gradient", () => {
    const [g] = grad(sum(y), [x]);
    expect(evaluateGraph({ inputs: [x], outputs: { g } }, { x: tensor([1, -2]) }).g.toArray()).toEqual([
      1, 1,
    ]);
  });
  test("simplify, which finds that the signs cancel", () => {
    expect(simplify(graph).outputs.y).toBe(x);
  });
  test("printing", () => {
    expect(printGraph(graph).split("\n")).toHaveLength(100_002);
  });
});

test("nodes, their inputs and their outputs are frozen", () => {
  const { node } = add(input("x"), input("y"));
  expect(Object.isFrozen(node)).toBe(true);
  expect(Object.isFrozen(node?.inputs)).toBe(true);
  expect(Object.isFrozen(node?.outputs)).toBe(true);
});

describe("scope and role", () => {
  test("nodes carry those in which they were made", () => {
    const x = input("x");
    const y = withScope("dense_1", "forward", () => withScope("dense_1/kernel", "update", () => tanh(x)));
    expect(y.node?.scope).toBe("dense_1/kernel");
    expect(y.node?.role).toBe("update");
    expect(tanh(x).node).toMatchObject({ scope: "", role: "forward" });
  });
  test("end with the body, also where it throws", () => {
    expect(() =>
      withScope("dense_1", "forward", () => {
        expect(scopeNow()).toBe("dense_1");
        throw new Error("inside");
      }),
    ).toThrow("inside");
    expect(scopeNow()).toBe("");
  });
  test("a derivative has the scope of the node it belongs to, and the role backward", () => {
    const x = input("x");
    const y = withScope("hidden", "forward", () => tanh(x));
    const [g] = grad(sum(y), [x]);
    expect(g.node).toMatchObject({ scope: "hidden", role: "backward" });
  });
});
