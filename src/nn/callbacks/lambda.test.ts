import { readFileSync } from "node:fs";
import { callbacks, input, layers, sequential } from "neurograd";
import { expect, test } from "vitest";
import { type KerasA, readGolden } from "../../../golden/read-golden.js";
import { camelCase } from "../../../test/support/from-keras.js";
import { thrown } from "../../../test/support/thrown.js";
import type { Factory } from "../config.js";

test("each moment, in order, with what is known then", async () => {
  const net = sequential([input({ shape: [1] }), layers.dense({ units: 1, kernelInitializer: "zeros" })]);
  net.compile({ optimizer: "sgd", loss: "meanSquaredError", runtime: "reference" });
  const seen: string[] = [];
  const note = (...words: unknown[]): void => void seen.push(words.join(" "));
  await net.fit([[1], [1]], [[1], [1]], {
    epochs: 2,
    batchSize: 1,
    validationData: [[[1]], [[1]]],
    verbose: 0,
    callbacks: [
      callbacks.lambda({
        onTrainBegin: ({ epochs, steps, keys }) => note("train", epochs, steps, keys),
        onEpochBegin: (epoch) => note("epoch", epoch),
        onTrainBatchBegin: (batch) => note("batch", batch),
        onTrainBatchEnd: (batch, { loss }) => note("batch ends", batch, loss.toFixed(4)),
        onEpochEnd: async (epoch, logs) => note("epoch ends", epoch, Object.keys(logs)),
        onTrainEnd: null,
      }),
    ],
  });
  // Losses by hand: ŷ grows from 0 by 2 · 2 · 0.01 · (1 − ŷ) a step: 1, 0.96², …; the logs have the mean of the epoch.
  expect(seen).toEqual([
    "train 2 2 loss,valLoss",
    "epoch 0",
    "batch 0",
    "batch ends 0 1.0000",
    "batch 1",
    "batch ends 1 0.9608",
    "epoch ends 0 loss,valLoss",
    "epoch 1",
    "batch 0",
    "batch ends 0 0.8493",
    "batch 1",
    "batch ends 1 0.8161",
    "epoch ends 1 loss,valLoss",
  ]);
});

test("options", () => {
  expect(thrown(() => callbacks.lambda({ onEpochsEnd: () => {} } as object))).toContain(
    'did you mean "onEpochEnd"?',
  );
  expect(thrown(() => callbacks.lambda({ onEpochEnd: 3 } as object))).toBe(
    "lambda: onEpochEnd is 3; give a function. (invalid_option)",
  );
});

test("Keras's names and defaults", () => {
  const more: KerasA["defaults"] = JSON.parse(
    readFileSync(new URL("../../../golden/reduce-lr.json", import.meta.url), "utf8"),
  ).defaults;
  const keras = { ...readGolden("keras-a").defaults.callbacks, ...more.callbacks };
  const ours = callbacks as unknown as Readonly<Record<string, Factory<object, unknown>>>; // looked up by golden names
  const names = {
    EarlyStopping: "earlyStopping",
    ModelCheckpoint: "modelCheckpoint",
    LambdaCallback: "lambda",
    ReduceLROnPlateau: "reduceLROnPlateau",
    LearningRateScheduler: "learningRateScheduler",
    CSVLogger: "csvLogger",
    TerminateOnNaN: "terminateOnNaN",
  };
  for (const [theirs, name] of Object.entries(names)) {
    const { defaults, required } = ours[name];
    const wanted = Object.entries(keras[theirs]).map(([key, value]) => [
      camelCase(key),
      typeof value === "string" ? camelCase(value) : value,
    ]);
    expect(Object.fromEntries(wanted)).toEqual({
      ...defaults,
      ...Object.fromEntries(required.map((key) => [key, "<required>"])),
    });
  }
  // Two stand in storage/, with tests of their own.
  expect(Object.keys(ours).sort()).toEqual(
    ["backupAndRestore", "tensorBoard", ...Object.values(names)].sort(),
  );
});
