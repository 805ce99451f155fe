import { beforeEach, describe, expect, test } from "vitest";
import { expectClose } from "../../test/support/expect-close.js";
import { runtimes } from "../../test/support/run-on.js";
import { rejection } from "../../test/support/thrown.js";
import { input, layers, type Model, optimizers, sequential, setSeed, tensor } from "../index.js";
import type { CompileOptions } from "./compile.js";

beforeEach(() => setSeed(1));

describe.each(runtimes)("a net small enough for pencil and paper, on %s", (runtime) => {
  // h = relu(x K + b), y = h V, loss = ½ Σ (y − t)² over two examples
  const made = (options: Partial<CompileOptions> = {}): Model => {
    const net = sequential([
      input({ shape: [2] }),
      layers.dense({ units: 2, activation: "relu", name: "hidden" }),
      layers.dense({ units: 1, useBias: false, name: "out" }),
    ]);
    net.compile({
      optimizer: optimizers.sgd({ learningRate: 0.1, momentum: 0.9 }),
      loss: "mse",
      runtime,
      ...options,
    });
    net.setWeights([[[1, -1], [2, 1]], [0, 0.5], [[2], [-3]]]); // biome-ignore format: matrices
    return net;
  };
  const x = [[1, 1], [2, -1]]; // biome-ignore format: a matrix
  const t = [[4], [-1]];

  test("activations, cotangents, gradients, updates and slots", async () => {
    const { loss, activations, cotangents, gradients, updates, slots } = await made().probe(x, t);
    // x K + b = [[3, 0.5], [0, −2.5]]; relu at exactly 0 has slope 0
    expectClose(activations.hidden.toFloat64(), [3, 0.5, 0, 0], 1e-6, "hidden");
    expectClose(activations.out.toFloat64(), [4.5, 0], 1e-6, "out");
    expectClose([loss], [(0.25 + 1) / 2], 1e-6, "loss");
    expectClose(cotangents.out.toFloat64(), [0.5, 1], 1e-6, "ȳ = y − t"); // 2 (y − t) / 2
    expectClose(cotangents.hidden.toFloat64(), [1, -1.5, 2, -3], 1e-6, "h̄ = ȳ Vᵀ");
    expectClose(gradients["out/kernel"].toFloat64(), [1.5, 0.25], 1e-6, "hᵀ ȳ");
    // before relu: [[1, −1.5], [0, 0]]
    expectClose(gradients["hidden/kernel"].toFloat64(), [1, -1.5, 1, -1.5], 1e-6, "xᵀ z̄");
    expectClose(gradients["hidden/bias"].toFloat64(), [1, -1.5], 1e-6, "Σ z̄");
    expectClose(updates["out/kernel"].toFloat64(), [-0.15, -0.025], 1e-6, "−η g");
    expectClose(slots["momentum/out/kernel"].toFloat64(), [-0.15, -0.025], 1e-6, "momentum");
    expect(Object.keys(activations)).toEqual(["hidden", "out"]);
  });

  test("changes nothing, and a step then does what it said", async () => {
    const net = made();
    const before = net.getWeights().map((w) => w.toFloat64());
    const { updates, loss } = await net.probe(x, t);
    for (const [i, w] of net.getWeights().entries()) expectClose(w.toFloat64(), before[i], 0);
    expect((await net.trainOnBatch(x, t)).loss).toBe(loss);
    net.weights.forEach(({ name, value }, i) => {
      const expected = before[i].map((w, k) => w + updates[name].toFloat64()[k]);
      expectClose(value.toFloat64(), expected, 1e-6, name);
    });
  });

  test("parts of an optimizer's step: at Adam's first, m̂ is the gradient, v̂ its square, ε̂ = ε / √0.001", async () => {
    const optimizer = optimizers.adamW({ learningRate: 0.1, weightDecay: 0.5, epsilon: 1e-3 });
    const { parts, updates } = await made({ optimizer }).probe(x, t);
    expectClose(parts["correctedMomentum/out/kernel"].toFloat64(), [1.5, 0.25], 1e-6, "m̂");
    expectClose(parts["correctedVelocity/out/kernel"].toFloat64(), [2.25, 0.0625], 1e-6, "v̂");
    expectClose(parts["correctedEpsilon/out/kernel"].toFloat64(), [1e-3 / Math.sqrt(0.001)], 1e-6, "ε̂");
    expectClose(parts["decayed/out/kernel"].toFloat64(), [1.9, -2.85], 1e-6, "w (1 − 0.1 · 0.5)");
    const hat = 1e-3 / Math.sqrt(0.001);
    const steps = [-0.1 - (0.1 * 1.5) / (1.5 + hat), 0.15 - (0.1 * 0.25) / (0.25 + hat)];
    expectClose(updates["out/kernel"].toFloat64(), steps, 1e-6, "decay and step");
  });

  test("gradients is the part of it that is the gradients", async () => {
    const net = made();
    const { gradients } = await net.probe(x, t);
    const alone = await net.gradients(x, t);
    expect(Object.entries(alone).map(([path, g]) => [path, g.toArray()])).toEqual(
      Object.entries(gradients).map(([path, g]) => [path, g.toArray()]),
    );
  });
});

test("gradients of a deeper net are central differences of its loss", async () => {
  const net = sequential([
    input({ shape: [3] }),
    layers.normalization({ mean: [0.1, 0, -0.1], variance: [1, 2, 0.5] }),
    layers.dense({ units: 4, activation: "gelu" }),
    layers.dense({ units: 4, activation: "tanh" }),
    layers.dense({ units: 3, activation: "softmax" }),
  ]);
  net.compile({ loss: "sparseCategoricalCrossentropy", runtime: "reference" });
  const x = tensor([[0.2, -0.4, 0.7], [1.1, 0.3, -0.9]]); // biome-ignore format: rows
  const y = tensor([2, 0], { dtype: "int32" });
  const gradients = await net.gradients(x, y);
  const step = 1e-5;
  for (const [i, { name, value }] of net.weights.entries()) {
    const numeric = new Float64Array(value.size);
    for (let k = 0; k < value.size; k++) {
      const loss = async (change: number): Promise<number> => {
        const weights = net.getWeights();
        const changed = weights[i].toFloat64();
        changed[k] += change;
        const original = weights[i];
        weights[i] = tensor(changed, { shape: value.shape });
        net.setWeights(weights);
        const { loss: found } = await net.evaluate(x, y);
        weights[i] = original;
        net.setWeights(weights);
        return found;
      };
      numeric[k] = ((await loss(step)) - (await loss(-step))) / (2 * step);
    }
    expectClose(gradients[name].toFloat64(), numeric, 1e-9, name);
  }
});

test("data that cannot be trained on are refused as in fit", async () => {
  const net = sequential([input({ shape: [1] }), layers.dense({ units: 1 })]);
  net.compile({ loss: "mse", runtime: "reference" });
  expect(await rejection(net.probe([[NaN]], [[1]]))).toBe(
    "probe: x[0, 0] is NaN; remove or replace such values before training. (non_finite_data)",
  );
});
