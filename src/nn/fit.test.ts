import { beforeEach, describe, expect, test } from "vitest";
import { readGolden } from "../../golden/read-golden.js";
import { goldenTensor } from "../../test/support/from-keras.js";
import { rejection } from "../../test/support/thrown.js";
import { Dataset, input, layers, type Model, optimizers, sequential, setSeed } from "../index.js";
import type { Callback } from "./callback.js";
import type { CompileOptions } from "./compile.js";
import type { FitOptions } from "./fit.js";
import type { Logs } from "./history.js";

const { history: golden } = readGolden("metrics");
const x = goldenTensor(golden.x);
const y = goldenTensor(golden.y, "int32");
const xVal = goldenTensor(golden.xVal);
const yVal = goldenTensor(golden.yVal, "int32");

beforeEach(() => setSeed(1));

/** The model of the golden histories. */
function classifier(runtime: CompileOptions["runtime"] = "reference"): Model {
  const net = sequential([input({ shape: [3] }), layers.dense({ units: 3, activation: "softmax" })]);
  net.compile({
    optimizer: optimizers.sgd({ learningRate: 0.5 }),
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
    runtime: runtime ?? "reference",
  });
  net.setWeights(golden.weights.map((w) => goldenTensor(w)));
  return net;
}

/** How often each callback was called, in order, in words. */
function recorder(lines: string[]): Callback {
  return {
    onTrainBegin: ({ epochs, steps }) => void lines.push(`begin ${epochs} × ${steps}`),
    onEpochBegin: (epoch) => void lines.push(`epoch ${epoch}`),
    onTrainBatchEnd: (batch) => void lines.push(`batch ${batch}`),
    onEpochEnd: (epoch, logs) => void lines.push(`end ${epoch}: ${Object.keys(logs)}`),
    onTrainEnd: () => void lines.push("done"),
  };
}

describe("callbacks", () => {
  test("are called in order, those that wait are waited for", async () => {
    const lines: string[] = [];
    const slow: Callback = {
      onEpochEnd: async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        lines.push("slow");
      },
    };
    await classifier().fit(x, y, {
      batchSize: 5,
      epochs: 2,
      verbose: 0,
      validationData: [xVal, yVal],
      callbacks: [slow, recorder(lines)],
    });
    const epoch = (k: number): string[] => [
      `epoch ${k}`,
      "batch 0",
      "batch 1",
      "slow",
      `end ${k}: loss,accuracy,valLoss,valAccuracy`,
    ];
    expect(lines).toEqual(["begin 2 × 2", ...epoch(0), ...epoch(1), "done"]);
  });

  test("logs of a batch can be listed and asked for, and are read only then", async () => {
    const given: Logs[] = [];
    const keep: Callback = { onTrainBatchEnd: (_, logs) => void given.push(logs) };
    await classifier().fit(x, y, { verbose: 0, callbacks: [keep] });
    const [logs] = given;
    expect(Object.keys(logs)).toEqual(["loss", "accuracy"]);
    expect({ ...logs }).toEqual({ loss: logs.loss, accuracy: logs.accuracy });
    expect(["accuracy" in logs, "valLoss" in logs]).toEqual([true, false]);
  });

  test("see and change the model: the learning rate of the next step", async () => {
    const net = classifier();
    const before = net.getWeights()[0].toArray();
    const freeze: Callback = {
      onTrainBegin: ({ model }) => {
        model.optimizer.learningRate = 0;
      },
    };
    await net.fit(x, y, { verbose: 0, callbacks: [freeze] });
    expect(net.getWeights()[0].toArray()).toEqual(before);
  });

  test("stop in an epoch: no further batch, but validation and the end of the epoch, as in Keras", async () => {
    const lines: string[] = [];
    const stop: Callback = {
      onTrainBatchEnd: (batch, _logs, context) => void (batch === 1 && context.stop()),
    };
    const { history } = await classifier().fit(x, y, {
      batchSize: 2,
      epochs: 4,
      verbose: 0,
      validationData: [xVal, yVal],
      callbacks: [stop, recorder(lines)],
    });
    expect(lines).toEqual([
      "begin 4 × 5",
      "epoch 0",
      "batch 0",
      "batch 1",
      "end 0: loss,accuracy,valLoss,valAccuracy",
      "done",
    ]);
    expect(history.valLoss.length).toBe(1);
  });

  test("an error in one ends training and leaves the model usable", async () => {
    const net = classifier();
    const broken: Callback = {
      onEpochEnd: () => {
        throw new RangeError("mine");
      },
    };
    await expect(net.fit(x, y, { verbose: 0, callbacks: [broken] })).rejects.toThrow(new RangeError("mine"));
    await expect(net.fit(x, y, { verbose: 0 })).resolves.toBeDefined();
  });
});

describe("how much and when", () => {
  const steps = async (options: FitOptions): Promise<string[]> => {
    const lines: string[] = [];
    await classifier().fit(x, y, { verbose: 0, callbacks: [recorder(lines)], ...options });
    return lines;
  };

  test("initialEpoch numbers the first epoch", async () => {
    expect((await steps({ epochs: 3, initialEpoch: 2 })).filter((line) => line.startsWith("epoch"))).toEqual([
      "epoch 2",
    ]);
  });

  test("initialEpoch gives the epoch's own order: two runs of one epoch are one of two", async () => {
    setSeed(3);
    const [whole, parts] = [classifier(), classifier()];
    parts.seed = whole.seed;
    await whole.fit(x, y, { batchSize: 3, epochs: 2, verbose: 0 });
    await parts.fit(x, y, { batchSize: 3, epochs: 1, verbose: 0 });
    await parts.fit(x, y, { batchSize: 3, epochs: 2, initialEpoch: 1, verbose: 0 });
    expect(parts.getWeights().map((w) => w.toArray())).toEqual(whole.getWeights().map((w) => w.toArray()));
  });

  test("stepsPerEpoch ends an epoch early", async () => {
    expect(await steps({ batchSize: 1, stepsPerEpoch: 2 })).toEqual([
      "begin 1 × 2",
      "epoch 0",
      "batch 0",
      "batch 1",
      "end 0: loss,accuracy",
      "done",
    ]);
  });

  test("validationFreq validates every so many epochs, validationSteps so many batches", async () => {
    const lines = await steps({
      epochs: 5,
      validationFreq: 2,
      validationSteps: 1,
      validationBatchSize: 3,
      validationData: [xVal, yVal],
    });
    expect(lines.filter((line) => line.startsWith("end")).map((line) => line.includes("valLoss"))).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
    const net = classifier();
    const options = { verbose: 0, validationSteps: 1, validationBatchSize: 3 } as const;
    const { history } = await net.fit(x, y, { ...options, validationData: [xVal, yVal] });
    expect(history.valLoss).toEqual([(await net.evaluate(xVal.slice(0, 3), yVal.slice(0, 3))).loss]);
  });

  test("validation leaves the metrics of training as they were", async () => {
    const plain = await classifier().fit(x, y, { batchSize: 4, epochs: 3, shuffle: false, verbose: 0 });
    const validated = await classifier().fit(x, y, {
      batchSize: 4,
      epochs: 3,
      shuffle: false,
      verbose: 0,
      validationData: [xVal, yVal],
    });
    expect(validated.history.loss).toEqual(plain.history.loss);
  });
});

describe("order", () => {
  /** The rows that each step of two epochs saw. */
  async function order(shuffle: boolean, seed: number, fits = 1): Promise<number[][]> {
    setSeed(seed);
    const net = sequential([
      input({ shape: [1] }),
      layers.dense({ units: 1, useBias: false, kernelInitializer: "zeros" }),
    ]);
    // The prediction stays 0, so a loss of row n is n², and the mean so far tells which rows there were.
    net.compile({ optimizer: optimizers.sgd({ learningRate: 0 }), loss: "mse", runtime: "reference" });
    const seen: number[][] = [];
    const watch: Callback = {
      onEpochBegin: () => void seen.push([]),
      onTrainBatchEnd: (batch, { loss }) => {
        const rows = seen.at(-1) as number[];
        rows.push(Math.round(Math.sqrt(loss * (batch + 1) - rows.reduce((a, n) => a + n * n, 0))));
      },
    };
    const rows = Array.from({ length: 12 }, (_, n) => [n]);
    for (let i = 0; i < fits; i++)
      await net.fit(rows, rows, { batchSize: 1, epochs: 2, shuffle, verbose: 0, callbacks: [watch] });
    return seen;
  }

  test("without shuffle that of the data; with it, every row once, another order each epoch and seed", async () => {
    const inOrder = Array.from({ length: 12 }, (_, n) => n);
    expect(await order(false, 1)).toEqual([inOrder, inOrder]);
    const [first, second] = await order(true, 1);
    for (const rows of [first, second]) expect([...rows].sort((a, b) => a - b)).toEqual(inOrder);
    expect(second).not.toEqual(first);
    expect(await order(true, 1)).toEqual([first, second]);
    expect((await order(true, 2))[0]).not.toEqual(first);
  });

  test("a training begun anew takes orders of its own", async () => {
    const [first, second, third, fourth] = await order(true, 1, 2);
    expect(await order(true, 1)).toEqual([first, second]);
    expect(third).not.toEqual(first);
    expect(fourth).not.toEqual(second);
    expect(await order(true, 1, 2)).toEqual([first, second, third, fourth]);
  });
});

describe("stopping from outside", () => {
  test("a signal stops after the running step; what was learned stays", async () => {
    const control = new AbortController();
    const net = classifier();
    const lines: string[] = [];
    const abort: Callback = { onTrainBatchEnd: (batch) => void (batch === 2 && control.abort()) };
    await net.fit(x, y, {
      batchSize: 1,
      epochs: 9,
      shuffle: false,
      verbose: 0,
      signal: control.signal,
      validationData: [xVal, yVal],
      callbacks: [recorder(lines), abort],
    });
    expect(lines).toEqual([
      "begin 9 × 10",
      "epoch 0",
      "batch 0",
      "batch 1",
      "batch 2",
      "end 0: loss,accuracy",
      "done",
    ]);
    const other = classifier();
    await other.fit(x, y, { batchSize: 1, shuffle: false, stepsPerEpoch: 3, verbose: 0 });
    expect(net.getWeights().map((w) => w.toArray())).toEqual(other.getWeights().map((w) => w.toArray()));
  });

  test("a signal given before the first step: no step, the model as it was", async () => {
    const net = classifier();
    const before = net.getWeights().map((w) => w.toArray());
    const { epoch } = await net.fit(x, y, { verbose: 0, signal: AbortSignal.abort() });
    expect([epoch, net.getWeights().map((w) => w.toArray())]).toEqual([[], before]);
  });
});

describe("the event loop", () => {
  for (const runtime of ["native", "wasm", "reference"] as const) {
    test(`timers fire while fit runs on ${runtime}`, async () => {
      const net = sequential([
        input({ shape: [16] }),
        layers.dense({ units: 16, activation: "relu" }),
        layers.dense({ units: 1 }),
      ]);
      net.compile({ loss: "mse", runtime });
      const rows = Array.from({ length: 64 }, (_, n) =>
        Array.from({ length: 16 }, (_, k) => Math.sin(n + k)),
      );
      const targets = rows.map(([first]) => first);
      await net.fit(rows, targets, { verbose: 0 }); // compiled
      let [fired, steps] = [0, 0];
      const timer = setInterval(() => fired++, 1);
      // Steps of well under 1 ms, one after the other: without yielding, a timer would never have its turn.
      const watch: Callback = {
        onTrainBatchEnd: (_batch, _logs, { stop }) => {
          if (fired >= 3 || ++steps === 20_000) stop();
        },
      };
      await net.fit(rows, targets, { epochs: 20_000, verbose: 0, callbacks: [watch] });
      clearInterval(timer);
      expect(fired).toBeGreaterThanOrEqual(3);
    });
  }

  test("predict during fit sees the weights after a whole step; a second fit is refused", async () => {
    const net = classifier();
    const predictions: Promise<unknown>[] = [];
    const refused: Promise<string>[] = [];
    const callbacks: Callback[] = [
      {
        onTrainBatchEnd: () => {
          predictions.push(net.predict(x.slice(0, 1)));
          refused.push(rejection(net.fit(x, y)));
        },
      },
    ];
    await net.fit(x, y, { batchSize: 5, verbose: 0, callbacks });
    expect(await Promise.all(refused)).toEqual(
      Array(2).fill(
        "fit: fit is running on this model; await it, or stop it with its signal. (already_fitting)",
      ),
    );
    expect(await Promise.all(predictions)).toHaveLength(2);
    for (const body of [() => net.evaluate(x, y), () => net.trainOnBatch(x, y)])
      await expect(body()).resolves.toBeDefined(); // afterwards all is open again
  });
});

describe("where it says what it cannot do", () => {
  const refusals: Readonly<Record<string, readonly [() => Promise<unknown>, string]>> = {
    "a misspelt option, with the nearest right one": [
      () => classifier().fit(x, y, { epoch: 5 } as FitOptions),
      'fit: option: unknown name "epoch"; did you mean "epochs"? use one of batchSize, epochs, initialEpoch, initialStep, verbose, callbacks, validationSplit, validationData, validationBatchSize, validationSteps, validationFreq, sampleWeight, classWeight, shuffle, stepsPerEpoch, signal. (unknown_name)',
    ],
    "a misspelt option beside batches": [
      () => classifier().fit(Dataset.fromArrays(x, y).batch(2), { batchsize: 5 } as FitOptions),
      'fit: option: unknown name "batchsize"; did you mean "batchSize"? use one of batchSize, epochs, initialEpoch, initialStep, verbose, callbacks, validationSplit, validationData, validationBatchSize, validationSteps, validationFreq, sampleWeight, classWeight, shuffle, stepsPerEpoch, signal. (unknown_name)',
    ],
    "epochs that are none": [
      () => classifier().fit(x, y, { epochs: 0 }),
      "fit: epochs is 0; use a whole number from 1. (invalid_option)",
    ],
    "a batchSize that is none": [
      () => classifier().fit(x, y, { batchSize: 2.5 }),
      "fit: batchSize is 2.5; use a whole number from 1. (invalid_option)",
    ],
    "an initialEpoch that is none": [
      () => classifier().fit(x, y, { initialEpoch: -1 }),
      "fit: initialEpoch is -1; use a whole number from 0. (invalid_option)",
    ],
    "a validationSplit that is none": [
      () => classifier().fit(x, y, { validationSplit: 1.5 }),
      "fit: validationSplit is 1.5; use a number between 0 and 1. (invalid_option)",
    ],
    "a validationSplit that leaves nothing to train on": [
      () => classifier().fit(x.slice(0, 2), y.slice(0, 2), { validationSplit: 0.9 }),
      "fit: validationSplit 0.9 of 2 examples leaves none to train on; give more examples, or another share. (empty_data)",
    ],
    "a validationSplit of batches": [
      () => classifier().fit(Dataset.fromArrays(x, y).batch(2), { validationSplit: 0.5 }),
      "fit: validationSplit is for arrays; of batches, take some away and give them as validationData. (invalid_option)",
    ],
    "data without end": [
      () => classifier().fit(Dataset.fromArrays(x, y).repeat().batch(2)),
      "fit: the data have no end; give stepsPerEpoch, the number of batches to take. (invalid_option)",
    ],
    "validation data without end": [
      () => classifier().fit(x, y, { validationData: Dataset.fromArrays(x, y).repeat().batch(2) }),
      "fit: validationData: the data have no end; give validationSteps, the number of batches to take. (invalid_option)",
    ],
    "not compiled": [
      () => sequential([input({ shape: [1] }), layers.dense({ units: 1 })]).fit([[1]], [[1]]),
      "fit: the model has no loss yet; call net.compile({ optimizer, loss }) first. (not_compiled)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(refusals))
    test(what, async () => expect(await rejection(body())).toBe(message));
});
