import {
  datasets,
  gatherRows,
  input,
  type Layer,
  layers,
  type Model,
  model,
  sequential,
  setSeed,
  type Tensor,
  tensor,
} from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";

// A network learns the digits 0 to 4 from many examples. What its convolutions have found serves for 5 to 9, too: with
// them frozen and a new head, a hundred examples teach the new digits better than they teach a network from nothing.

export interface Options {
  /** Training images that the examples are taken from, of 60,000. */
  readonly samples?: number;
  /** Test images, of 10,000. */
  readonly tested?: number;
  /** Examples of each new digit. */
  readonly shots?: number;
  /** Passes over the old digits. */
  readonly epochs?: number;
  /** Passes over the few examples of the new digits. */
  readonly newEpochs?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

/** Shares of the test digits read rightly. */
export interface Result {
  /** 0 to 4, by the first network. */
  readonly old: number;
  /** 5 to 9, with the frozen trunk. */
  readonly transferred: number;
  /** 5 to 9, by a network that began from nothing. */
  readonly scratch: number;
}

/** Convolutions, which find features in an image, and a head that names one of five digits by them. */
function network(): Model {
  return sequential([
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.reshape({ targetShape: [28, 28, 1] }),
    layers.conv2d({ filters: 16, kernelSize: 5, activation: "relu" }), // [batch, 24, 24, 16]
    layers.maxPooling2d(),
    layers.conv2d({ filters: 32, kernelSize: 5, activation: "relu" }), // [batch, 8, 8, 32]
    layers.maxPooling2d(),
    layers.flatten({ name: "features" }), // [batch, 512]
    ...head(),
  ]);
}

const head = (): Layer[] => [
  layers.dense({ units: 128, activation: "relu" }),
  layers.dense({ units: 5, activation: "softmax" }),
];

export async function run(options: Options = {}): Promise<Result> {
  const {
    samples = 60_000,
    tested = 10_000,
    shots = 20,
    epochs = 2,
    newEpochs = 30,
    seed = 0,
    runtime = "auto",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);
  setSeed(seed);
  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist({ train: samples, test: tested });
  const [oldTrain, oldTest] = [digits(xTrain, yTrain, 0), digits(xTest, yTest, 0)];
  const [newTrain, newTest] = [digits(xTrain, yTrain, 5, shots), digits(xTest, yTest, 5)];
  const learn = async (net: Model, [x, y]: Digits, passes: number): Promise<void> => {
    net.compile({
      optimizer: "adam",
      loss: "sparseCategoricalCrossentropy",
      metrics: ["accuracy"],
      runtime,
    });
    await net.fit(x, y, { batchSize: x.shape[0] > 1000 ? 64 : 16, epochs: passes, verbose: 0 });
  };
  const accuracyOf = async (net: Model, [x, y]: Digits): Promise<number> =>
    (await net.evaluate(x, y)).accuracy;
  const tell = (english: string, chinese: string, accuracy: number): void =>
    print(`${(100 * accuracy).toFixed(1).padStart(5)} %  ${say(english, chinese)}`);

  const first = network();
  await learn(first, oldTrain, epochs);
  const old = await accuracyOf(first, oldTest);
  const count = oldTrain[0].shape[0];
  tell(`0 to 4, learned from ${count} examples`, `0 到 4，从 ${count} 个样本学得`, old);

  const scratchNet = network();
  await learn(scratchNet, newTrain, newEpochs);
  const scratch = await accuracyOf(scratchNet, newTest);
  const few = newTrain[0].shape[0];
  tell(`5 to 9, from ${few} examples alone`, `5 到 9，只从 ${few} 个样本学得`, scratch);

  const trunk = model({ inputs: first.inputs, outputs: first.getLayer("features").output });
  trunk.trainable = false;
  const second = sequential([input({ shape: [28, 28], dtype: "uint8" }), trunk, ...head()]);
  await learn(second, newTrain, newEpochs);
  const transferred = await accuracyOf(second, newTest);
  tell(
    `5 to 9, from the same ${few} with the frozen trunk of the first network`,
    `5 到 9，用同样的 ${few} 个样本，加上第一个网络冻结的主干`,
    transferred,
  );
  return { old, transferred, scratch };
}

type Digits = readonly [images: Tensor, labels: Tensor];

/** The digits from `lowest` to `lowest` + 4, labeled 0 to 4; of each only the first `each`. */
function digits(x: Tensor, y: Tensor, lowest: number, each: number = Infinity): Digits {
  const taken = [0, 0, 0, 0, 0];
  const rows = [...(y.data as Uint8Array).keys()].filter((row) => {
    const label = Number(y.data[row]) - lowest;
    return label >= 0 && label < 5 && taken[label]++ < each;
  });
  const labels = rows.map((row) => Number(y.data[row]) - lowest);
  return [gatherRows(x, rows), tensor(labels, { dtype: "uint8" })];
}

if (isMain(import.meta.url))
  await runAsProgram(run, { samples: 60_000, tested: 10_000, shots: 20, epochs: 2, newEpochs: 30, seed: 0 });
