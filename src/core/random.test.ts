import { describe, expect, test } from "vitest";
import { createExecutor } from "../runtime/create-executor.js";
import { constant } from "./constant.js";
import { evaluateGraph } from "./evaluate.js";
import { type Graph, graphInput, type Value } from "./graph.js";
import { multiply } from "./ops/arithmetic.js";
import { sum } from "./ops/broadcast.js";
import { greaterEqual } from "./ops/compare.js";
import { mean } from "./ops/reduce.js";
import { cast } from "./ops/select.js";
import { type RandomKey, randomNormal, randomUniform } from "./random.js";
import { combineKeys, hashNormal, hashPath, hashUniform } from "./random-bits.js";
import { simplify } from "./simplify.js";
import { namedSize } from "./size.js";
import { type Tensor, tensor } from "./tensor.js";
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

describe.each(["native", "wasm"] as const)("on %s", (runtime) => {
  const uint32 = (x: number): Tensor => tensor(x, { dtype: "uint32" });
  const runOn = async (
    outputs: Graph["outputs"],
    feeds: Readonly<Record<string, Tensor>>,
    inputs: readonly Value[] = [],
  ): Promise<Record<string, Tensor>> => {
    const executor = await createExecutor({ runtime, threads: 1 });
    const executable = await executor.compile(simplify({ inputs: [seed, step, ...inputs], outputs }));
    return executable.run(feeds).finally(() => executable.dispose());
  };

  test.each([
    [0, 0],
    [1, 5],
    [0xffffffff, 0xfffffffe],
  ])("seed %d, step %d: the same uniforms bit for bit, normals to 1e-5", async (s, t) => {
    const outputs = { u: randomUniform([64, 256], key), z: randomNormal([4096], key) };
    const { u, z } = await runOn(outputs, { seed: uint32(s), step: uint32(t) });
    const k = combineKeys(s, hashPath("dropout_1"), t);
    expect(u.dtype).toBe("float32");
    const uniforms = hashUniform(k, 64 * 256);
    expect(u.size).toBe(uniforms.length);
    expect(u.toFloat64().findIndex((v, i) => v !== uniforms[i])).toBe(-1);
    const expected = hashNormal(k, 4096);
    const worst = z.toFloat64().reduce((most, v, i) => Math.max(most, Math.abs(v - expected[i])), 0);
    expect(worst).toBeLessThan(1e-5);
  });

  test("as many as the batch asks for", async () => {
    const x = graphInput("x", { dtype: "float32", shape: [namedSize("batch"), 3] });
    for (const batch of [1, 8, 0]) {
      const feeds = {
        seed: uint32(3),
        step: uint32(4),
        x: tensor(new Float32Array(3 * batch), { shape: [batch, 3] }),
      };
      const { u } = await runOn({ u: randomUniform(x.shape, key) }, feeds, [x]);
      expect(u.shape).toEqual([batch, 3]);
      expect(u.toFloat64()).toEqual(hashUniform(combineKeys(3, hashPath("dropout_1"), 4), 3 * batch));
    }
  });

  test("moments, and the share that a mask lets through", async () => {
    const u = randomUniform([16384], key);
    const z = randomNormal([16384], { ...key, path: "noise" });
    const kept = cast(greaterEqual(u, 0.3), { dtype: "float32" });
    const outputs = {
      u: mean(u),
      u2: mean(multiply(u, u)),
      z: mean(z),
      z2: mean(multiply(z, z)),
      kept: mean(kept),
    };
    const got = await runOn(outputs, { seed: uint32(42), step: uint32(7) });
    // Four standard errors of means of n = 16384: 4 √(variance / n).
    const within = (name: string, expected: number, variance: number): void =>
      expect(Math.abs(got[name].item() - expected), name).toBeLessThan(4 * Math.sqrt(variance / 16384));
    within("u", 1 / 2, 1 / 12);
    within("u2", 1 / 3, 1 / 5 - 1 / 9);
    within("z", 0, 1);
    within("z2", 1, 2);
    within("kept", 0.7, 0.21);
  });
});
