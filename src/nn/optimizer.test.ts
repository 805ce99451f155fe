import { join } from "node:path";
import {
  input,
  layers,
  loadCheckpoint,
  loadModel,
  type Model,
  optimizers,
  saveCheckpoint,
  schedules,
  sequential,
  setSeed,
  tensor,
} from "neurograd";
import { describe, expect, test } from "vitest";
import { expectClose } from "../../test/support/expect-close.js";
import { runtimes } from "../../test/support/run-on.js";
import { testFolder } from "../../test/support/test-folder.js";
import { thrown } from "../../test/support/thrown.js";
import type { Optimizer } from "./optimizer.js";

const x = tensor([[-1], [0], [1], [2]]);
const y = tensor([[-1], [1], [3], [5]]);

/** A line y = kernel x + bias, from kernel 1 and bias 0, behind a layer that only has a bias. */
function line(optimizer: Optimizer, runtime: (typeof runtimes)[number] = "reference"): Model {
  const net = sequential([
    input({ shape: [1] }),
    layers.dense({ units: 1, name: "line" }),
    layers.dense({ units: 1, name: "head" }),
  ]);
  net.setWeights([[[1]], [0], [[1]], [0]]);
  net.compile({ optimizer, loss: "meanSquaredError", runtime });
  return net;
}
const weights = (net: Model): readonly number[] => net.getWeights().map((w) => w.item());

describe.each(runtimes)("a schedule on %s", (runtime) => {
  const learningRate = schedules.exponentialDecay({
    initialLearningRate: 0.1,
    decaySteps: 2,
    decayRate: 0.5,
  });

  test("steps are those of a number that is changed by hand", async () => {
    const scheduled = line(optimizers.sgd({ learningRate, momentum: 0.5 }), runtime);
    const plain = line(optimizers.sgd({ learningRate: 1, momentum: 0.5 }), runtime);
    for (let step = 0; step < 6; step++) {
      plain.optimizer.learningRate = 0.1 * 0.5 ** (step / 2);
      await plain.trainOnBatch(x, y);
      await scheduled.trainOnBatch(x, y);
    }
    expectClose(weights(scheduled), weights(plain), runtime === "reference" ? 1e-14 : 1e-6);
  });
});

describe("a schedule", () => {
  const learningRate = schedules.cosineDecay({ initialLearningRate: 0.1, decaySteps: 8 });

  test("tells the rate of the steps done, and is not set", async () => {
    const net = line(optimizers.adam({ learningRate }));
    expect(net.optimizer.learningRate).toBe(0.1);
    await net.fit(x, y, { epochs: 2, batchSize: 2, verbose: 0 });
    expect(net.optimizer.learningRate).toBeCloseTo(0.05, 15); // after 4 of 8 steps
    const message =
      "adam: learningRate is the schedule cosineDecay, which says it for every step; to set it, make the optimizer with a number. (invalid_option)";
    expect(
      thrown(() => {
        net.optimizer.learningRate = 1;
      }),
    ).toBe(message);
  });

  test("is saved with the model", async () => {
    const net = line(optimizers.adam({ learningRate, beta1: 0.8 }));
    const { optimizer } = (await loadModel(await net.toBytes(), { runtime: "reference" })).compiled("test");
    expect([optimizer.kind, optimizer.schedule?.kind, optimizer.schedule?.config]).toEqual([
      "adam",
      "cosineDecay",
      { initialLearningRate: 0.1, decaySteps: 8 },
    ]);
    expect(optimizer.schedule?.at(4)).toBeCloseTo(0.05, 15);
  });

  test("a checkpoint keeps no rate of its own, and the run goes on at its step", async () => {
    const folder = join(await testFolder(), "checkpoint");
    const [whole, first, rest] = [0, 1, 2].map(() => line(optimizers.nadam({ learningRate })));
    const options = { batchSize: 2, verbose: 0, shuffle: false } as const;
    await whole.fit(x, y, { ...options, epochs: 4 });
    await first.fit(x, y, { ...options, epochs: 2 });
    await saveCheckpoint(first, folder, { epoch: 2 });
    await loadCheckpoint(rest, folder);
    expect(rest.optimizer.learningRate).toBeCloseTo(0.05, 15);
    await rest.fit(x, y, { ...options, epochs: 2 });
    expect(weights(rest)).toEqual(weights(whole));
  });

  test("a resumed run goes on at its step", async () => {
    const [whole, first, rest] = [0, 1, 2].map(() => line(optimizers.sgd({ learningRate })));
    const options = { batchSize: 2, verbose: 0, shuffle: false } as const;
    await whole.fit(x, y, { ...options, epochs: 4 });
    await first.fit(x, y, { ...options, epochs: 2 });
    rest.writeState(Object.fromEntries(first.state.map(({ path, value }) => [path, value])));
    await rest.fit(x, y, { ...options, epochs: 2 });
    expect(weights(rest)).toEqual(weights(whole));
  });
});

describe.each(Object.entries(optimizers))("%s", (_name, make) => {
  test("lowers the loss of a convolution and a dense layer on native, as in the reference", async () => {
    const run = async (runtime: "native" | "reference"): Promise<readonly number[]> => {
      setSeed(5);
      const net = sequential([
        input({ shape: [4, 2] }),
        layers.conv1d({ filters: 3, kernelSize: 2, activation: "tanh" }),
        layers.flatten(),
        layers.dense({ units: 2 }),
      ]);
      net.compile({ optimizer: make({ learningRate: 0.01 }), loss: "mse", runtime });
      const images = tensor(
        Float32Array.from({ length: 48 }, (_, i) => Math.sin(i * i)),
        { shape: [6, 4, 2] },
      );
      const targets = tensor(
        Float32Array.from({ length: 12 }, (_, i) => Math.cos(i)),
        { shape: [6, 2] },
      );
      const { history } = await net.fit(images, targets, {
        epochs: 6,
        batchSize: 6,
        shuffle: false,
        verbose: 0,
      });
      return history.loss;
    };
    const [fast, exact] = [await run("native"), await run("reference")];
    expect(fast.at(-1)).toBeLessThan(fast[0]);
    expectClose(fast, exact, 1e-4);
  });
});

test("learningRateFactors: the longest name that fits counts, 0 holds a weight", async () => {
  const learningRateFactors = { line: 0.5, "line/bias": 0, "head/kernel": 2 };
  const plain = line(optimizers.sgd({ learningRate: 0.1 }));
  const net = line(optimizers.sgd({ learningRate: 0.1, learningRateFactors }));
  for (const model of [plain, net]) await model.trainOnBatch(x, y);
  const [before, usual, got] = [[1, 0, 1, 0], weights(plain), weights(net)];
  const changes = got.map((w, i) => (w - before[i]) / (usual[i] - before[i]));
  expectClose(changes, [0.5, 0, 2, 1], 1e-12);
});

test("excludeFromWeightDecay: words in the weights' own names, or paths", async () => {
  const decayed = async (excludeFromWeightDecay: readonly string[]): Promise<readonly number[]> => {
    const net = line(optimizers.sgd({ learningRate: 1, weightDecay: 0.5, excludeFromWeightDecay }));
    net.setWeights([[[0]], [4], [[0]], [8]]); // no gradient but that of the last bias, 2 (mean y − 8) away from it
    await net.trainOnBatch(x, tensor([[8], [8], [8], [8]]));
    return weights(net);
  };
  expect(await decayed([])).toEqual([0, 2, 0, 4]);
  expect(await decayed(["bias"])).toEqual([0, 4, 0, 8]);
  expect(await decayed(["head/bias", "kern"])).toEqual([0, 2, 0, 8]);
  expect(await decayed(["head"])).toEqual([0, 2, 0, 4]); // is no weight's own name
});

test("useEma: fit ends with the running means, trainOnBatch does not", async () => {
  const [fitted, stepped] = [0, 1].map(() =>
    line(optimizers.sgd({ learningRate: 0.1, useEma: true, emaMomentum: 0.5 })),
  );
  const seen: (readonly number[])[] = [];
  for (let step = 0; step < 3; step++) {
    await stepped.trainOnBatch(x, y);
    seen.push(weights(stepped));
  }
  await fitted.fit(x, y, { epochs: 3, batchSize: 4, verbose: 0 });
  const means = seen[0].map((_, i) => 0.5 * (0.5 * seen[0][i] + 0.5 * seen[1][i]) + 0.5 * seen[2][i]);
  expectClose(weights(fitted), means, 1e-14);
});

describe("layers that are frozen", () => {
  test("keep their weights, and have no slots", async () => {
    const net = line(optimizers.adam({ learningRate: 0.1 }));
    net.getLayer("line").trainable = false;
    net.compile({ optimizer: optimizers.adam({ learningRate: 0.1 }), loss: "mse", runtime: "reference" });
    await net.fit(x, y, { epochs: 2, verbose: 0 });
    expect(weights(net).slice(0, 2)).toEqual([1, 0]);
    expect(weights(net)[3]).not.toBe(0);
    expect(net.trainableWeights.map(({ name }) => name)).toEqual(["head/kernel", "head/bias"]);
    expect(net.state.filter(({ role }) => role === "slot").map(({ path }) => path)).toEqual([
      "optimizer/momentum/head/kernel",
      "optimizer/momentum/head/bias",
      "optimizer/velocity/head/kernel",
      "optimizer/velocity/head/bias",
    ]);
    let summary = "";
    net.summary((text) => {
      summary = text;
    });
    expect(summary.split("\n").at(-1)).toBe("Parameters: 4, trainable: 2, not trainable: 2");
    const again = await loadModel(await net.toBytes(), { runtime: "reference" });
    expect(again.layers.map(({ trainable }) => trainable)).toEqual([false, true]);
  });

  test("train again when they are freed and the model is compiled", async () => {
    const frozen = layers.dense({ units: 1, trainable: false });
    const net = sequential([input({ shape: [1] }), frozen]);
    frozen.trainable = true;
    net.compile({ optimizer: "sgd", loss: "mse", runtime: "reference" });
    expect(net.trainableWeights).toHaveLength(2);
    expect(frozen.config).toEqual({ units: 1 });
  });
});

describe("options", () => {
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "a factor for nothing": [
      () => line(optimizers.sgd({ learningRateFactors: { lime: 2 } })),
      'sgd: learningRateFactors: unknown name "lime"; use one of line/kernel, line/bias, head/kernel, head/bias. (unknown_name)',
    ],
    "an excluded path that there is not": [
      () => line(optimizers.adamW({ excludeFromWeightDecay: ["line/bios"] })),
      'adamW: excludeFromWeightDecay: unknown name "line/bios"; did you mean "line/bias"? use one of line/kernel, line/bias, head/kernel, head/bias. (unknown_name)',
    ],
    "a negative factor": [
      () => optimizers.sgd({ learningRateFactors: { line: -1 } }),
      'sgd: learningRateFactors["line"] is -1; use a number from 0. (invalid_option)',
    ],
    "half a step": [
      () => optimizers.sgd({ gradientAccumulationSteps: 1.5 }),
      "sgd: gradientAccumulationSteps is 1.5; use a whole number from 1. (invalid_option)",
    ],
    "a mean that grows": [
      () => optimizers.sgd({ emaMomentum: 2 }),
      "sgd: emaMomentum is 2; use a number from 0 to 1. (invalid_option)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});
