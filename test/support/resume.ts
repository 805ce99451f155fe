import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Callback,
  callbacks,
  datasets,
  input,
  layers,
  type Model,
  type Optimizer,
  optimizers,
  schedules,
  sequential,
  setSeed,
} from "../../src/index.js";

// A training with everything that a resumed one could get wrong: shuffling, dropout, batch normalization, a schedule, metrics, a
// ragged last batch. 4 epochs of 10 steps.

export const epochs = 4;
export const stepsPerEpoch = 10;
const { x, y } = datasets.spirals({ samples: 77, seed: 3 });
const learningRate = schedules.cosineDecay({ initialLearningRate: 0.05, decaySteps: 40 });

export const optimizersTried: Readonly<Record<string, () => Optimizer>> = {
  sgd: () => optimizers.sgd({ learningRate, momentum: 0.9, nesterov: true }),
  adam: () => optimizers.adam({ learningRate }),
  adamW: () => optimizers.adamW({ learningRate, weightDecay: 0.01, clipnorm: 1 }),
  rmsprop: () => optimizers.rmsprop({ learningRate, centered: true }),
  adagrad: () => optimizers.adagrad({ learningRate }),
  nadam: () => optimizers.nadam({ learningRate, useEma: true }),
};

function network(seed: number, optimizer: string): Model {
  setSeed(seed);
  const net = sequential([
    input({ shape: [2] }),
    layers.dense({ units: 8 }),
    layers.batchNormalization(),
    layers.activation({ activation: "relu" }),
    layers.dropout({ rate: 0.2 }),
    layers.dense({ units: 2, activation: "softmax" }),
  ]);
  net.compile({
    optimizer: optimizersTried[optimizer](),
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
    runtime: "native",
    threads: 1,
  });
  return net;
}

/** Every bit of the state at the end, and the numbers of the last epoch. */
export interface Outcome {
  readonly state: Readonly<Record<string, readonly unknown[]>>;
  readonly last: Readonly<Record<string, number>>;
}

async function train(net: Model, own: readonly Callback[]): Promise<Outcome> {
  const { history } = await net.fit(x, y, { batchSize: 8, epochs, verbose: 0, callbacks: own });
  return {
    state: Object.fromEntries(
      net.state.map(({ path, value }) => [path, Array.from(value.data as ArrayLike<unknown>)]),
    ),
    last: Object.fromEntries(Object.entries(history).map(([key, values]) => [key, values.at(-1) as number])),
  };
}

export const unbroken = (optimizer: string): Promise<Outcome> => train(network(1, optimizer), []);

/** The same training, ended after so many steps, and taken up by another model from its backup. */
export async function resumed(optimizer: string, after: number): Promise<Outcome> {
  const backupDir = await mkdtemp(join(tmpdir(), "neurograd-resume-"));
  const backup = (): Callback => callbacks.backupAndRestore({ backupDir, deleteCheckpoint: false });
  let steps = 0;
  const stopper: Callback = {
    onTrainBatchEnd: (_batch, _logs, { stop }) => {
      if (++steps === after) stop();
    },
  };
  try {
    await train(network(1, optimizer), [stopper, backup()]);
    return await train(network(2, optimizer), [backup()]);
  } finally {
    await rm(backupDir, { recursive: true });
  }
}
