import { readFileSync } from "node:fs";
import { callbacks, input, layers, type Model, optimizers, schedules, sequential } from "neurograd";
import { describe, expect, test, vi } from "vitest";
import { camelCase } from "../../../test/support/from-keras.js";
import { thrown } from "../../../test/support/thrown.js";
import type { Optimizer } from "../optimizer.js";

const golden: {
  readonly reduceLROnPlateau: readonly {
    readonly options: Readonly<Record<string, unknown>> & { readonly monitor: string };
    readonly values: readonly (number | null)[];
    readonly rates: readonly number[];
  }[];
} = JSON.parse(readFileSync(new URL("../../../golden/reduce-lr.json", import.meta.url), "utf8"));

function oneWeight(optimizer: Optimizer = optimizers.sgd({ learningRate: 1 })): Model {
  const net = sequential([input({ shape: [1] }), layers.dense({ units: 1, useBias: false })]);
  net.compile({ optimizer, loss: "meanSquaredError", metrics: ["accuracy", "mae"], runtime: "reference" });
  return net;
}
const keys = ["loss", "accuracy", "mae", "valLoss", "valAccuracy", "valMae"];

test("80 runs: rates are Keras's", async () => {
  for (const [i, { options, values, rates }] of golden.reduceLROnPlateau.entries()) {
    const spelled = Object.entries(options).map(([name, value]) => [
      camelCase(name),
      name === "monitor" ? camelCase(value as string) : value,
    ]);
    const reducer = callbacks.reduceLROnPlateau(Object.fromEntries(spelled));
    const model = oneWeight();
    const context = { model, epochs: values.length, steps: 1, keys, stop: () => {} };
    await reducer.onTrainBegin?.(context);
    const got: number[] = [];
    for (const [epoch, value] of values.entries()) {
      const logs: Record<string, number> = value === null ? {} : { [camelCase(options.monitor)]: value };
      await reducer.onEpochEnd?.(epoch, logs, context);
      got.push(model.optimizer.learningRate);
    }
    expect(got, `run ${i}`).toEqual(rates);
  }
  expect(golden.reduceLROnPlateau).toHaveLength(80);
});

const x = [[-1], [0], [1], [2]];
const y = [[-1], [1], [3], [5]];

test("in fit: the rate falls, is said, and a second training begins anew", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const model = oneWeight(optimizers.sgd({ learningRate: 0.5 }));
  const reducer = callbacks.reduceLROnPlateau({ monitor: "loss", mode: "max", patience: 2, verbose: 1 });
  const options = { epochs: 3, batchSize: 4, verbose: 0, callbacks: [reducer] } as const;
  await model.fit(x, y, options);
  await model.fit(x, y, options);
  expect(log.mock.calls).toEqual([
    ["Epoch 3: the learning rate falls to 0.05"],
    ["Epoch 3: the learning rate falls to 0.005000000000000001"],
  ]);
  log.mockRestore();
});

describe("options", () => {
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "a factor that does not lower": [
      () => callbacks.reduceLROnPlateau({ factor: 1 }),
      "reduceLROnPlateau: factor is 1; use a number below 1, or the rate would not fall. (invalid_option)",
    ],
    "half an epoch": [
      () => callbacks.reduceLROnPlateau({ patience: 0.5 }),
      "reduceLROnPlateau: patience is 0.5; use a whole number from 0. (invalid_option)",
    ],
    "Keras's spelling": [
      () => callbacks.reduceLROnPlateau({ min_lr: 0.1 } as object),
      'reduceLROnPlateau: option: unknown name "min_lr"; did you mean "minLr"? use one of monitor, factor, patience, verbose, mode, minDelta, cooldown, minLr. (unknown_name)',
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});

test("an optimizer with a schedule is refused before training", async () => {
  const learningRate = schedules.exponentialDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 0.5 });
  const model = oneWeight(optimizers.sgd({ learningRate }));
  const fit = model.fit(x, y, { verbose: 0, callbacks: [callbacks.reduceLROnPlateau({ monitor: "loss" })] });
  await expect(fit).rejects.toThrow(
    "reduceLROnPlateau: the learningRate of sgd is the schedule exponentialDecay, which says it for every step; use this callback with a number, or the schedule alone. (invalid_option)",
  );
});
