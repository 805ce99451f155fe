// Neurograd as a peer of the benchmark: native or wasm.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  grad,
  input,
  layers,
  ops,
  optimizers,
  type Program,
  program,
  readIdx,
  sequential,
  setSeed,
  type Tensor,
  tensor,
  tensorType,
  type Value,
} from "neurograd";
import { constantCurrent, leakyLayer, stepAccuracy, stepCrossentropy } from "neurograd/brain";
import { cuba, hodgkinHuxleyNeurons } from "./ours-brain.js";
import type { Job } from "./protocol.js";
import { type Run, readJob, serve } from "./serve.js";

const job = readJob();
const runtime = job.runtime === "wasm" ? "wasm" : "native";
setSeed(1);

function network(): ReturnType<typeof sequential> {
  const net = sequential([
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.flatten(),
    layers.dense({ units: 128, activation: "relu" }),
    layers.dense({ units: 128, activation: "relu" }),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  net.compile({
    optimizer: "adam",
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
    runtime,
    threads: job.threads,
    stepsPerExecution: runtime === "native" ? 8 : 4, // as "auto" chooses where nobody watches the batches
  });
  return net;
}

function spikingNetwork(): ReturnType<typeof sequential> {
  const net = sequential([
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.flatten(),
    layers.dense({ units: 1000 }),
    constantCurrent({ steps: 25 }),
    leakyLayer({ beta: 0.95 }),
    layers.dense({ units: 10 }),
    leakyLayer({ beta: 0.95, output: "v" }),
  ]);
  net.compile({
    optimizer: "adam",
    loss: stepCrossentropy(),
    metrics: [stepAccuracy({ name: "accuracy" })],
    runtime,
    threads: job.threads,
  });
  return net;
}

async function mnist(folder: string): Promise<{ x: Tensor; y: Tensor }> {
  const read = (name: string): Promise<Tensor> => readIdx(readFileSync(join(folder, name)));
  return { x: await read("train-images-idx3-ubyte"), y: await read("train-labels-idx1-ubyte") };
}

/** Steps of one long `fit`, held back at the end of each batch until more are asked for. */
async function fitSteps({ batch, data, task }: Job): Promise<Run> {
  const { x, y } = await mnist(data);
  let left = 0;
  let last = -1;
  let done: () => void = () => {};
  let go: () => void = () => {};
  let arrived: () => void = () => {};
  const waiting = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const gate = (): Promise<void> =>
    new Promise((resolve) => {
      go = resolve;
      arrived();
    });
  const begin = async (): Promise<void> => {
    const net = task === "surrogate" ? spikingNetwork() : network();
    await net.fit(x, y, {
      batchSize: batch,
      epochs: 1_000_000,
      verbose: 0,
      callbacks: [
        { onTrainBegin: gate },
        {
          onTrainBatchEnd: (index) => {
            left -= index > last ? index - last : index + 1; // steps since the last call; a new epoch begins at 0
            last = index;
            if (left > 0) return;
            done();
            return gate();
          },
        },
      ],
    });
  };
  begin().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
  await waiting;
  return (n) =>
    new Promise((resolve) => {
      left = n;
      done = () => resolve(n - left); // several steps come at once, so some may be done beyond the n
      go();
    });
}

/** 784-128-128-10 with Adam, written with `program` on one resident float32 batch. */
async function bareStep({ batch, data, threads }: Job): Promise<Run> {
  const { x, y } = await mnist(data);
  const pixels = tensor(
    Float32Array.from(x.slice(0, batch).toFloat64(), (v) => v / 255),
    { shape: [batch, 784] },
  );
  const labels = tensor(y.slice(0, batch).toFloat64(), { dtype: "int64" });
  const sizes = [784, 128, 128, 10];
  const shapes: Record<string, number[]> = {};
  for (let i = 0; i < 3; i++) {
    shapes[`w${i}`] = [sizes[i], sizes[i + 1]];
    shapes[`b${i}`] = [sizes[i + 1]];
  }
  const model = (values: Readonly<Record<string, Value>>): Value => {
    let h = values.x;
    for (let i = 0; i < 3; i++) {
      h = ops.add(ops.matmul(h, values[`w${i}`]), values[`b${i}`]);
      if (i < 2) h = ops.relu(h);
    }
    const target = ops.oneHot(values.y, { depth: 10 });
    return ops.negative(ops.mean(ops.sum(ops.multiply(target, ops.logSoftmax(h)), { axis: -1 })));
  };
  const feeds = { x: pixels, y: labels };
  const types = { x: tensorType([batch, 784]), y: tensorType([batch], "int64") };
  const step = await adamProgram(types, shapes, model, 0.001, threads);
  return async (n) => {
    for (let i = 0; i < n; i++) await step.run(feeds);
    return n;
  };
}

/** 2-4-1 on the four rows, by `program`. */
async function xorStep({ optimizer, threads }: Job): Promise<Run> {
  const shapes = { w0: [2, 4], b0: [4], w1: [4, 1], b1: [1] };
  const model = ({ x, y, w0, b0, w1, b1 }: Readonly<Record<string, Value>>): Value => {
    const h = ops.tanh(ops.add(ops.matmul(x, w0), b0));
    const p = ops.sigmoid(ops.add(ops.matmul(h, w1), b1));
    return ops.mean(ops.square(ops.subtract(p, y)));
  };
  const types = { x: tensorType([4, 2]), y: tensorType([4, 1]) };
  const step =
    optimizer === "sgd"
      ? await sgdProgram(types, shapes, model, 1, threads)
      : await adamProgram(types, shapes, model, 0.001, threads);
  const feeds = {
    x: tensor([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]),
    y: tensor([[0], [1], [1], [0]]),
  };
  return async (n) => {
    for (let i = 0; i < n; i++) await step.run(feeds);
    return n;
  };
}

type Types = Readonly<Record<string, ReturnType<typeof tensorType>>>;
type Shapes = Readonly<Record<string, readonly number[]>>;
type Loss = (values: Readonly<Record<string, Value>>) => Value;

const spread = (shape: readonly number[], seed: number): Tensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin((i + 1) * (seed + 1) * 12.9898) * 0.1),
    { shape },
  );
};

function sgdProgram(
  types: Types,
  shapes: Shapes,
  loss: Loss,
  learningRate: number,
  threads: number,
): Promise<Program> {
  const names = Object.keys(shapes);
  const weights = Object.fromEntries(names.map((name, i) => [name, spread(shapes[name], i)]));
  return program(
    { ...types, ...Object.fromEntries(names.map((name) => [name, tensorType([...shapes[name]])])) },
    (values: Readonly<Record<string, Value>>) => {
      const value = loss(values);
      const grads = grad(
        value,
        names.map((name) => values[name]),
      );
      return {
        loss: value,
        ...Object.fromEntries(
          names.map((name, i) => [name, ops.subtract(values[name], ops.multiply(grads[i], learningRate))]),
        ),
      };
    },
    { state: weights, runtime, threads },
  );
}

function adamProgram(
  types: Types,
  shapes: Shapes,
  loss: Loss,
  learningRate: number,
  threads: number,
): Promise<Program> {
  const names = Object.keys(shapes);
  const { update } = optimizers.adam({ learningRate });
  const state: Record<string, Tensor> = { t: tensor(0) };
  const all: Record<string, ReturnType<typeof tensorType>> = { ...types, t: tensorType([]) };
  for (const [i, name] of names.entries()) {
    for (const prefix of ["", "m/", "v/"]) {
      all[prefix + name] = tensorType([...shapes[name]]);
      state[prefix + name] =
        prefix === ""
          ? spread(shapes[name], i)
          : tensor(new Float32Array(spread(shapes[name], i).size), { shape: shapes[name] });
    }
  }
  return program(
    all,
    (values: Readonly<Record<string, Value>>) => {
      const value = loss(values);
      const grads = grad(
        value,
        names.map((name) => values[name]),
      );
      const step = ops.add(values.t, 1);
      const out: Record<string, Value> = { loss: value, t: step };
      const rate = ops.multiply(ops.sign(step), learningRate); // a value, as the hyper-parameter of a model is
      for (const [i, name] of names.entries()) {
        const slots = { momentum: values[`m/${name}`], velocity: values[`v/${name}`] };
        const next = update({ w: values[name], g: grads[i], slots, learningRate: rate, step });
        out[name] = next.w;
        out[`m/${name}`] = next.slots?.momentum as Value; // Adam has both
        out[`v/${name}`] = next.slots?.velocity as Value;
      }
      return out;
    },
    { state, runtime, threads },
  );
}

async function wholeEpochs({ batch, data }: Job): Promise<Run> {
  const { x, y } = await mnist(data);
  const net = network();
  return async (n) => {
    for (let i = 0; i < n; i++) await net.fit(x, y, { batchSize: batch, epochs: 1, verbose: 0 });
    return n;
  };
}

const makers = {
  mlp: fitSteps,
  step: bareStep,
  xor: xorStep,
  epoch: wholeEpochs,
  surrogate: fitSteps,
  cuba: () => cuba,
  hh: () => hodgkinHuxleyNeurons,
} as const;
const run: Run = await makers[job.task](job);
const isModel = job.task === "cuba" || job.task === "hh";
await serve(`Neurograd ${isModel ? "float64 loop" : runtime}`, run, {
  detail: `${job.threads} thread`,
  oneAtATime: isModel || job.task === "epoch",
});
