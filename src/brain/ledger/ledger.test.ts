import {
  allToAll,
  brainBudget,
  breakEven,
  clockDriven,
  constantCurrent,
  countWork,
  devices,
  eventDriven,
  leakyLayer,
  ledger,
  lif,
  memoryEnergy,
  synapticLayer,
  toSpiking,
  type Work,
  workOfLayers,
  workOfRun,
} from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { rejection, thrown } from "../../../test/support/thrown.js";
import {
  input,
  type Layer,
  layers,
  type Model,
  model,
  sequential,
  type Tensor,
  tensor,
} from "../../index.js";

const check = beside("Horowitz (2014), ISSCC, and what follows from it by hand");
const checkDevice = beside("KerasSpiking, ModelEnergy; Loihi: Davies et al. (2018)");
const checkBudget = beside("What the brain spends [W, times, %]");

const macsOf = ({ lines }: Work): Record<string, number> =>
  Object.fromEntries(lines.filter(({ macs }) => macs > 0).map(({ name, macs }) => [name, macs]));

const onReference = (stack: readonly Layer[], shape: readonly number[]): Model => {
  const net = sequential([input({ shape }), ...stack]);
  net.compile({ optimizer: "sgd", loss: "meanSquaredError", runtime: "reference" });
  return net;
};

describe("prices", () => {
  test("784-1000-10 is 794,000 multiply-accumulates, 3.6524 µJ; 5.11 additions cost as much as one", async () => {
    const net = sequential([
      input({ shape: [784] }),
      layers.dense({ units: 1000, activation: "relu" }),
      layers.dense({ units: 10 }),
    ]);
    const work = await countWork(net);
    const { accounts } = ledger({ float: work, bytes: { work, precision: "int8" } });
    const [float, bytes] = accounts.map(({ total }) => total);
    check("MACs of 784-1000-10", float.macs, { published: 794_000 });
    check("arithmetic [µJ]", float.arithmetic * 1e-6, { published: 3.6524, relative: 1e-12 });
    check("break-even [additions]", breakEven(), { published: 4.6 / 0.9, relative: 1e-12 });
    check("in 8 bits [µJ]", bytes.arithmetic * 1e-6, { published: 0.18262, relative: 1e-12 });
    // Biases and ReLU: 1000 + 10 and 1000. Each MAC reads two numbers; 1010 results are written.
    expect([float.additions, float.multiplications, float.results]).toEqual([2010, 0, 1010]);
    expect(float.bytes).toBe(4 * (2 * 794_000 + 1010));
    // 784 inputs are 3136 bytes and 1000 sums 4000: 10 pJ for 8 bytes. 784,000 weights are beyond 1 MB: 100; 10,000 are 40,000 bytes.
    const small = 20 + (80 * (40_000 - 32_768)) / (1_048_576 - 32_768);
    const memory = (784_000 * (10 + 100) + 10_000 * (10 + small) + 1010 * 10) / 2;
    expect(float.withMemory).toBeCloseTo(float.arithmetic + 2010 * 0.9 + memory, 3);
    expect(accounts[0].onDevices.Loihi).toBeCloseTo(794_000 * 27.1e-12 + 1010 * 81e-12, 15);
  });

  test("machines: energy of a synaptic event and of a neuron's update, as KerasSpiking has them", () => {
    const published: Readonly<Record<string, readonly [number, number]>> = {
      CPU: [8.6, 8.6],
      GPU: [0.3, 0.3],
      ARM: [0.9, 0.9],
      SpiNNaker: [13.3, 26],
      "SpiNNaker 2": [0.45, 2.19],
      Loihi: [0.0271, 0.081],
    };
    expect(devices.map(({ name }) => name)).toEqual(Object.keys(published));
    for (const { name, synapse, neuron } of devices) {
      checkDevice(`${name}, a synaptic event [nJ]`, synapse * 1e9, {
        published: published[name][0],
        relative: 1e-12,
      });
      checkDevice(`${name}, a neuron's update [nJ]`, neuron * 1e9, {
        published: published[name][1],
        relative: 1e-12,
      });
    }
  });

  test("the brain's budget, by source: computation 0.1 W, communication 35 times that; shares of signalling", () => {
    const of = (author: string): number[] =>
      brainBudget.filter(({ source }) => source.startsWith(author)).map(({ value }) => value);
    const published: Readonly<Record<string, readonly number[]>> = {
      "Levy & Calvert (2021)": [0.1, 35],
      "Attwell & Laughlin (2001)": [47, 34, 13, 3],
      "Howarth, Gleeson & Attwell (2012)": [50, 21, 20, 5, 4],
    };
    for (const [author, values] of Object.entries(published))
      for (const [k, value] of of(author).entries())
        checkBudget(`${author}, figure ${k + 1}`, value, { published: values[k], absolute: 0 });
    const unconfirmed = brainBudget.filter(({ isConfirmed }) => !isConfirmed).map(({ value }) => value);
    expect(unconfirmed).toEqual([20, 86e9]); // and shown as such: "as text" below
  });

  test("memories: 10 pJ up to 8 KB, 20 at 32 KB, 100 at 1 MB, straight lines between", () => {
    const kilo = 1024;
    expect([0, 8, 20, 32, 528, 1024, 9000].map((k) => memoryEnergy(k * kilo))).toEqual([
      10, 10, 15, 20, 60, 100, 100,
    ]);
    expect(thrown(() => memoryEnergy(-1))).toMatch(/bytes is -1/);
  });

  test("the tables of prices say so: float16 1.5, int8 0.23, int32 3.2 pJ for a multiply-accumulate", () => {
    const one: Work = workOfLayers([{ name: "a", units: 1, spikes: 0, fanOut: 0, macs: 1 }], { steps: 1 });
    const prices = (["float16", "int8", "int32"] as const).map(
      (precision) => ledger({ a: { work: one, precision } }).accounts[0].total.arithmetic,
    );
    expectClose(prices, [1.5, 0.23, 3.2], 1e-12);
  });
});

describe("multiply-accumulates, counted in the graph, are those of the formulas", () => {
  const cases: Readonly<Record<string, readonly [Layer[], number[], Record<string, number>]>> = {
    "a convolutional network for MNIST": [
      [
        layers.conv2d({ filters: 32, kernelSize: 3, activation: "relu" }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.conv2d({ filters: 64, kernelSize: 3, activation: "relu" }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.flatten(),
        layers.dense({ units: 10, activation: "softmax" }),
      ],
      [28, 28, 1],
      { conv2d: 26 * 26 * 32 * 9, conv2d_1: 11 * 11 * 64 * 9 * 32, dense: 1600 * 10 },
    ],
    "depthwise and separable": [
      [
        layers.depthwiseConv2d({ kernelSize: 3, padding: "same", useBias: false }),
        layers.separableConv2d({ filters: 16, kernelSize: 5 }),
      ],
      [12, 12, 8],
      { depthwiseConv2d: 12 * 12 * 8 * 9, separableConv2d: 8 * 8 * (8 * 25 + 8 * 16) },
    ],
    "strides, groups of channels, one axis": [
      [layers.conv1d({ filters: 6, kernelSize: 4, strides: 2, groups: 2 })],
      [20, 8],
      { conv1d: 9 * 6 * 4 * 4 },
    ],
    transposed: [
      [layers.conv2dTranspose({ filters: 3, kernelSize: 2, strides: 2 })],
      [4, 4, 5],
      {
        conv2dTranspose: 16 * 5 * 3 * 4,
      },
    ],
    "an LSTM: its first state is 0 and multiplies nothing": [
      [layers.lstm({ units: 7 })],
      [9, 5],
      { lstm: 4 * 7 * (9 * 5 + 8 * 7) },
    ],
    "a loop too long to be written out by itself": [
      [layers.simpleRNN({ units: 3 })],
      [100, 2],
      { simpleRNN: 100 * 2 * 3 + 99 * 9 },
    ],
  };
  for (const [what, [stack, shape, expected]] of Object.entries(cases))
    test(what, async () => {
      const work = await countWork(sequential([input({ shape }), ...stack]));
      expect(macsOf(work)).toEqual(expected);
    });

  test("attention: four projections, and the products of numbers with numbers", async () => {
    const x = input({ shape: [6, 4] });
    const y = layers.multiHeadAttention({ numHeads: 2, keyDim: 3 }).apply([x, x]);
    const { lines } = await countWork(model({ inputs: x, outputs: y }));
    const projections = 3 * 6 * 4 * 6 + 6 * 6 * 4;
    expect(lines[0].macs).toBe(projections + 2 * (2 * 6 * 6 * 3));
  });

  test("pooling and normalization are counted one number at a time, what depends on weights alone is not", async () => {
    const { lines } = await countWork(
      sequential([
        input({ shape: [8, 8, 2] }),
        layers.averagePooling2d({ poolSize: 2 }),
        layers.batchNormalization(),
        layers.globalAveragePooling2d(),
      ]),
    );
    const others = lines.map(({ name, additions, multiplications }) => [name, additions, multiplications]);
    expect(others).toEqual([
      ["averagePooling2d", 8 * 8 * 2, 0],
      ["batchNormalization", 2 * 32, 2 * 32],
      ["globalAveragePooling2d", 32, 0],
    ]);
  });

  test("samples give inputs of open length their size, and what is counted is the mean", async () => {
    const net = sequential([input({ shape: [null, 3] }), layers.dense({ units: 2 })]);
    expect(
      macsOf(await countWork(net, { samples: tensor(new Float32Array(60), { shape: [4, 5, 3] }) })),
    ).toEqual({ dense: 5 * 3 * 2 });
    expect(await rejection(countWork(net))).toBe(
      'countWork: input "x" has a size of its own in each batch; give samples to count on. (missing_option)',
    );
  });
});

describe("spikes are counted as they come", () => {
  /** Numbers that the first layer hands on unchanged. */
  const asGiven = (net: Model, ...kernels: readonly Tensor[]): Model => {
    net.setWeights(kernels);
    return net;
  };

  test("dense: each spike causes an addition for each unit behind, the layer before works with numbers", async () => {
    const net = onReference(
      [
        constantCurrent({ steps: 40 }),
        leakyLayer(),
        layers.dense({ units: 3, useBias: false }),
        leakyLayer({ output: "v" }),
      ],
      [2],
    );
    // 0.2 gives 5 spikes in 40 steps (7, 14, 22, 29, 36), 0.05 none.
    const samples = tensor([
      [0.2, 0.05],
      [0.2, 0.2],
    ]);
    expect(await rejection(countWork(net))).toBe(
      "countWork: spikes arrive at dense; give samples to count on. (missing_option)",
    );
    for (const batchSize of [1, 2]) {
      const { lines } = await countWork(net, { samples, batchSize });
      const dense = lines.find(({ name }) => name === "dense");
      expect(dense).toMatchObject({ spikes: 7.5, accumulates: 22.5, macs: 0 });
      expect(dense?.sizes).toEqual({ inputs: 2, weights: 6, sums: 3 });
      const updates = lines.map(({ name, updates: n }) => [name, n]).filter(([, n]) => n !== 0);
      expect(updates).toEqual([
        ["leakyLayer", 80],
        ["leakyLayer_1", 120],
      ]);
      const { total } = ledger({ net: { lines } }).accounts[0];
      expect(total.arithmetic).toBeCloseTo(22.5 * 0.9, 9);
      // Spikes as addresses, written and read; a weight, a sum read and written for each addition; states.
      expect(total.bytes).toBe(8 * 7.5 + 4 * (3 * 22.5 + 2 * 200));
    }
  });

  test("neurons behind synapses that fade, and a way back: its spikes meet weights too", async () => {
    const net = onReference([constantCurrent({ steps: 10 }), synapticLayer({ recurrent: true })], [2]);
    const { lines } = await countWork(net, { samples: tensor([[2, 0.01]]) });
    const outputs = (await net.predict(tensor([[2, 0.01]]))).toFloat64();
    const line = lines.find(({ name }) => name === "synapticLayer");
    const early = outputs.slice(0, 18).reduce((sum, spike) => sum + spike, 0); // those of the last step arrive nowhere
    expect(early).toBeGreaterThan(3);
    expect(line).toMatchObject({ updates: 20, spikes: early, accumulates: 2 * early });
  });

  test("convolutions: a spike at the border is seen by fewer windows, each group by its own filters", async () => {
    const net = asGiven(
      onReference(
        [
          leakyLayer({ beta: 0, vThreshold: 0.5 }),
          layers.timeDistributed({
            layer: layers.conv2d({ filters: 4, kernelSize: 3, groups: 2, useBias: false }),
          }),
        ],
        [1, 5, 5, 2],
      ),
      tensor(new Float32Array(3 * 3 * 1 * 4), { shape: [3, 3, 1, 4] }),
    );
    const image = new Float32Array(50);
    image[0] = 1; // a corner: one window
    image[2 * 10 + 2 * 2 + 1] = 1; // the middle: nine
    image[2 * 2] = 1; // the middle of an edge: three
    const { lines } = await countWork(net, { samples: tensor(image, { shape: [1, 1, 5, 5, 2] }) });
    const line = lines.find(({ name }) => name === "timeDistributed");
    expect(line).toMatchObject({ spikes: 3, accumulates: 2 * (1 + 9 + 3), macs: 0 });
  });

  test("averages of spikes are numbers again, their maximum is a spike", async () => {
    const pooled = async (pool: Layer): Promise<readonly number[]> => {
      const net = onReference(
        [
          leakyLayer({ beta: 0, vThreshold: 0.5 }),
          layers.timeDistributed({ layer: pool }),
          layers.timeDistributed({ layer: layers.flatten() }),
          layers.dense({ units: 3 }),
        ],
        [1, 4, 4, 1],
      );
      const samples = tensor(new Float32Array(16).fill(1), { shape: [1, 1, 4, 4, 1] });
      const { lines } = await countWork(net, { samples });
      const dense = lines.find(({ name }) => name === "dense");
      return [dense?.macs ?? -1, dense?.accumulates ?? -1];
    };
    expect(await pooled(layers.averagePooling2d({ poolSize: 2 }))).toEqual([12, 0]);
    expect(await pooled(layers.maxPooling2d({ poolSize: 2 }))).toEqual([0, 12]);
  });

  test("a converted network: numbers once at its first layer, then spikes, through max pooling too", async () => {
    const net = onReference(
      [
        layers.conv2d({ filters: 2, kernelSize: 3, activation: "relu", kernelInitializer: "ones" }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.flatten(),
        layers.dense({ units: 3, kernelInitializer: "ones" }),
      ],
      [4, 4, 1],
    );
    const samples = tensor(new Float32Array(16).fill(1), { shape: [1, 4, 4, 1] });
    const spiking = await toSpiking(net, { samples, normalization: "max" });
    const { lines } = await countWork(spiking.model({ steps: 8 }), { samples });
    const macs = Object.values(macsOf({ lines }));
    expect(macs).toEqual([4 * 2 * 9]); // not eight times
    // Every neuron is at its threshold and fires at all 8 steps; of each window one spike goes on, to three units.
    const last = lines.find(({ accumulates }) => accumulates > 0);
    expect(last).toMatchObject({ spikes: 2 * 8, accumulates: 3 * 2 * 8 });
  });

  test("a network known by its layers: 0.9 Σ spikes · fan-out + 4.6 T · first layer", () => {
    const work = workOfLayers(
      [
        { name: "hidden", units: 1000, spikes: 3000, fanOut: 10, macs: 784_000 },
        { name: "output", units: 10, spikes: 12, fanOut: 0 },
      ],
      { steps: 32 },
    );
    const { total } = ledger({ work }).accounts[0];
    expect(total.arithmetic).toBeCloseTo(0.9 * 30_000 + 4.6 * 32 * 784_000, 3);
    expect([total.updates, total.spikes]).toEqual([32_320, 3012]);
    expect(thrown(() => workOfLayers([], { steps: 0 }))).toBe(
      "workOfLayers: steps is 0; use a whole number from 1. (invalid_option)",
    );
  });

  test("a run of an engine: spikes times synapses; from event to event fewer updates", async () => {
    const network = {
      populations: { a: { neuron: lif(), n: 2, current: 3 }, b: { neuron: lif(), n: 5 } },
      projections: [{ from: "a", to: "b", connect: allToAll(1), delay: 1 }],
    };
    const clock = await clockDriven(network, { dt: 0.1, duration: 100 });
    const events = eventDriven(network, { dt: 0.1, duration: 100 });
    const spikes = clock.spikes.a.length;
    expect(spikes).toBeGreaterThan(5);
    const [byClock, byEvents] = [workOfRun(network, clock), workOfRun(network, events)];
    const updates = ({ lines }: Work): number => lines.reduce((sum, line) => sum + line.updates, 0);
    expect(byClock.lines[0]).toMatchObject({ name: "a → b", spikes, accumulates: 5 * spikes });
    expect(byEvents.lines[0].accumulates).toBe(5 * spikes);
    expect(updates(byClock)).toBe(7 * 1000);
    expect(Math.abs(updates(byEvents) - events.updates)).toBeLessThan(2);
    expect(updates(byEvents)).toBeLessThan(700);
  });
});

describe("as text", () => {
  const dense = sequential([
    input({ shape: [784] }),
    layers.dense({ units: 1000 }),
    layers.dense({ units: 10 }),
  ]);

  test("accounts, machines, the brain and the criticism, in English", async () => {
    const text = String(ledger({ "784-1000-10": await countWork(dense) }));
    const lines = text.split("\n");
    expect(lines[0]).toBe("Energy of one inference");
    expect(lines[2]).toMatch(/^ {2}dense +784,000 +0 +0 +0 +1,000 +6,276,000 +3\.606 µJ +46\.73 µJ$/);
    expect(lines[4]).toMatch(/^784-1000-10 \(float32\), all +794,000 .* 3\.652 µJ +46\.93 µJ$/);
    expect(text).toContain("one multiply-accumulate, arithmetic only: 5.11");
    expect(text).toMatch(/computation in the cortex \(ATP\) +0\.1 W +Levy & Calvert \(2021\)/);
    expect(text).toMatch(/the whole brain +20 W +.*\(unconfirmed\)/);
    expect(text).toContain("5.7 % at T = 5 (arXiv:2409.08290");
  });

  test("in Chinese no word of it is English, and every figure is the same", async () => {
    const book = ledger({ 网络: await countWork(dense) });
    const text = book.toString("zh");
    expect(text.split("\n")[0]).toBe("一次推理的能量");
    expect(text).toContain("（未核实）".replace("（", "(").replace("）", ")"));
    for (const word of ["MACs", "spikes", "with memory", "all", "unconfirmed"])
      expect(text).not.toContain(word);
    const figures = (s: string): readonly string[] => s.match(/\d[\d,.]* (?:[µnpm]?J|W|%)/g) ?? [];
    expect(figures(text)).toEqual(figures(String(book)));
    expect(thrown(() => book.toString("fr" as "en"))).toMatch(/lang/);
  });
});
