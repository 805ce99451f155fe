import { describe, expect, test } from "vitest";
import { constant } from "./constant.js";
import { evaluateGraph } from "./evaluate.js";
import { graphInput, type Value } from "./graph.js";
import { multiply } from "./ops/arithmetic.js";
import { sum } from "./ops/broadcast.js";
import { type RandomKey, randomNormal, randomUniform } from "./random.js";
import { combineKeys, hashNormal, hashPath, hashUniform } from "./random-bits.js";
import { namedSize } from "./size.js";
import { tensor } from "./tensor.js";
import { grad } from "./vjp.js";

const seed = graphInput("seed", { dtype: "uint32", shape: [] });
const step = graphInput("step", { dtype: "uint32", shape: [] });
const key: RandomKey = { seed, step, path: "dropout_1" };
const run = (y: Value, seedNumber: number, stepNumber: number): Float64Array => {
  const feeds = {
    seed: tensor(seedNumber, { dtype: "uint32" }),
    step: tensor(stepNumber, { dtype: "uint32" }),
  };
  return evaluateGraph({ inputs: [seed, step], outputs: { y } }, feeds, true).y.toFloat64();
};

describe("random numbers inside a graph are those of random-bits, bit for bit", () => {
  test.each([
    [0, 0],
    [1, 5],
    [0xffffffff, 0xfffffffe],
  ])("seed %d, step %d", (s, t) => {
    const k = combineKeys(s, hashPath("dropout_1"), t);
    expect(run(randomUniform([2, 50], key), s, t)).toEqual(hashUniform(k, 100));
    const [z, expected] = [run(randomNormal([100], key), s, t), hashNormal(k, 100)];
    for (const [i, v] of z.entries()) expect(v).toBeCloseTo(expected[i], 12);
  });
  test("path, step and seed each give other numbers", () => {
    const u = randomUniform([4], key);
    const other = randomUniform([4], { ...key, path: "dropout_2" });
    const all = [run(u, 1, 1), run(u, 1, 2), run(u, 2, 1), run(other, 1, 1)].map((x) => x.join());
    expect(new Set(all).size).toBe(4);
  });
});

test("as many as a named size asks for, as constants of the derivative", () => {
  const x = graphInput("x", { dtype: "float32", shape: [namedSize("batch"), 2] });
  const u = randomUniform(x.shape, {
    seed: constant(tensor(1, { dtype: "uint32" })),
    step: constant(tensor(2, { dtype: "uint32" })),
    path: "p",
  });
  const [g] = grad(sum(multiply(x, u)), [x]);
  const { y, gx } = evaluateGraph(
    { inputs: [x], outputs: { y: u, gx: g } },
    {
      x: tensor([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    },
  );
  expect(y.shape).toEqual([3, 2]);
  expect(y.toFloat64()).toEqual(hashUniform(combineKeys(1, hashPath("p"), 2), 6));
  expect(gx.toArray()).toEqual(y.toArray()); // ∂ Σ x u / ∂x
});
