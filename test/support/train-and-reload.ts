import { expect } from "vitest";
import { hashUniform } from "../../src/core/random-bits.js";
import { loadModel, Tensor } from "../../src/index.js";
import { buildModel, type Plan } from "./random-model.js";

const rows = 6;

/** Builds the model of a plan, trains two steps, saves and loads it: finite losses, and the same predictions. */
export async function trainAndReload(plan: Plan): Promise<void> {
  const net = buildModel(plan);
  const size = rows * plan.shape.reduce((a, b) => a * b, 1);
  const x = new Tensor(
    Float32Array.from(hashUniform(3, size), (u) => 2 * u - 1),
    [rows, ...plan.shape],
    "float32",
  );
  const y = Array.from({ length: rows }, (_, i) => i % plan.classes);
  const { history } = await net.fit(x, y, { batchSize: 3, epochs: 1, verbose: 0 });
  expect(Number.isFinite(history.loss[0])).toBe(true);
  const before = await net.predict(x);
  expect(before.shape).toEqual([rows, plan.classes]);
  const again = await loadModel(await net.toBytes(), { runtime: "native", threads: 1 });
  expect(Array.from((await again.predict(x)).data as Float32Array)).toEqual(
    Array.from(before.data as Float32Array),
  );
}
