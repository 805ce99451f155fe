import { MessageChannel, type Worker } from "node:worker_threads";
import {
  callbacks,
  Dataset,
  input,
  layers,
  loadModel,
  type Model,
  optimizers,
  schedules,
  sequential,
  setSeed,
  tensor,
} from "neurograd";
import { expect, test, vi } from "vitest";
import { NeurogradError } from "../core/errors.js";
import type { Callback } from "../nn/callback.js";
import { serve } from "./serve.js";
import type { AnyWorker } from "./thread.js";
import { trainInWorker } from "./train-in-worker.js";

/** A worker's program on the other end of a channel, in this thread: what is posted is cloned and moved as between two. */
function channelWorker(onEnd: () => void = () => {}): AnyWorker {
  const { port1, port2 } = new MessageChannel();
  serve(
    {
      post: (message, transfer = []) => port2.postMessage(message, transfer),
      listen: (receive) => void port2.on("message", receive),
    },
    (file, where) => loadModel(file, where),
  );
  const end = async (): Promise<number> => {
    port1.close();
    onEnd();
    return 0;
  };
  return Object.assign(port1, { terminate: end }) as unknown as Worker; // the part of a Worker that is used
}

const rows = 40;
const numbers = (count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(i * i));
const x = tensor(numbers(rows * 3), { shape: [rows, 3] });
const y = tensor(
  numbers(rows).map((v) => Number(v > 0)),
  { shape: [rows, 1] },
);

function network(
  options: { readonly runtime?: "native" | "reference"; readonly learningRate?: number } = {},
): Model {
  setSeed(11);
  const net = sequential([
    input({ shape: [3] }),
    layers.dense({ units: 5, activation: "tanh" }),
    layers.dropout({ rate: 0.25 }),
    layers.dense({ units: 1, activation: "sigmoid" }),
  ]);
  net.compile({
    optimizer: "adam",
    loss: "binaryCrossentropy",
    metrics: ["accuracy"],
    runtime: options.runtime ?? "native",
    threads: 1,
  });
  if (options.learningRate !== undefined) net.optimizer.learningRate = options.learningRate;
  return net;
}

const worker = (): AnyWorker => channelWorker();
const state = (net: Model): unknown =>
  net.state
    .filter(({ role }) => role !== "metric")
    .map(({ path, value }) => [path, value.dtype, value.toArray()]);

test.each(["native", "reference"] as const)(
  "does the same steps as fit does on %s, to the bit",
  async (runtime) => {
    const [here, there] = [
      network({ runtime, learningRate: 0.02 }),
      network({ runtime, learningRate: 0.02 }),
    ];
    const options = { epochs: 3, batchSize: 8, validationSplit: 0.25 };
    const expected = await here.fit(x, y, options);
    const history = await trainInWorker(there, x, y, { ...options, worker });
    expect(history).toEqual(expected);
    expect(Object.keys(history.history)).toEqual(["loss", "accuracy", "valLoss", "valAccuracy"]);
    expect(state(there)).toEqual(state(here));
  },
);

test("training goes on where it ended, here or there", async () => {
  const [here, there] = [network(), network()];
  await here.fit(x, y, { epochs: 4 });
  await trainInWorker(there, x, y, { epochs: 1, worker });
  await there.fit(x, y, { epochs: 2, initialEpoch: 1 });
  await trainInWorker(there, x, y, { epochs: 4, initialEpoch: 2, worker });
  expect(state(there)).toEqual(state(here));
});

test("batches of a Dataset are made here, one ahead, anew for each epoch", async () => {
  const [here, there] = [network(), network()];
  const batches = (): Dataset<readonly [unknown, unknown]> =>
    Dataset.fromArrays(x, y).shuffle(5).batch(16) as Dataset<readonly [unknown, unknown]>;
  const steps: (number | undefined)[] = [];
  const expected = await here.fit(batches() as never, { epochs: 3, validationData: batches() as never });
  const history = await trainInWorker(there, batches() as never, {
    epochs: 3,
    validationData: batches() as never,
    callbacks: [{ onTrainBegin: (context) => void steps.push(context.steps) }],
    worker,
  });
  expect(history).toEqual(expected);
  expect(steps).toEqual([3]);
  expect(state(there)).toEqual(state(here));
});

test("callbacks run here: they see the weights, change the learning rate and stop, as in fit", async () => {
  const watched = (): { log: unknown[]; callback: Callback } => {
    const log: unknown[] = [];
    const weight = (net: Model): number => net.weights[0].value.toFloat64()[0];
    return {
      log,
      callback: {
        onTrainBegin: ({ epochs, steps, keys }) => void log.push("begin", epochs, steps, keys),
        onEpochBegin: (epoch, { model }) => {
          model.optimizer.learningRate = 0.1 / (epoch + 1);
          log.push(epoch, weight(model));
        },
        onTrainBatchBegin: (batch) => void log.push(batch),
        onTrainBatchEnd: (batch, logs) => void log.push(batch, { ...logs }),
        onEpochEnd: async (epoch, logs, { model, stop }) => {
          await new Promise((resolve) => setTimeout(resolve, 1));
          log.push(epoch, logs, weight(model));
          if (epoch === 2) stop();
        },
        onTrainEnd: ({ model }) => void log.push("end", weight(model)),
      },
    };
  };
  const [here, there] = [watched(), watched()];
  await network().fit(x, y, { epochs: 9, callbacks: [here.callback] });
  await trainInWorker(network(), x, y, { epochs: 9, callbacks: [there.callback], worker });
  expect(there.log).toEqual(here.log);
  expect(there.log.at(-2)).toBe("end");
});

test("progress comes in order, and the worker does not wait for it", async () => {
  const told: string[] = [];
  await trainInWorker(network(), x, y, {
    epochs: 2,
    batchSize: 20,
    onBatchEnd: (batch, { loss }) => told.push(`batch ${batch} ${Number.isFinite(loss)}`),
    onEpochEnd: (epoch, { loss }) => told.push(`epoch ${epoch} ${Number.isFinite(loss)}`),
    worker,
  });
  const epoch = ["batch 0 true", "batch 1 true"];
  expect(told).toEqual([...epoch, "epoch 0 true", ...epoch, "epoch 1 true"]);
});

test("a signal stops it; what was learned stays", async () => {
  const control = new AbortController();
  const net = network();
  const before = state(net);
  const onEnd = vi.fn();
  const history = await trainInWorker(net, x, y, {
    epochs: 1e6,
    onEpochEnd: (epoch) => epoch === 5 && control.abort(),
    signal: control.signal,
    worker: () => channelWorker(onEnd),
  });
  expect(history.epoch.length).toBeGreaterThanOrEqual(6);
  expect(history.epoch.length).toBeLessThan(1e6);
  expect(state(net)).not.toEqual(before);
  expect(onEnd).toHaveBeenCalledOnce();
  await expect(trainInWorker(net, x, y, { epochs: 3, signal: control.signal, worker })).resolves.toEqual({
    epoch: [],
    history: {},
  });
});

test("data are copied, or moved if asked; a moved array is refused with its reason", async () => {
  const net = network();
  const mine = tensor(numbers(rows * 3), { shape: [rows, 3] });
  await trainInWorker(net, mine.slice(0, 20), y.slice(0, 20), { transfer: true, worker }); // parts of an array cannot move
  expect(mine.data.length).toBe(rows * 3);
  await trainInWorker(net, mine, y, { worker });
  expect(mine.data.length).toBe(rows * 3);
  await trainInWorker(net, mine, tensor(y.data.slice() as Float32Array, { shape: y.shape }), {
    transfer: true,
    worker,
  });
  expect(mine.data.length).toBe(0);
  await expect(trainInWorker(net, mine, y, { worker })).rejects.toThrow(
    "fit: x: an array of shape [40, 3] is empty, because its memory has been moved to a worker; read the data again, or leave out transfer. (array_moved)",
  );
});

test("shared memory stays shared", async () => {
  const shared = new Float32Array(new SharedArrayBuffer(rows * 3 * 4));
  shared.set(numbers(rows * 3));
  const [here, there] = [network(), network()];
  await here.fit(x, y);
  await trainInWorker(there, tensor(shared, { shape: [rows, 3] }), y, { worker });
  expect(shared.length).toBe(rows * 3);
  expect(state(there)).toEqual(state(here));
});

test("what fit throws there arrives here, with its code; the weights are those before the step", async () => {
  const onEnd = vi.fn();
  const failure = async (options: object, data: typeof x = x): Promise<unknown> => {
    try {
      await trainInWorker(network(), data, y, { worker: () => channelWorker(onEnd), ...options });
    } catch (error) {
      return error;
    }
  };
  const error = await failure({ batchSize: 0 });
  expect(error).toBeInstanceOf(NeurogradError);
  expect(error).toMatchObject({
    code: "invalid_option",
    message: "fit: batchSize is 0; use a whole number from 1. (invalid_option)",
  });
  expect(await failure({}, tensor(numbers(rows * 2), { shape: [rows, 2] }))).toMatchObject({
    code: "shape_mismatch",
  });
  expect(onEnd).toHaveBeenCalledTimes(2);

  const net = network({ learningRate: 1e38 });
  await expect(trainInWorker(net, x, y, { epochs: 50, worker })).rejects.toMatchObject({
    code: "non_finite_loss",
  });
  expect(net.weights.flatMap(({ value }) => [...value.toFloat64()]).every(Number.isFinite)).toBe(true);
});

test("what a callback or the data throw is thrown, and what was learned stays", async () => {
  const net = network();
  const before = state(net);
  const onEpochEnd = (): never => {
    throw new TypeError("of mine");
  };
  await expect(trainInWorker(net, x, y, { callbacks: [{ onEpochEnd }], epochs: 9, worker })).rejects.toThrow(
    new TypeError("of mine"),
  );
  expect(state(net)).not.toEqual(before);
  const broken = Dataset.from(async function* () {
    yield [x, y];
    throw new RangeError("no more");
  });
  await expect(trainInWorker(net, broken as never, { worker })).rejects.toThrow(new RangeError("no more"));
  await net.fit(x, y); // free again
});

test("an option that there is not is named, with the nearest", async () => {
  const options = { onEpochsEnd: () => {} } as object;
  await expect(trainInWorker(network(), x, y, { ...options, worker })).rejects.toThrow(
    'trainInWorker: option: unknown name "onEpochsEnd"; did you mean "onEpochEnd"? use one of batchSize,',
  );
});

test("one training at a time, of a compiled model", async () => {
  const net = network();
  const training = trainInWorker(net, x, y, { worker });
  await expect(net.fit(x, y)).rejects.toMatchObject({ code: "already_fitting" });
  await expect(trainInWorker(net, x, y, { worker })).rejects.toThrow(
    "trainInWorker: fit is running on this model; await it, or stop it with its signal. (already_fitting)",
  );
  expect((await net.predict(x.slice(0, 2))).shape).toEqual([2, 1]);
  await training;
  const plain = sequential([input({ shape: [3] }), layers.dense({ units: 1 })]);
  await expect(trainInWorker(plain, x, y, { worker })).rejects.toMatchObject({ code: "not_compiled" });
});

test("a layer that the worker does not know is named, with what to do", async () => {
  const { defineLayer, ops } = await import("neurograd");
  const double = defineLayer<{ name?: string }>("double", {
    defaults: {},
    call: ({ x }) => ops.multiply(x, 2),
  });
  const net = sequential([input({ shape: [3] }), double(), layers.dense({ units: 1 })]);
  net.compile({ loss: "meanSquaredError", runtime: "native" });
  await expect(trainInWorker(net, x, y, { worker })).rejects.toThrow(
    'loadModel: layer "double": there is no layer "double"; if it is your own, pass customLayers: { double }, else update neurograd (the worker loads it: pass that to serveTraining, in a worker of your own). (unknown_kind)',
  );
});

test("a schedule goes on in the worker, whatever callbacks wait for", async () => {
  const learningRate = schedules.exponentialDecay({
    initialLearningRate: 0.1,
    decaySteps: 3,
    decayRate: 0.5,
  });
  const [here, there] = [network(), network()];
  for (const net of [here, there])
    net.compile({
      optimizer: optimizers.adam({ learningRate }),
      loss: "binaryCrossentropy",
      runtime: "native",
      threads: 1,
    });
  const seen: number[] = [];
  const watch: Callback = { onEpochBegin: (_, { model }) => void seen.push(model.optimizer.learningRate) };
  const options = { epochs: 3, batchSize: 16, verbose: 0 } as const;
  await here.fit(x, y, options);
  await trainInWorker(there, x, y, { ...options, callbacks: [watch], worker });
  expect(state(there)).toEqual(state(here));
  expect(seen).toHaveLength(3);
  expect(there.optimizer.learningRate).toBe(here.optimizer.learningRate);
});

test("terminateOnNaN ends the training there, too, with the weights before the step", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const [here, there] = [network({ learningRate: 1e38 }), network({ learningRate: 1e38 })];
  const options = { epochs: 3, batchSize: 16, verbose: 0 } as const;
  const local = await here.fit(x, y, { ...options, callbacks: [callbacks.terminateOnNaN()] });
  const remote = await trainInWorker(there, x, y, {
    ...options,
    callbacks: [callbacks.terminateOnNaN()],
    worker,
  });
  expect(remote.history).toEqual(local.history);
  expect(state(there)).toEqual(state(here));
  expect(warn.mock.calls).toHaveLength(2);
  expect(warn.mock.calls[1]).toEqual(warn.mock.calls[0]);
  warn.mockRestore();
  const thrown = trainInWorker(network({ learningRate: 1e38 }), x, y, {
    ...options,
    callbacks: [callbacks.terminateOnNaN({ raiseError: true })],
    worker,
  });
  await expect(thrown).rejects.toThrow("fit: the loss is NaN at epoch 1, step 2");
});
