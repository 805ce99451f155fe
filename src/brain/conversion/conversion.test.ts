import { spikingKinds, type ToSpikingOptions, toSpiking } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { drawn } from "../../../test/support/drawn.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { identityMatrix, onReference } from "../../../test/support/on-reference.js";
import {
  activations,
  input,
  layers,
  loadModel,
  type Model,
  model,
  ops,
  sequential,
  setSeed,
  Tensor,
} from "../../index.js";
import { edgesOf, type SpikingDescription } from "./spiking-description.js";

/** ReLUs of the numbers themselves, with threshold 1. */
async function reluOf(n: number, startAtHalf: boolean) {
  const net = onReference(
    sequential([
      input({ shape: [n] }),
      layers.dense({ units: n, activation: "relu" }),
      layers.dense({ units: n }),
    ]),
  );
  const none = new Array<number>(n).fill(0);
  net.setWeights([identityMatrix(n), none, identityMatrix(n), none]);
  return toSpiking(net, { samples: [new Array<number>(n).fill(1)], normalization: "max", startAtHalf });
}

describe("a ReLU is the rate of an integrate-and-fire neuron with soft reset", () => {
  const T = 128;

  test("N(T) = ⌊zT⌋: 47, 93, 126 spikes in 128 steps for 0.37, 0.73, 0.99 (Rueckauer et al., 2017)", async () => {
    const z = [0.37, 0.73, 0.99, -0.2, 0, 0.5, 1, 1.5];
    const spiking = await reluOf(z.length, false);
    const counts = Array.from((await spiking.predict([z], { steps: T })).toFloat64(), (rate) => rate * T);
    expect(counts).toEqual([47, 93, 126, 0, 0, 64, 128, 128]);
    expect(counts.slice(0, 3)).toEqual(z.slice(0, 3).map((value) => Math.floor(value * T)));
    const { spikes } = await spiking.run([z], { steps: T });
    expect(spikes.dense_spikes.toFloat64().reduce((a, b) => a + b)).toBe(47 + 93 + 126 + 64 + 128 + 128);
  });

  test("from a half-charged membrane the largest error is 1/2T instead of 1/T", async () => {
    const z = Array.from({ length: 128 }, (_, k) => (k + 0.5) / 128);
    const worst = async (startAtHalf: boolean): Promise<number> => {
      const spiking = await reluOf(z.length, startAtHalf);
      const rates = (await spiking.predict([z], { steps: 16 })).toFloat64();
      return Math.max(...z.map((value, k) => Math.abs(value - rates[k])));
    };
    const [empty, half] = [await worst(false), await worst(true)];
    expect(empty).toBeGreaterThan(0.8 / 16);
    expect(empty).toBeLessThan(1 / 16);
    expect(half).toBeGreaterThan(0.8 / 32);
    expect(half).toBeLessThanOrEqual(1 / 32);
  });
});

const weightsIn = ({ nodes }: SpikingDescription): readonly (readonly [string, Tensor, Tensor])[] =>
  nodes.flatMap((node) =>
    node.kind === "affine" || node.kind === "conv" ? [[node.name, node.weight, node.bias] as const] : [],
  );

test("batch normalization is folded into the weights, exactly", async () => {
  setSeed(3);
  const net = onReference(
    sequential([
      input({ shape: [3] }),
      layers.dense({ units: 4 }),
      layers.batchNormalization(),
      layers.reLU(),
      layers.dense({ units: 2, useBias: false }),
      layers.batchNormalization({ scale: false }),
      layers.softmax(),
    ]),
  );
  const [gamma, beta, mean] = [0.5, 1, 2].map((phase) => drawn([4], phase));
  const variance = new Tensor(Float32Array.of(0.5, 1, 2, 4), [4], "float32");
  net.writeState({
    "dense/kernel": drawn([3, 4], 3),
    "dense/bias": drawn([4], 4),
    "dense_1/kernel": drawn([4, 2], 5),
    "batchNormalization/gamma": gamma,
    "batchNormalization/beta": beta,
    "batchNormalization/movingMean": mean,
    "batchNormalization/movingVariance": variance,
  });
  const spiking = await toSpiking(net, { samples: drawn([50, 3]) });
  expect(spiking.description.nodes.map(({ kind }) => kind)).toEqual([
    "input",
    "affine",
    "integrateAndFire",
    "affine",
    "output",
  ]);
  const [first, second] = weightsIn(spiking.description);
  const [kernel, bias, , , , , last] = net.getWeights().map((w) => w.toFloat64());
  const scale = gamma.toFloat64().map((g, k) => g / Math.sqrt(variance.toFloat64()[k] + 0.001));
  expectClose(
    first[1].toFloat64(),
    kernel.map((w, i) => w * scale[i % 4]),
    1e-15,
    "W γ/√(σ² + ε)",
  );
  expectClose(
    first[2].toFloat64(),
    bias.map((b, k) => (b - mean.toFloat64()[k]) * scale[k] + beta.toFloat64()[k]),
    1e-15,
    "(b − μ) γ/√(σ² + ε) + β",
  );
  const [neurons] = spiking.description.nodes.filter((node) => node.kind === "integrateAndFire");
  expectClose(
    second[1].toFloat64(),
    last.map((w) => (w * neurons.vThreshold) / Math.sqrt(1.001)),
    1e-14,
    "θ W/√(1 + ε)",
  );
});

const residual = (): Model => {
  const x = input({ shape: [6, 6, 2] });
  const h = layers.conv2d({ filters: 4, kernelSize: 3, padding: "same", activation: "relu" }).apply(x);
  const inner = layers.conv2d({ filters: 4, kernelSize: 3, padding: "same" }).apply(h);
  const sum = layers.add().apply([layers.batchNormalization().apply(inner), h]);
  const y = layers.globalAveragePooling2d().apply(layers.reLU().apply(sum));
  return model({ inputs: x, outputs: layers.dense({ units: 3 }).apply(y) });
};

/** Networks of each kind of layer that has a counterpart in spikes; none is trained, so nothing in them is small by chance. */
const networks: Readonly<Record<string, () => Model>> = {
  "dense layers, a rescaling and dropout": () =>
    sequential([
      input({ shape: [8] }),
      layers.rescaling({ scale: 2, offset: 0.1 }),
      layers.dense({ units: 16, activation: "relu" }),
      layers.dropout({ rate: 0.5 }),
      layers.dense({ units: 12 }),
      layers.activation({ activation: "relu" }),
      layers.dense({ units: 3, activation: "tanh" }),
    ]),
  "a residual block": residual,
  "data that go around the neurons": () => {
    const x = input({ shape: [4, 4, 2] });
    const around = layers.maxPooling2d().apply(x);
    const h = layers.conv2d({ filters: 2, kernelSize: 2, strides: 2, activation: "relu" }).apply(x);
    const sum = layers.add().apply([h, around, layers.reLU().apply(around)]);
    const y = layers.dense({ units: 3 }).apply(layers.flatten().apply(ops.relu(sum)));
    return model({ inputs: x, outputs: y });
  },
  "max pooling of images": () =>
    sequential([
      input({ shape: [8, 8, 1] }),
      layers.conv2d({ filters: 4, kernelSize: 3, strides: 1, activation: "relu" }),
      layers.maxPooling2d({ poolSize: 3, strides: 2, padding: "same" }),
      layers.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2 }),
      layers.maxPooling2d(),
      layers.reLU({ maxValue: 6 }),
      layers.flatten(),
      layers.dense({ units: 3 }),
    ]),
  "a sequence": () =>
    sequential([
      input({ shape: [10, 3] }),
      layers.normalization({ mean: [0.1, 0, -0.1], variance: [1, 2, 3] }),
      layers.conv1d({
        filters: 6,
        kernelSize: 3,
        padding: "causal",
        dilationRate: 2,
        activation: activations.relu6,
      }),
      layers.averagePooling1d({ poolSize: 2 }),
      layers.batchNormalization(),
      layers.dense({ units: 5, activation: "relu" }),
      layers.maxPooling1d({ poolSize: 2, strides: 1 }),
      layers.reshape({ targetShape: [2, 10] }),
      layers.globalMaxPooling1d(),
      layers.dense({ units: 3 }),
    ]),
  "a convolution in groups, strides, average pooling with a border": () =>
    sequential([
      input({ shape: [9, 9, 2] }),
      layers.conv2d({
        filters: 4,
        kernelSize: [3, 2],
        groups: 2,
        strides: 2,
        padding: "same",
        activation: "relu",
      }),
      layers.averagePooling2d({ poolSize: 2, strides: 2, padding: "same" }),
      layers.dense({ units: 4, activation: "relu" }),
      layers.globalAveragePooling2d({ keepdims: true }),
      layers.flatten(),
      layers.dense({ units: 3 }),
    ]),
};

describe("rates come to the numbers of the trained network", () => {
  for (const [what, build] of Object.entries(networks)) {
    test(what, async () => {
      setSeed(5);
      const net = build();
      const x = drawn([6, ...(net.inputs[0].shape.slice(1) as number[])]);
      const spiking = await toSpiking(net, { samples: x, normalization: "max" });
      const wanted = (await net.predict(x)).toFloat64();
      const errorAt = async (steps: number): Promise<number> => {
        const got = (await spiking.predict(x, { steps })).toFloat64();
        expect(got.length).toBe(wanted.length);
        return Math.max(...got.map((value, k) => Math.abs(value - wanted[k])));
      };
      const size = Math.max(...wanted.map(Math.abs));
      const [few, many] = [await errorAt(16), await errorAt(512)];
      expect(few, "after 16 steps").toBeLessThan(0.5 * size);
      expect(many, "after 512 steps").toBeLessThan(0.02 * size);
      expect(many).toBeLessThan(few / 4);
    });
  }
});

test("the model of ordinary layers says the same, is saved and loaded, and can be trained on", async () => {
  for (const [what, build] of Object.entries(networks)) {
    setSeed(5);
    const net = build();
    net.compile({ optimizer: "sgd", loss: "meanSquaredError", runtime: "reference" });
    const x = drawn([2, ...(net.inputs[0].shape.slice(1) as number[])]);
    const spiking = await toSpiking(net, { samples: x });
    const inTime = spiking.model({ steps: 6 });
    const said = (await spiking.predict(x, { steps: 6 })).toFloat64();
    expectClose((await inTime.predict(x)).toFloat64(), said, 1e-6, what);
  }
  setSeed(5);
  const x = drawn([8, 6, 6, 2]);
  const spiking = await toSpiking(residual(), { samples: x });
  const inTime = spiking.model({ steps: 6 });
  inTime.compile({ optimizer: "adam", loss: "meanSquaredError" });
  const again = await loadModel(await inTime.toBytes(), spikingKinds);
  expectClose((await again.predict(x)).toFloat64(), (await inTime.predict(x)).toFloat64(), 1e-6);
  const y = drawn([8, 3], 4);
  const losses: number[] = [];
  for (let k = 0; k < 10; k++) losses.push((await again.trainOnBatch(x, y)).loss);
  expect(losses[9]).toBeLessThan(0.95 * losses[0]);
});

test("what leads where, and the scales of the ways that meet", async () => {
  setSeed(5);
  const { description } = await toSpiking(residual(), { samples: drawn([6, 6, 6, 2]) });
  expect(edgesOf(description).map(([from, to]) => `${from} → ${to}`)).toEqual([
    "input → conv2d",
    "conv2d → conv2d_spikes",
    "conv2d_spikes → conv2d_1",
    "conv2d_spikes → conv2d_spikes_to_add",
    "conv2d_1 → add",
    "conv2d_spikes_to_add → add",
    "add → reLU",
    "reLU → globalAveragePooling2d",
    "globalAveragePooling2d → globalAveragePooling2d_flatten",
    "globalAveragePooling2d_flatten → dense",
    "dense → output",
  ]);
  const node = (name: string) => description.nodes.find((one) => one.name === name);
  const [neurons, scale] = [node("conv2d_spikes"), node("conv2d_spikes_to_add")];
  if (neurons?.kind !== "integrateAndFire" || scale?.kind !== "scale") throw new Error("other kinds");
  expect(scale.scale.item()).toBe(neurons.vThreshold); // a spike stands for the threshold
  expect(neurons.vStart).toBe(neurons.vThreshold / 2);
  expect(node("conv2d")?.shape).toEqual([6, 6, 4]);
});

describe("thresholds", () => {
  const x = Array.from({ length: 201 }, (_, k) => [k / 100]); // activations 0, 0.01, …, 2
  const thresholdOf = async (options: Partial<ToSpikingOptions>): Promise<number> => {
    const net = onReference(
      sequential([
        input({ shape: [1] }),
        layers.dense({ units: 1, activation: "relu" }),
        layers.dense({ units: 1 }),
      ]),
    );
    net.setWeights([[[1]], [0], [[1]], [0]]);
    const { description } = await toSpiking(net, { samples: x, ...options });
    const [neurons] = description.nodes.filter((node) => node.kind === "integrateAndFire");
    return neurons.vThreshold;
  };

  test("the largest activation, a percentile as NumPy has it, a part of them", async () => {
    expect(await thresholdOf({ normalization: "max" })).toBeCloseTo(2, 6);
    expect(await thresholdOf({})).toBeCloseTo(1.998, 6); // numpy.percentile(x, 99.9)
    expect(await thresholdOf({ percentile: 90.25 })).toBeCloseTo(1.805, 6);
    expect(await thresholdOf({ normalization: "max", thresholdScale: 0.5 })).toBeCloseTo(1, 6);
    expect(await thresholdOf({ samples: [[-1]] })).toBe(1); // nothing is ever active
  });

  test("by least squares: coarse rates need a lower one than fine ones", async () => {
    const error = (threshold: number, T: number): number =>
      x.reduce((sum, [z]) => {
        const spikes = Math.min(Math.floor((z * T) / threshold + 0.5), T);
        return sum + (z - (spikes * threshold) / T) ** 2;
      }, 0);
    for (const bestAt of [1, 4, 64]) {
      const found = await thresholdOf({ normalization: "leastSquares", bestAt });
      for (let k = 1; k <= 100; k++)
        expect(error(found, bestAt)).toBeLessThanOrEqual(error(k / 50, bestAt) + 1e-6);
    }
    expect(await thresholdOf({ normalization: "leastSquares", bestAt: 1 })).toBeLessThan(1.7);
    expect(await thresholdOf({ normalization: "leastSquares", bestAt: 64 })).toBeGreaterThan(1.9);
  });
});

test("what a layer costs: neurons, synapses of a spike, products of the trained network", async () => {
  const net = sequential([
    input({ shape: [28, 28, 1] }),
    layers.conv2d({ filters: 32, kernelSize: 3, activation: "relu" }), // [26, 26, 32]
    layers.averagePooling2d({ poolSize: 2 }), // [13, 13, 32]
    layers.conv2d({ filters: 16, kernelSize: 3, activation: "relu" }), // [11, 11, 16]
    layers.maxPooling2d(), // [5, 5, 16]
    layers.flatten(),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  const spiking = await toSpiking(net, { samples: drawn([4, 28, 28, 1]) });
  const places = 11 * 11 * 16;
  expect(spiking.layers).toEqual([
    {
      name: "conv2d_spikes",
      units: 26 * 26 * 32,
      fanOut: (places * 9 * 32) / (13 * 13 * 32),
      macs: 26 * 26 * 32 * 9,
      isAnalog: true,
    },
    {
      name: "conv2d_1_spikes",
      units: places,
      fanOut: (400 * 4) / places,
      macs: places * 9 * 32,
      isAnalog: false,
    },
    { name: "maxPooling2d", units: 400, fanOut: 10, macs: 0, isAnalog: false },
    { name: "output", units: 10, fanOut: 0, macs: 4000, isAnalog: false },
  ]);
  const of = async (net: Model, shape: readonly number[]) =>
    (await toSpiking(net, { samples: drawn(shape) })).layers;
  const plain = await of(
    sequential([
      input({ shape: [784] }),
      layers.dense({ units: 1000, activation: "relu" }),
      layers.dense({ units: 10 }),
    ]),
    [2, 784],
  );
  expect(plain.reduce((sum, { macs }) => sum + macs, 0)).toBe(794_000);
});
