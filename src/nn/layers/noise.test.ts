import { describe, expect, test } from "vitest";
import { expectClose } from "../../../test/support/expect-close.js";
import { type Runtime, runOn, runtimes } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import { sum } from "../../core/ops/index.js";
import { grad } from "../../core/vjp.js";
import { input, layers, type Tensor, tensor } from "../../index.js";
import { type Layer, layerRandom } from "../layer.js";

const word = (n: number): Tensor => tensor(n, { dtype: "uint32" });

/** Output and gradient of a layer while training. */
async function trained(runtime: Runtime, layer: Layer, x: Tensor): Promise<Record<"y" | "g", Float64Array>> {
  const [{ y, g }] = await runOn(runtime, [
    {
      inputs: { x, seed: word(3), step: word(5) },
      fn: (values) => {
        const random = layerRandom("noise", values.seed, values.step);
        const [out] = layer.call({
          inputs: [values.x],
          weights: {},
          training: true,
          random,
          name: "noise",
        }).outputs;
        return { y: out, g: grad(sum(out), [values.x])[0] };
      },
    },
  ]);
  return { y, g };
}

const meanOf = (y: Float64Array): number => y.reduce((a, b) => a + b, 0) / y.length;
const varianceOf = (y: Float64Array): number => {
  const mean = meanOf(y);
  return meanOf(y.map((v) => (v - mean) ** 2));
};
const count = 20_000;
const filled = (value: number): Tensor => tensor(new Float32Array(count).fill(value), { shape: [100, 200] });
const within = 4; // standard deviations of an estimate from `count` numbers

describe.each(["reference", "native"] as const)("while training on %s", (runtime) => {
  test("gaussianNoise: mean x, deviation stddev, gradient 1", async () => {
    const { y, g } = await trained(runtime, layers.gaussianNoise({ stddev: 0.5 }), filled(2));
    expect(Math.abs(meanOf(y) - 2)).toBeLessThan((within * 0.5) / Math.sqrt(count));
    expect(Math.abs(varianceOf(y) / 0.25 - 1)).toBeLessThan(within * Math.sqrt(2 / count));
    expect(new Set(g)).toEqual(new Set([1]));
  });

  test("gaussianDropout: the mean and variance of dropout, x² rate / (1 − rate); the gradient has the same factors", async () => {
    const { y, g } = await trained(runtime, layers.gaussianDropout({ rate: 0.2 }), filled(3));
    expect(Math.abs(meanOf(y) - 3)).toBeLessThan((within * 3 * Math.sqrt(0.25)) / Math.sqrt(count));
    expect(Math.abs(varianceOf(y) / (9 * 0.25) - 1)).toBeLessThan(within * Math.sqrt(2 / count));
    expectClose(
      y,
      g.map((v) => 3 * v),
      1e-6,
    );
  });

  test("alphaDropout: mean 0 and variance 1 stay; what is dropped is selu's lowest value", async () => {
    const seen = Float32Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 1 : -1)); // mean 0, variance 1
    const { y, g } = await trained(
      runtime,
      layers.alphaDropout({ rate: 0.25 }),
      tensor(seen, { shape: [100, 200] }),
    );
    expect(Math.abs(meanOf(y))).toBeLessThan(within / Math.sqrt(count));
    expect(Math.abs(varianceOf(y) - 1)).toBeLessThan(within * Math.sqrt(2 / count));
    // Klambauer et al. 2017, section 3: a = (q + α'² q (1 − q))^(−1/2), b = −a (1 − q) α', q = 1 − rate.
    const [q, alpha] = [0.75, -1.6732632423543772 * 1.0507009873554805];
    const a = (q + alpha ** 2 * q * (1 - q)) ** -0.5;
    const b = -a * (1 - q) * alpha;
    const dropped = g.map((v) => Number(v === 0));
    expect(Math.abs(meanOf(dropped) - 0.25)).toBeLessThan(within * Math.sqrt((0.25 * 0.75) / count));
    expectClose(
      y,
      y.map((_, i) => a * (dropped[i] === 1 ? alpha : seen[i]) + b),
      1e-6,
    );
  });

  test.each([
    ["spatialDropout1d", layers.spatialDropout1d({ rate: 0.3 }), [50, 4, 100]],
    ["spatialDropout2d", layers.spatialDropout2d({ rate: 0.3 }), [50, 2, 2, 100]],
    ["spatialDropout3d", layers.spatialDropout3d({ rate: 0.3 }), [50, 2, 2, 1, 100]],
    ["dropout with a noiseShape", layers.dropout({ rate: 0.3, noiseShape: [null, 1, null] }), [50, 4, 100]],
  ])("%s: a feature is dropped at all four places of an example, or at none", async (_, layer, shape) => {
    const x = tensor(new Float32Array(count).fill(1), { shape });
    const { y, g } = await trained(runtime, layer, x);
    const first = y.filter((_, i) => Math.floor(i / 100) % 4 === 0); // [50, 100]
    expectClose(
      y,
      y.map((_, i) => first[Math.floor(i / 400) * 100 + (i % 100)]),
      0,
    );
    expectClose(
      y,
      y.map((v) => (v === 0 ? 0 : 1 / 0.7)),
      1e-6,
    );
    expect(Math.abs(meanOf(first.map((v) => Number(v === 0))) - 0.3)).toBeLessThan(
      within * Math.sqrt(0.21 / 5000),
    );
    expect(g).toEqual(y);
  });
});

test("the same uniform numbers on every runtime", async () => {
  const x = tensor(new Float32Array(12).fill(1), { shape: [2, 3, 2] });
  const all = await Promise.all(
    runtimes.map((runtime) => trained(runtime, layers.spatialDropout1d({ rate: 0.5 }), x)),
  );
  for (const { y } of all) expect(y).toEqual(all[0].y);
});

test("options that are none", () => {
  expect(thrown(() => layers.gaussianNoise({ stddev: -1 }))).toBe(
    "gaussianNoise: stddev is -1; use a number from 0. (invalid_option)",
  );
  expect(thrown(() => layers.spatialDropout2d({ rate: 0.5 }).apply(input({ shape: [3, 2] })))).toBe(
    "spatialDropout2d: expects [batch, height, width, channels] with a known number of channels, got [batch, 3, 2]; give the input's shape in full, channels last. (shape_mismatch)",
  );
});
