import { describe, expect, test } from "vitest";
import { expectClose } from "../../../test/support/expect-close.js";
import { type Runtime, runOn, runtimes } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import type { Value } from "../../core/graph.js";
import { sum } from "../../core/ops/index.js";
import { tensor } from "../../core/tensor.js";
import { grad } from "../../core/vjp.js";
import { input, layers, sequential } from "../../index.js";
import { type Layer, layerRandom } from "../layer.js";

const size = 10_000;
const x = tensor(new Float32Array(size).fill(3), { shape: [50, 200] });
const word = (n: number): ReturnType<typeof tensor> => tensor(n, { dtype: "uint32" });

/** A layer while training, at some seed and step. */
async function trained(
  runtime: Runtime,
  layer: Layer,
  seed = 1,
  step = 0,
  name = "dropout",
): Promise<Record<"y" | "g", Float64Array>> {
  const inputs = { x, seed: word(seed), step: word(step) };
  const fn = (values: Readonly<Record<string, Value>>): Record<string, Value> => {
    const random = layerRandom(name, values.seed, values.step);
    const [y] = layer.call({ inputs: [values.x], weights: {}, training: true, random, name }).outputs;
    return { y, g: grad(sum(y), [values.x])[0] };
  };
  const [result] = await runOn(runtime, [{ inputs, fn }]);
  return result as Record<"y" | "g", Float64Array>;
}
const shareOfZeros = (y: Float64Array): number => y.filter((v) => v === 0).length / y.length;

describe.each(runtimes)("dropout while training on %s", (runtime) => {
  test("sets a share of rate to 0 and divides the others by 1 − rate; the gradient has the same mask", async () => {
    const { y, g } = await trained(runtime, layers.dropout({ rate: 0.3 }));
    // Four standard deviations of a share of 10,000: 4 √(0.3 · 0.7 / 10000) = 0.019.
    expect(Math.abs(shareOfZeros(y) - 0.3)).toBeLessThan(0.019);
    const kept = y.map((v) => (v === 0 ? 0 : 1 / 0.7));
    expectClose(
      y,
      kept.map((v) => 3 * v),
      1e-6,
    );
    expectClose(g, kept, 1e-6);
  });
});

test("the same bits on every runtime; other ones at another step, seed or layer", async () => {
  const layer = layers.dropout({ rate: 0.5 });
  const [first, ...others] = await Promise.all(runtimes.map((runtime) => trained(runtime, layer)));
  for (const { y } of others) expect(y).toEqual(first.y);
  const changed = [
    await trained("reference", layer, 1, 1),
    await trained("reference", layer, 2, 0),
    await trained("reference", layer, 1, 0, "dropout_1"),
  ];
  for (const { y } of changed) {
    const agree = y.filter((v, i) => v === first.y[i]).length / size;
    expect(Math.abs(agree - 0.5)).toBeLessThan(0.02); // independent masks agree half of the time
  }
});

test("rate 0 and 1, and outside training nothing", async () => {
  expect((await trained("reference", layers.dropout({ rate: 0 }))).y.every((v) => v === 3)).toBe(true);
  expect((await trained("reference", layers.dropout({ rate: 1 }))).y.every((v) => v === 0)).toBe(true);
  const net = sequential([input({ shape: [3] }), layers.dropout({ rate: 0.9 })]);
  expect((await net.predict([[1, 2, 3]])).toArray()).toEqual([[1, 2, 3]]);
});

test("a rate that is none", () => {
  expect(thrown(() => layers.dropout({ rate: 1.5 }))).toBe(
    "dropout: rate is 1.5; use a number from 0 to 1. (invalid_option)",
  );
  expect(thrown(() => layers.dropout({} as { rate: number }))).toBe(
    "dropout: needs the option rate; give dropout({ rate }). (missing_option)",
  );
});
