import { readFileSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { callbacks, input, layers, loadModel, type Model, sequential, setSeed } from "neurograd";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { camelCase } from "../../../test/support/from-keras.js";
import { testFolder } from "../../../test/support/test-folder.js";
import { thrown } from "../../../test/support/thrown.js";
import type { CallbackContext } from "../callback.js";

interface Golden {
  readonly modelCheckpoint: readonly {
    readonly options: Readonly<Record<string, unknown>> & { readonly monitor: string };
    readonly values: readonly number[];
    readonly saved: readonly string[];
  }[];
  readonly saveFreq: readonly {
    readonly saveFreq: number;
    readonly steps: number;
    readonly epochs: number;
    readonly saved: readonly string[];
  }[];
}
const golden: Golden = JSON.parse(
  readFileSync(new URL("../../../golden/early-stopping.json", import.meta.url), "utf8"),
);

function build(): Model {
  setSeed(4);
  const net = sequential([input({ shape: [1] }), layers.dense({ units: 1 })]);
  net.compile({
    optimizer: "sgd",
    loss: "meanSquaredError",
    metrics: ["accuracy", "mae"],
    runtime: "reference",
  });
  return net;
}
const keys = ["loss", "accuracy", "mae", "valLoss", "valAccuracy", "valMae"];
const x = [[-1], [0], [1], [2]];
const y = [[-1], [1], [3], [5]];

describe("which epochs and batches Keras saves", () => {
  /** The names under which a model that only notes them is saved. */
  async function savedBy(
    filepath: string,
    options: object,
    run: (callback: ReturnType<typeof callbacks.modelCheckpoint>, context: CallbackContext) => Promise<void>,
  ): Promise<string[]> {
    const saved: string[] = [];
    const model = build();
    vi.spyOn(model, "save").mockImplementation(async (path) => void saved.push(path));
    const callback = callbacks.modelCheckpoint({ filepath, ...options });
    const context: CallbackContext = { model, epochs: 99, steps: 1, keys, stop: () => {} };
    await callback.onTrainBegin?.(context);
    await run(callback, context);
    return saved;
  }

  test("20 sequences", async () => {
    for (const { options, values, saved } of golden.modelCheckpoint) {
      const spelled = Object.entries(options).map(([name, value]) => [
        camelCase(name),
        name === "monitor" ? camelCase(value as string) : value,
      ]);
      const ours = await savedBy(
        "{epoch:03d}.onnx",
        Object.fromEntries(spelled),
        async (callback, context) => {
          for (const [epoch, value] of values.entries()) {
            await callback.onEpochBegin?.(epoch, context);
            await callback.onEpochEnd?.(epoch, { [camelCase(options.monitor)]: value }, context);
          }
        },
      );
      expect(ours).toEqual(saved.map((name) => name.replace(".keras", ".onnx")));
    }
  });

  test("every so many batches", async () => {
    for (const { saveFreq, steps, epochs, saved } of golden.saveFreq) {
      const ours = await savedBy(
        "{epoch:02d}-{batch:04d}.onnx",
        { saveFreq, monitor: "loss" },
        async (callback, context) => {
          for (let epoch = 0; epoch < epochs; epoch++) {
            await callback.onEpochBegin?.(epoch, context);
            for (let batch = 0; batch < steps; batch++)
              await callback.onTrainBatchEnd?.(batch, { loss: 1 }, context);
          }
        },
      );
      expect(ours).toEqual(saved.map((name) => name.replace(".keras", ".onnx")));
    }
  });
});

describe("in fit", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await testFolder();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("files with numbers in their names, each the model of its epoch", async () => {
    const net = build();
    const kernels: number[] = [];
    const { history } = await net.fit(x, y, {
      epochs: 3,
      validationData: [x, y],
      verbose: 0,
      callbacks: [
        callbacks.modelCheckpoint({ filepath: `${folder}/sub/{epoch:02d}-{valLoss:.3f}.onnx` }),
        callbacks.lambda({ onEpochEnd: () => void kernels.push(Math.fround(net.getWeights()[0].item())) }),
      ],
    });
    const names = history.valLoss.map((loss, epoch) => `0${epoch + 1}-${loss.toFixed(3)}.onnx`);
    expect((await readdir(`${folder}/sub`)).sort()).toEqual(names);
    const loaded = await Promise.all(names.map((name) => loadModel(`${folder}/sub/${name}`)));
    expect(loaded.map((model) => model.getWeights()[0].item())).toEqual(kernels);
  });

  test("weights alone, the best, and it is said", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const net = build();
    const filepath = `${folder}/best.safetensors`;
    const { history } = await net.fit(x, y, {
      epochs: 2,
      verbose: 0,
      callbacks: [
        callbacks.modelCheckpoint({
          filepath,
          monitor: "loss",
          saveBestOnly: true,
          saveWeightsOnly: true,
          verbose: 1,
        }),
      ],
    });
    const [one, two] = history.loss;
    expect(log.mock.calls.flat()).toEqual([
      `\nEpoch 1: loss improved from null to ${one}`,
      `\nEpoch 1: saved ${filepath}`,
      `\nEpoch 2: loss improved from ${one} to ${two}`,
      `\nEpoch 2: saved ${filepath}`,
    ]);
    log.mockRestore();
    const other = build();
    await other.loadWeights(filepath);
    expect(other.getWeights().map((w) => w.item())).toEqual(
      net.getWeights().map((w) => Math.fround(w.item())),
    );
  });

  test("a place that will not be filled is told before training", async () => {
    const run = (filepath: string, saveFreq: "epoch" | number = "epoch"): Promise<unknown> =>
      build().fit(x, y, { verbose: 0, callbacks: [callbacks.modelCheckpoint({ filepath, saveFreq })] });
    await expect(run(`${folder}/{valLoss:.2f}.onnx`)).rejects.toThrow(
      "modelCheckpoint: filepath has {valLoss}, but there are epoch, loss, accuracy, mae; use those. (invalid_option)",
    );
    await expect(run(`${folder}/{los}.onnx`)).rejects.toThrow("the nearest is {loss}");
    await expect(run(`${folder}/{batch}.onnx`)).rejects.toThrow("(invalid_option)");
    await run(`${folder}/{batch}.onnx`, 1);
    expect(await readdir(folder)).toEqual(["1.onnx"]);
  });
});

test("options", () => {
  const make = (options: object): string =>
    thrown(() => callbacks.modelCheckpoint(options as { filepath: string }));
  expect(make({})).toBe(
    "modelCheckpoint: needs the option filepath; give modelCheckpoint({ filepath }). (missing_option)",
  );
  expect(make({ filepath: "m.keras" })).toBe(
    'modelCheckpoint: filepath is "m.keras"; a model is saved as a file that ends in .onnx. (invalid_option)',
  );
  expect(make({ filepath: "m.onnx", saveWeightsOnly: true })).toBe(
    'modelCheckpoint: filepath is "m.onnx"; weights are saved as a file that ends in .safetensors. (invalid_option)',
  );
  expect(make({ filepath: "m.onnx", saveFreq: 0.5 })).toBe(
    'modelCheckpoint: saveFreq is 0.5; use "epoch" or a whole number of batches. (invalid_option)',
  );
  expect(make({ filepath: "m.onnx", saveFreq: 5, saveBestOnly: true })).toBe(
    'modelCheckpoint: saveFreq is 5 batches, but monitor "valLoss" comes once an epoch; use saveFreq: "epoch", or monitor a number of the training. (invalid_option)',
  );
  expect(make({ filepath: "{epoch:x}.onnx" })).toBe(
    "modelCheckpoint: filepath has {epoch:x}; write places as {epoch:02d}, {valLoss:.2f} or {loss}. (invalid_option)",
  );
});
