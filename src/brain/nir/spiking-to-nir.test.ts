import { describe, expect, test } from "vitest";
import { input, layers, type Model, sequential, Tensor, tensor } from "../../index.js";
import { toSpiking } from "../conversion/index.js";
import { readNir, runNir, toNir, writeNir } from "./index.js";

const drawn = (shape: readonly number[], phase = 0): Tensor =>
  new Tensor(
    Float32Array.from(
      { length: shape.reduce((a, b) => a * b, 1) },
      (_, i) => Math.abs(Math.sin(12.9898 * (i + 1) + phase)) ** 3,
    ),
    shape,
    "float32",
  );

function exactly(net: Model): Model {
  net.compile({ optimizer: "sgd", loss: "meanSquaredError", runtime: "reference" });
  return net;
}

/** The mean of what arrives at the Output in `steps` steps of the same input. */
async function answer(
  graph: Parameters<typeof runNir>[0],
  x: readonly number[],
  shape: readonly number[],
  steps: number,
) {
  const data = Float64Array.from({ length: steps * x.length }, (_, k) => x[k % x.length]);
  const { output } = await runNir(graph, new Tensor(data, [steps, ...shape], "float64"), {
    dt: 1,
    reset: "subtract",
    fireWhen: ">=",
  });
  const sums = new Float64Array(output.size / steps);
  for (const [k, value] of output.toFloat64().entries()) sums[k % sums.length] += value / steps;
  return sums;
}

describe("a trained network, converted to spikes, through a NIR file", () => {
  test("dense layers: the same answer as the converted network's own", async () => {
    const net = exactly(
      sequential([
        input({ shape: [2, 3] }),
        layers.rescaling({ scale: 0.5 }),
        layers.flatten(),
        layers.dense({ units: 8, activation: "relu" }),
        layers.dense({ units: 5, activation: "relu" }),
        layers.dense({ units: 3 }),
      ]),
    );
    const samples = drawn([20, 2, 3]);
    const spiking = await toSpiking(net, { samples, startAtHalf: false });
    const graph = await readNir(await writeNir(toNir(spiking)));
    const kinds = Object.values(graph.nodes).map(({ type }) => type);
    expect(kinds.filter((type) => type === "Affine").length).toBe(3);
    expect(kinds.filter((type) => type === "IF").length).toBe(2);
    expect(Object.values(graph.nodes).find(({ type }) => type === "Input")).toEqual({
      type: "Input",
      shape: [6],
    });
    const x = samples.slice(3, 4);
    const ours = (await spiking.predict(x, { steps: 24 })).toFloat64();
    const theirs = await answer(graph, Array.from(x.toFloat64()), [6], 24);
    for (const [k, value] of ours.entries()) expect(theirs[k]).toBeCloseTo(value, 6);
    expect(ours.some((value) => value !== 0)).toBe(true);
  });

  test("convolutions, average pooling, flattening: channels stand first, weights are turned", async () => {
    const net = exactly(
      sequential([
        input({ shape: [6, 8] }),
        layers.reshape({ targetShape: [6, 8, 1] }),
        layers.conv2d({ filters: 3, kernelSize: [3, 2], padding: "same", activation: "relu" }),
        layers.averagePooling2d({ poolSize: 2 }),
        layers.conv2d({ filters: 4, kernelSize: 2, activation: "relu" }),
        layers.batchNormalization(),
        layers.flatten(),
        layers.dense({ units: 3, activation: "softmax" }),
      ]),
    );
    const samples = drawn([10, 6, 8]);
    const spiking = await toSpiking(net, { samples, startAtHalf: false });
    const graph = toNir(spiking);
    expect(graph.metadata).toMatchObject({
      reset: "subtract",
      fireWhen: ">=",
      dt: 0.001,
      answer: "the mean over the steps of what arrives at the Output, then softmax",
    });
    const inputs = Object.values(graph.nodes).filter((node) => node.type === "Input");
    expect(inputs).toEqual([{ type: "Input", shape: [1, 6, 8] }]);
    const x = samples.slice(7, 8);
    const logits = await answer(graph, Array.from(x.toFloat64()), [1, 6, 8], 20);
    const all = logits.reduce((sum, value) => sum + Math.exp(value), 0);
    const ours = (await spiking.predict(x, { steps: 20 })).toFloat64();
    for (const [k, value] of ours.entries()) expect(Math.exp(logits[k]) / all).toBeCloseTo(value, 6);
  });

  test("a branch that is added again", async () => {
    const { model } = await import("../../index.js");
    const x = input({ shape: [4] });
    const a = layers.dense({ units: 4, activation: "relu" }).apply(x);
    const b = layers.dense({ units: 4, activation: "relu" }).apply(a);
    const net = exactly(
      model({ inputs: x, outputs: layers.dense({ units: 2 }).apply(layers.add().apply([a, b])) }),
    );
    const samples = drawn([8, 4]);
    const spiking = await toSpiking(net, { samples, startAtHalf: false });
    const one = samples.slice(2, 3);
    const ours = (await spiking.predict(one, { steps: 16 })).toFloat64();
    const theirs = await answer(toNir(spiking), Array.from(one.toFloat64()), [4], 16);
    for (const [k, value] of ours.entries()) expect(theirs[k]).toBeCloseTo(value, 6);
  });

  test("what NIR has no word for", async () => {
    const make = (layer: ReturnType<typeof layers.flatten>): Model =>
      exactly(
        sequential([
          input({ shape: [4, 4, 1] }),
          layers.conv2d({ filters: 2, kernelSize: 1, activation: "relu" }),
          layer,
          layers.flatten(),
          layers.dense({ units: 2 }),
        ]),
      );
    const of = async (layer: ReturnType<typeof layers.flatten>): Promise<string> => {
      const spiking = await toSpiking(make(layer), { samples: drawn([4, 4, 4, 1]) });
      try {
        toNir(spiking);
      } catch (error) {
        return (error as Error).message;
      }
      return "no error";
    };
    expect(await of(layers.maxPooling2d({ poolSize: 2 }))).toContain(
      "is a max pooling of spikes, and NIR has none; train with layers.averagePooling2d. (cannot_convert)",
    );
    expect(await of(layers.averagePooling2d({ poolSize: 3, padding: "same" }))).toContain(
      'has padding, which it leaves out of its means, and NIR counts it in; use padding: "valid". (cannot_convert)',
    );
  });

  test("membranes that begin half charged are told in the metadata, and the run takes them", async () => {
    const net = exactly(
      sequential([
        input({ shape: [1] }),
        layers.dense({ units: 1, activation: "relu" }),
        layers.dense({ units: 1 }),
      ]),
    );
    net.setWeights([[[1]], [0], [[1]], [0]]);
    const spiking = await toSpiking(net, { samples: [[1]], normalization: "max" });
    const graph = toNir(spiking);
    const start = graph.metadata?.vStart as Readonly<Record<string, number>>;
    expect(Object.values(start)).toEqual([0.5]);
    const data = tensor(new Float64Array(4).fill(0.6), { shape: [4, 1] });
    const run = await runNir(graph, data, { dt: 1, reset: "subtract", fireWhen: ">=", initial: start });
    expect(Array.from(run.output.toFloat64())).toEqual([1, 0, 1, 0]); // 1.1, 0.7, 1.3, 0.9
  });
});
