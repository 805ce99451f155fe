import { expect, test } from "vitest";
import { type Graph, graphInput, type Value } from "../core/graph.js";
import * as ops from "../core/ops/index.js";
import { tensorType, trace } from "../core/trace.js";
import { rowsOf } from "./fused.js";
import { hasKernels, schedule } from "./schedule.js";

/** What is done, in order: the ops that are one function in brackets. */
const workOf = (graph: Graph): readonly string[] | undefined =>
  schedule(graph)?.map((work) =>
    "fused" in work ? `[${work.fused.nodes.map(({ op }) => op.name).join(" ")}]` : work.node.op.name,
  );

test("an update of element-wise steps is one function, its outputs written as it goes", () => {
  const graph = trace(
    { w: tensorType([8, 4]), m: tensorType([8, 4]), g: tensorType([8, 4]) },
    ({ w, m, g }) => {
      const next = ops.add(ops.multiply(m, 0.9), g);
      return { m: next, w: ops.subtract(w, ops.multiply(next, 0.1)) };
    },
  );
  expect(workOf(graph)).toEqual(["[multiply add multiply subtract]"]);
});

test("what only the backward pass needs is computed there", () => {
  const graph = trace({ x: tensorType([4, 8]), w: tensorType([8, 8]) }, ({ x, w }) => {
    const h = ops.relu(ops.matmul(x, w));
    const mask = ops.cast(ops.cast(h, { dtype: "bool" }), { dtype: "float32" });
    return { y: ops.multiply(ops.matmul(h, ops.transpose(w)), mask) };
  });
  // The transpose is not made: the product reads the matrix as it lies.
  expect(workOf(graph)).toEqual(["matmul", "[relu]", "matmul", "[cast cast multiply]"]);
});

test("a graph without a kernel for each op has no work", () => {
  const tangent = trace({ x: tensorType([3]) }, ({ x }) => ({ y: ops.tan(x) }));
  expect(hasKernels(tangent)).toBe(false);
  expect(schedule(tangent)).toBeUndefined();
  const half = trace({ x: tensorType([3], "float16") }, ({ x }) => ({ y: ops.add(x, x) }));
  expect(hasKernels(half)).toBe(true); // for other dtypes
  expect(schedule(half)).toBeUndefined();
  const counts = trace({ x: tensorType([3], "int64") }, ({ x }) => ({ y: ops.add(x, x) }));
  expect(schedule(counts)).toBeUndefined(); // could leave 32 bits
});

test("ways in which operands vary", () => {
  expect(rowsOf([4, 3], [[4, 3], [3], [4, 1], []])).toEqual({
    rows: 4,
    columns: 3,
    ways: ["all", "row", "column", "one"],
  });
  expect(
    rowsOf(
      [4, 3],
      [
        [4, 3],
        [1, 1],
      ],
    ),
  ).toEqual({ rows: 1, columns: 12, ways: ["all", "one"] });
  expect(
    rowsOf(
      [2, 4, 3],
      [
        [2, 4, 3],
        [4, 3],
      ],
    ),
  ).toEqual({ rows: 2, columns: 12, ways: ["all", "row"] });
  expect(rowsOf([2, 4, 3], [[4, 1]])).toBeUndefined(); // along the axis in the middle alone
  expect(rowsOf([2, 4, 3], [[2, 1, 1], [3]])).toBeUndefined(); // no place between them that is both's
});

test("a value that varies in no common way makes a graph another executor's", () => {
  const x: Value = graphInput("x", { dtype: "float32", shape: [2, 4, 3] });
  const b: Value = graphInput("b", { dtype: "float32", shape: [4, 1] });
  expect(schedule({ inputs: [x, b], outputs: { y: ops.add(x, b) } })).toBeUndefined();
});
