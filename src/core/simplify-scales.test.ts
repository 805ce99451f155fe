import { expect, test } from "vitest";
import { f64 } from "../../test/support/check-op.js";
import { evaluateGraph } from "./evaluate.js";
import { graphInput, graphNodes, type Value } from "./graph.js";
import { add, multiply } from "./ops/arithmetic.js";
import { reshape, sum } from "./ops/broadcast.js";
import { transpose } from "./ops/layout.js";
import { matmul } from "./ops/matmul.js";
import { simplify } from "./simplify.js";
import { namedSize, type Size } from "./size.js";
import { grad } from "./vjp.js";

const of = (name: string, ...shape: Size[]): Value => graphInput(name, { dtype: "float64", shape });
const x = of("x", 4, 3, 2);
const wide = of("wide", 6, 5);
const narrow = of("narrow", 6, 1);

/** Shapes that are multiplied by a number once the graph is simplified, and its value on given numbers. */
function scaledShapes(y: Value, inputs: readonly Value[]): readonly (readonly Size[])[] {
  const graph = simplify({ inputs, outputs: { y } });
  const numbers = Object.fromEntries(
    inputs.map(({ name = "", shape }, i) => {
      const sizes = shape.map((size) => (typeof size === "number" ? size : 4));
      const data = Array.from({ length: sizes.reduce((a, b) => a * b, 1) }, (_, k) => Math.sin(k + 9 * i));
      return [name, f64(data).reshape(sizes)];
    }),
  );
  const [before, after] = [{ inputs, outputs: { y } }, graph].map((g) =>
    evaluateGraph(g, numbers, true).y.toFloat64(),
  );
  after.forEach((value, i) => {
    expect(value).toBeCloseTo(before[i], 12);
  });
  return graphNodes(graph)
    .filter((node) => node.op.name === "multiply")
    .map((node) => node.outputs[0].shape);
}

const rows = (by: number): Value => reshape(multiply(x, by), { shape: [4, 6] });

test("to the product, where it is smallest", () => {
  expect(scaledShapes(matmul(rows(1 / 255), narrow), [x, narrow])).toEqual([[4, 1]]);
});

test("to the other factor, where that is smallest", () => {
  const big = of("big", 9, 6);
  const small = of("small", 6, 5);
  expect(scaledShapes(matmul(multiply(big, 0.5), small), [big, small])).toEqual([[6, 5]]);
  expect(scaledShapes(matmul(transpose(small), multiply(transpose(big), 0.5)), [big, small])).toEqual([
    [6, 5],
  ]);
});

test("in a training step neither pass touches the pixels", () => {
  const bias = of("bias", 1);
  const y = add(matmul(rows(1 / 255), narrow), bias);
  const [g] = grad(sum(multiply(y, y)), [narrow]);
  const shapes = scaledShapes(g, [x, narrow, bias]);
  expect(shapes.length).toBeGreaterThan(1);
  expect(shapes.filter((shape) => shape.length === 3 || shape[1] === 6)).toEqual([]);
});

test("not where nothing is gained, where the number is extreme, or a size is open", () => {
  expect(scaledShapes(matmul(rows(0.5), wide), [x, wide])).toEqual([[4, 5]]); // 20 numbers, not 24
  const row = of("row", 1, 9);
  expect(scaledShapes(matmul(multiply(narrow, 0.5), row), [narrow, row])).toEqual([[6, 1]]);
  expect(scaledShapes(matmul(rows(1e-9), narrow), [x, narrow])).toEqual([[4, 3, 2]]);
  const open = of("open", namedSize("batch"), 6);
  expect(scaledShapes(matmul(multiply(open, 0.5), narrow), [open, narrow])).toEqual([
    [namedSize("batch"), 6],
  ]);
});
