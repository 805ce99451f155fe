import {
  datasets,
  input,
  layers,
  loadModel,
  type Model,
  model,
  optimizers,
  sequential,
  setSeed,
  tensor,
} from "neurograd";
import { forwardForward, forwardForwardAccuracy, forwardForwardLoss } from "neurograd/brain";
import { expect, test } from "vitest";
import { expectClose } from "../../../test/support/expect-close.js";
import { thrown } from "../../../test/support/thrown.js";

const kinds = {
  customLayers: { forwardForward },
  customLosses: { forwardForwardLoss },
  customMetrics: { forwardForwardAccuracy },
};

const rows = [
  [1, 2, -1, 0.5],
  [-0.5, 1, 3, 1],
  [2, -2, 0.5, 1],
];
const x = tensor(rows);
const y = tensor([1, 0, 2]);

function network(units: readonly number[]): Model {
  setSeed(3);
  const net = sequential([
    input({ shape: [4] }),
    forwardForward({ classes: 3, units, threshold: 0.8, labelScale: 1.5, name: "forward" }),
  ]);
  net.compile({ loss: forwardForwardLoss(), metrics: [forwardForwardAccuracy()], runtime: "reference" });
  return net;
}

const names = (net: Model): string[] => net.weights.map(({ name }) => name.replace("forward/", ""));
const softplus = (v: number): number => Math.log1p(Math.exp(-Math.abs(v))) + Math.max(v, 0);
const meanSquare = (v: readonly number[]): number => v.reduce((sum, a) => sum + a * a, 0) / v.length;
const direction = (v: readonly number[]): number[] => v.map((a) => a / Math.sqrt(meanSquare(v) + 1e-8));

/** The layer's log-odds [layers][classes] of one example, by hand. */
function byHand(net: Model, row: readonly number[], units: readonly number[]): number[][] {
  const weight = (name: string): Float64Array => net.getWeights()[names(net).indexOf(name)].toFloat64();
  const odds = units.map((): number[] => []);
  for (const label of [0, 1, 2]) {
    let h = [...row];
    for (const [k, n] of units.entries()) {
      const from = direction(h);
      const [kernel, bias] = [weight(`kernel_${k + 1}`), weight(`bias_${k + 1}`)];
      h = Array.from({ length: n }, (_, j) => {
        const driven = from.reduce((sum, v, i) => sum + v * kernel[i * n + j], bias[j]);
        return Math.max(0, k === 0 ? driven + 1.5 * weight("label_1")[label * n + j] : driven);
      });
      odds[k][label] = (n * meanSquare(h) - 0.8 * n) / Math.sqrt(n);
    }
  }
  return odds;
}

test("log-odds and loss are those worked out by hand", async () => {
  const units = [6, 5];
  const net = network(units);
  const found = await net.predict(x);
  const expected = rows.map((row) => byHand(net, row, units));
  expect(found.shape).toEqual([3, 2, 3]);
  expectClose(found.toFloat64(), expected.flat(2), 1e-6);
  const losses = expected.map((layersOf, n) =>
    layersOf.reduce((sum, odds) => {
      const right = [1, 0, 2][n];
      const wrong = odds.filter((_, c) => c !== right).map(softplus);
      return sum + 0.5 * softplus(-odds[right]) + (0.5 * (wrong[0] + wrong[1])) / 2;
    }, 0),
  );
  const chosen = expected.map((layersOf) => layersOf[1].indexOf(Math.max(...layersOf[1])));
  const { loss, forwardForwardAccuracy: share } = await net.evaluate(x, y);
  expect(loss).toBeCloseTo(losses.reduce((a, b) => a + b) / 3, 6);
  expect(share).toBeCloseTo(chosen.filter((c, n) => c === [1, 0, 2][n]).length / 3, 6);
});

test("each layer learns by itself: the first one's gradients know nothing of those behind it", async () => {
  const [deep, shallow] = [network([6, 5]), network([6])];
  const given = deep.getWeights();
  shallow.setWeights(given.filter((_, k) => names(deep)[k].endsWith("_1")));
  const [a, b] = [await deep.gradients(x, y), await shallow.gradients(x, y)];
  for (const [path, g] of Object.entries(b)) expectClose(a[path].toFloat64(), g.toFloat64(), 1e-6, path);
  expect(Math.max(...a["forward/kernel_2"].toFloat64().map(Math.abs))).toBeGreaterThan(0.001);
});

test("learns flowers without a way back; a file keeps it", async () => {
  const { x: flowers, y: kinds_ } = datasets.iris();
  setSeed(1);
  const net = sequential([
    input({ shape: [4] }),
    layers.normalization({ mean: [5.84, 3.05, 3.76, 1.2], variance: [0.68, 0.19, 3.1, 0.58] }),
    forwardForward({ classes: 3, units: [32, 32] }),
  ]);
  net.compile({
    optimizer: optimizers.adam({ learningRate: 0.01 }),
    loss: forwardForwardLoss(),
    metrics: [forwardForwardAccuracy({ name: "accuracy" })],
    runtime: "wasm",
  });
  await net.fit(flowers, kinds_, { epochs: 30, batchSize: 16, verbose: 0 });
  const before = await net.evaluate(flowers, kinds_);
  expect(before.accuracy).toBeGreaterThan(0.88);
  const again = await loadModel(await net.toBytes(), kinds);
  expect((await again.evaluate(flowers, kinds_)).loss).toBeCloseTo(before.loss, 6);
});

test("wrong options and shapes are named", () => {
  expect(thrown(() => forwardForward({ classes: 3, units: [] }))).toBe(
    "forwardForward: units is []; give a list with the number of neurons of each layer, such as [400, 400]. (invalid_option)",
  );
  const images = input({ shape: [4, 4] });
  expect(
    thrown(() =>
      model({ inputs: images, outputs: forwardForward({ classes: 3, units: [4] }).apply(images) }),
    ),
  ).toMatch(
    /expects \[batch, features\] with a known number of features, got \[batch, 4, 4\]; put layers.flatten\(\) before it/,
  );
});
