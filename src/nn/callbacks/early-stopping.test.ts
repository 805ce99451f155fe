import { readFileSync } from "node:fs";
import { callbacks, input, layers, type Model, sequential } from "neurograd";
import { describe, expect, test, vi } from "vitest";
import { camelCase } from "../../../test/support/from-keras.js";
import { thrown } from "../../../test/support/thrown.js";
import type { CallbackContext } from "../callback.js";

interface GoldenRun {
  readonly options: Readonly<Record<string, unknown>> & { readonly monitor: string };
  readonly values: readonly (number | null)[];
  readonly epochs: number;
  readonly stoppedEpoch: number;
  readonly bestEpoch: number;
  readonly best: number | null;
  readonly weights: number;
}
const golden: { readonly earlyStopping: readonly GoldenRun[] } = JSON.parse(
  readFileSync(new URL("../../../golden/early-stopping.json", import.meta.url), "utf8"),
);

/** A model with one weight. */
function oneWeight(metrics: readonly ("accuracy" | "mae")[] = ["accuracy", "mae"]): Model {
  const net = sequential([input({ shape: [1] }), layers.dense({ units: 1, useBias: false })]);
  net.compile({ optimizer: "sgd", loss: "meanSquaredError", metrics, runtime: "reference" });
  return net;
}
const keys = ["loss", "accuracy", "mae", "valLoss", "valAccuracy", "valMae"];

test("120 runs: stops, best epochs and weights of Keras", async () => {
  const model = oneWeight();
  for (const [i, { options, values, ...wanted }] of golden.earlyStopping.entries()) {
    const spelled = Object.entries(options).map(([name, value]) => [
      camelCase(name),
      name === "monitor" ? camelCase(value as string) : value,
    ]);
    const stopper = callbacks.earlyStopping(Object.fromEntries(spelled));
    let isStopped = false;
    const context: CallbackContext = {
      model,
      epochs: values.length,
      steps: 1,
      keys,
      stop: () => {
        isStopped = true;
      },
    };
    await stopper.onTrainBegin?.(context);
    let epoch = 0;
    for (const value of values) {
      model.setWeights([[[epoch]]]);
      await stopper.onEpochEnd?.(
        epoch++,
        value === null ? {} : { [camelCase(options.monitor)]: value },
        context,
      );
      if (isStopped) break;
    }
    await stopper.onTrainEnd?.(context);
    const { stoppedEpoch, bestEpoch, best = null } = stopper;
    const weights = model.getWeights()[0].item();
    expect({ epochs: epoch, stoppedEpoch, bestEpoch, best, weights }, `run ${i}`).toEqual(wanted);
  }
  expect(golden.earlyStopping).toHaveLength(120);
});

const x = [[-1], [0], [1], [2]];
const y = [[-1], [1], [3], [5]];

test("in fit: stops, and goes back to the best weights; used again it begins anew", async () => {
  const model = oneWeight([]);
  const stopper = callbacks.earlyStopping({ monitor: "loss", patience: 2, restoreBestWeights: true });
  const seen: number[] = [];
  const rates = callbacks.lambda({
    onEpochEnd: (epoch) => {
      seen.push(model.getWeights()[0].item());
      if (epoch === 3) model.optimizer.learningRate = 0.9; // from here on it diverges
    },
  });
  const { history } = await model.fit(x, y, {
    epochs: 50,
    batchSize: 4,
    verbose: 0,
    callbacks: [rates, stopper],
  });
  const best = history.loss.indexOf(Math.min(...history.loss));
  expect([stopper.bestEpoch, stopper.stoppedEpoch, history.loss.length]).toEqual([best, best + 2, best + 3]);
  expect(model.getWeights()[0].item()).toBe(seen[best]);
  model.optimizer.learningRate = 0.01;
  await model.fit(x, y, { epochs: 2, batchSize: 4, verbose: 0, callbacks: [stopper] });
  expect([stopper.bestEpoch, stopper.stoppedEpoch]).toEqual([1, 0]);
});

test("epochs without validation are passed over", async () => {
  const stopper = callbacks.earlyStopping({ patience: 1 });
  await oneWeight().fit(x, y, {
    epochs: 4,
    validationFreq: 2,
    validationData: [x, y],
    verbose: 0,
    callbacks: [stopper],
  });
  expect(stopper.bestEpoch).toBe(3);
});

test("says what it does when asked", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const stopper = callbacks.earlyStopping({
    monitor: "loss",
    mode: "max",
    restoreBestWeights: true,
    verbose: 1,
  });
  await oneWeight().fit(x, y, { epochs: 5, verbose: 0, callbacks: [stopper] });
  expect(log.mock.calls).toEqual([["Epoch 2: early stopping"], ["Back to the weights of epoch 1, the best"]]);
  log.mockRestore();
});

describe("a number that there is not", () => {
  const run = (monitor: string, validated = false): Promise<unknown> =>
    oneWeight().fit(x, y, {
      verbose: 0,
      callbacks: [callbacks.earlyStopping({ monitor })],
      ...(validated && { validationData: [x, y] }),
    });

  test("before training, with the keys there are", async () => {
    await expect(run("valLoss")).rejects.toThrow(
      'earlyStopping: monitor "valLoss" is not in the logs, which have loss, accuracy, mae; pass validationData or validationSplit to fit, or monitor one of these. (unknown_monitor)',
    );
    await expect(run("val_acuracy", true)).rejects.toThrow(
      'earlyStopping: monitor "val_acuracy" is not in the logs, which have loss, accuracy, mae, valLoss, valAccuracy, valMae; the nearest is "valAccuracy". (unknown_monitor)',
    );
    await expect(run("precision")).rejects.toThrow(
      'earlyStopping: monitor "precision" is not in the logs, which have loss, accuracy, mae; monitor one of these. (unknown_monitor)',
    );
  });

  test("at the end of an epoch, where the keys are not known before", async () => {
    const stopper = callbacks.earlyStopping({ monitor: "valLoss" });
    const context: CallbackContext = { model: oneWeight(), epochs: 1, steps: 1, stop: () => {} };
    await stopper.onTrainBegin?.(context);
    expect(thrown(() => stopper.onEpochEnd?.(0, { loss: 1 }, context))).toContain("(unknown_monitor)");
  });

  test("whose direction is not known", async () => {
    const net = oneWeight();
    const spec = net.compiled("test");
    const odd = { ...spec.metrics[0].metric, kind: "oddness", name: "odd" };
    net.compile({ loss: "mse", metrics: [odd], runtime: "reference" });
    const callback = callbacks.earlyStopping({ monitor: "odd" });
    await expect(net.fit(x, y, { verbose: 0, callbacks: [callback] })).rejects.toThrow(
      'earlyStopping: whether a better "odd" is higher or lower is not known; give mode: "max" or mode: "min". (invalid_option)',
    );
  });
});

test("options", () => {
  expect(thrown(() => callbacks.earlyStopping({ mode: "least" as "min" }))).toBe(
    'earlyStopping: mode: unknown name "least"; use one of auto, min, max. (unknown_name)',
  );
  expect(thrown(() => callbacks.earlyStopping({ patience: 1.5 }))).toBe(
    "earlyStopping: patience is 1.5; use a whole number from 0. (invalid_option)",
  );
  expect(thrown(() => callbacks.earlyStopping({ patiense: 1 } as object))).toContain(
    'did you mean "patience"?',
  );
});
