import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectSame } from "../../test/support/conformance.js";
import { graphOf, plans, randomFeeds } from "../../test/support/random-graph.js";
import { evaluateGraph } from "../core/evaluate.js";
import { type Graph, graphInput, type Value } from "../core/graph.js";
import * as ops from "../core/ops/index.js";
import { hashUniform } from "../core/random-bits.js";
import { simplify } from "../core/simplify.js";
import { fromFloat64, sizeOf, type Tensor } from "../core/tensor.js";
import { CompiledGraph } from "../runtime/compiled-graph.js";
import { planGraph } from "./plan.js";
import { hasKernels } from "./schedule.js";

/** Seeded float32 numbers in [low, high). */
const spread = (shape: readonly number[], seed: number, low = -2, high = 2): Tensor =>
  fromFloat64(
    hashUniform(seed, sizeOf(shape)).map((u) => low + u * (high - low)),
    shape,
    "float32",
  );

async function runKernels(
  graph: Graph,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Readonly<Record<string, Tensor>> | undefined> {
  const plan = hasKernels(graph) ? planGraph(graph) : undefined;
  return plan && new CompiledGraph(plan, await WebAssembly.compile(plan.module)).run(feeds, undefined);
}

/** The largest error beside the reference evaluator, relative to `scale(y)`: by default to max(1, |y|). */
async function errorOf(
  inputs: readonly Tensor[],
  apply: (...x: Value[]) => Value,
  scale = (y: number): number => Math.max(1, Math.abs(y)),
): Promise<number> {
  const values = inputs.map(({ dtype, shape }, i) => graphInput(`x${i}`, { dtype, shape }));
  const graph = { inputs: values, outputs: { y: apply(...values) } };
  const feeds = Object.fromEntries(inputs.map((x, i) => [`x${i}`, x]));
  const got = (await runKernels(graph, feeds))?.y;
  if (got === undefined) throw new Error("no kernel");
  const numbers = got.toFloat64();
  expect(got.shape).toEqual(graph.outputs.y.shape);
  return evaluateGraph(graph, feeds, true)
    .y.toFloat64()
    .reduce((worst, wanted, i) => {
      const error = Object.is(wanted, numbers[i]) ? 0 : Math.abs(wanted - numbers[i]) / scale(wanted);
      return Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error);
    }, 0);
}

describe("products", () => {
  // Tiles of 4 × 8 with all kinds of remainders, with and without a copied factor, longer than a block.
  test.each([
    [1, 1, 1],
    [4, 2, 4],
    [4, 4, 1],
    [3, 5, 7],
    [17, 9, 10],
    [33, 20, 8],
    [20, 1500, 13],
    [5, 2049, 3],
    [130, 784, 128],
    [256, 40, 20],
    [512, 900, 9],
  ])("[%i, %i] · [., %i], either factor turned over", async (m, k, n) => {
    const turned = (x: Value): Value => ops.transpose(x);
    const limit = 6e-8 * 4 * Math.sqrt(k) * 10; // rounding of k products up to 4, as a random walk
    const [a, b] = [spread([m, k], 1), spread([k, n], 2)];
    expect(await errorOf([a, b], (x, y) => ops.matmul(x, y))).toBeLessThan(limit);
    expect(await errorOf([spread([k, m], 1), b], (x, y) => ops.matmul(turned(x), y))).toBeLessThan(limit);
    expect(await errorOf([a, spread([n, k], 2)], (x, y) => ops.matmul(x, turned(y)))).toBeLessThan(limit);
  });

  test("rows of several axes count as one", async () => {
    expect(await errorOf([spread([2, 3, 5], 1), spread([5, 4], 2)], (x, y) => ops.matmul(x, y))).toBeLessThan(
      1e-6,
    );
  });
});

describe("functions that WebAssembly has no instruction for", () => {
  const unit = 2 ** -23; // of float32
  test.each([
    ["exp", ops.exp, 2],
    ["tanh", ops.tanh, 2],
    ["sin", ops.sin, 2],
    ["cos", ops.cos, 2],
    ["sigmoid", ops.sigmoid, 3],
    ["softplus", ops.softplus, 4],
    ["elu", ops.elu, 3],
    ["selu", ops.selu, 4],
    ["erf", ops.erf, 3],
  ] as const)("%s within %s units of the last place, near 0 too", async (_name, op, units) => {
    for (const range of [1e-6, 1e-3, 0.7, 3, 20, 80])
      expect(
        await errorOf([spread([4001], 3, -range, range)], (x) => op(x), Math.abs),
        `up to ${range}`,
      ).toBeLessThan(units * unit);
  });

  test("log within 2 units, from the smallest number to the largest", async () => {
    for (const range of [1e-40, 1e-30, 1, 2, 1e10, 3e38])
      expect(
        await errorOf(
          [spread([4001], 3, range / 1e4, range)],
          (x) => ops.log(x),
          (y) => Math.max(Math.abs(y), 1e-3),
        ),
        `up to ${range}`,
      ).toBeLessThan(2 * unit);
  });

  test("sin and cos within 2 units as far as 8e8, and from −1 to 1 beyond", async () => {
    for (const op of [ops.sin, ops.cos]) {
      for (const range of [1e3, 1e6, 8e8])
        expect(
          await errorOf([spread([4001], 3, -range, range)], (x) => op(x), Math.abs),
          `up to ${range}`,
        ).toBeLessThan(2 * unit);
      const x = graphInput("x", { dtype: "float32", shape: [4001] });
      const graph = { inputs: [x], outputs: { y: op(x) } };
      const { y } = (await runKernels(graph, { x: spread([4001], 3, -3e38, 3e38) })) ?? {};
      expect(y?.toFloat64().every((value) => Math.abs(value) <= 1)).toBe(true);
    }
  });

  test("at the ends", async () => {
    const ends = fromFloat64(
      Float64Array.of(0, -0, 1, -1, 89, -89, 104, -104, 300, -300, Infinity, -Infinity, Number.NaN),
      [13],
      "float32",
    );
    const all = [ops.exp, ops.log, ops.tanh, ops.sin, ops.cos, ops.sigmoid, ops.softplus, ops.relu, ops.elu];
    for (const op of all) {
      const x = graphInput("x", ends);
      const graph = { inputs: [x], outputs: { y: op(x) } };
      const { y } = (await runKernels(graph, { x: ends })) ?? {};
      expectSame(y, evaluateGraph(graph, { x: ends }, true).y, op.def.name, 1e-6);
    }
  });
});

describe.each([
  [128, 10],
  [3, 3],
  [7, 16],
  [1, 1],
  [5, 1001],
  [1500, 21],
])("rows and columns of [%i, %i]", (m, n) => {
  const x = spread([m, n], 5);

  test("softmax and argmax", async () => {
    expect(await errorOf([x], (v) => ops.softmax(v))).toBeLessThan(4e-7);
    expect(await errorOf([x], (v) => ops.logSoftmax(v))).toBeLessThan(1e-6);
    expect(await errorOf([x], (v) => ops.argmax(v))).toBe(0);
    expect(await errorOf([x], (v) => ops.argmin(v))).toBe(0);
  });

  test.each([0, 1, null])("reduced along %s", async (axis) => {
    expect(await errorOf([x], (v) => ops.sum(v, { axis }))).toBeLessThan(4e-5);
    expect(await errorOf([x], (v) => ops.mean(v, { axis, keepdims: true }))).toBeLessThan(1e-6);
    expect(await errorOf([x], (v) => ops.max(v, { axis }))).toBe(0);
    expect(await errorOf([x], (v) => ops.min(v, { axis }))).toBe(0);
  });

  test("turned over, and with operands that vary along rows, columns, both or not at all", async () => {
    expect(await errorOf([x], (v) => ops.transpose(v))).toBe(0);
    const [row, column, one] = [spread([n], 2), spread([m, 1], 3), spread([], 4)];
    expect(
      await errorOf([x, row, column, one], (v, r, c, s) =>
        ops.add(ops.multiply(ops.subtract(v, r), c), ops.multiply(s, v)),
      ),
    ).toBeLessThan(1e-6);
  });
});

test("sums of a million numbers stay near", async () => {
  const x = spread([1_000_000], 1, 0, 1);
  expect(await errorOf([x], (v) => ops.sum(v))).toBeLessThan(1e-6);
});

test("random graphs and their gradients are those of the reference, wherever there are kernels", async () => {
  let planned = 0;
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const graph = simplify(graphOf(plan, { sizes: [2, 3, 1, 5] }));
      const feeds = randomFeeds(graph);
      const results = await runKernels(graph, feeds);
      if (results === undefined) return;
      planned++;
      for (const [name, wanted] of Object.entries(evaluateGraph(graph, feeds, true)))
        expectSame(results[name], wanted, name, 2e-4);
    }),
    { seed: 1, numRuns: 150 },
  );
  expect(planned).toBeGreaterThan(25);
});
