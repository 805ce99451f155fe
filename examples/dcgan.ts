import {
  Dataset,
  datasets,
  initializers,
  input,
  layers,
  type Model,
  ops,
  optimizers,
  type Program,
  program,
  RandomSource,
  sequential,
  setSeed,
  Tensor,
  tensorType,
  type Value,
} from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";
import { drawImage } from "./draw.js";

// Two networks against one another: a generator turns random numbers into digits, a critic tells them from real ones. Each
// learns from the other's mistakes. Strided convolutions, batch normalization and leaky slopes, as in Radford, Metz & Chintala
// 2016, arXiv:1511.06434; digits of 14 × 14 pixels. A classifier of real digits says how well it went.

export interface Options {
  /** Training images used, of 60,000. */
  readonly samples?: number;
  readonly epochs?: number;
  /** Random numbers that a digit is made of. */
  readonly code?: number;
  /** Digits made for the classifier to judge. */
  readonly made?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

export interface Result {
  /** Share of real test digits that the classifier names rightly, and of those of which it is sure. */
  readonly accuracy: number;
  readonly sureOfReal: number;
  /** Share of made digits of which it is sure: 0.9 or more for one class. */
  readonly sureOfMade: number;
  /** Share of each class among them. */
  readonly classes: readonly number[];
}

const size = 14;
const batchSize = 128;

const normal = initializers.randomNormal({ stddev: 0.02 }); // the paper's

export const generatorOf = (code: number): Model =>
  sequential(
    [
      input({ shape: [code] }),
      layers.dense({ units: 4 * 4 * 32, useBias: false, kernelInitializer: normal }),
      layers.batchNormalization({ momentum: 0.9 }),
      layers.reLU(),
      layers.reshape({ targetShape: [4, 4, 32] }),
      layers.conv2dTranspose({
        filters: 16,
        kernelSize: 4,
        strides: 2,
        padding: "same",
        useBias: false,
        kernelInitializer: normal,
      }), // 8 × 8
      layers.batchNormalization({ momentum: 0.9 }),
      layers.reLU(),
      layers.conv2dTranspose({
        filters: 1,
        kernelSize: 4,
        strides: 2,
        padding: "same",
        activation: "tanh",
        kernelInitializer: normal,
      }), // 16 × 16
      layers.cropping2d({ cropping: 1 }),
    ],
    { name: "generator" },
  );

export const criticOf = (): Model =>
  sequential(
    [
      input({ shape: [size, size, 1] }),
      layers.conv2d({ filters: 16, kernelSize: 4, strides: 2, padding: "same", kernelInitializer: normal }), // 7 × 7
      layers.leakyReLU({ negativeSlope: 0.2 }),
      layers.conv2d({
        filters: 32,
        kernelSize: 4,
        strides: 2,
        padding: "same",
        useBias: false,
        kernelInitializer: normal,
      }), // 4 × 4
      layers.batchNormalization({ momentum: 0.9 }),
      layers.leakyReLU({ negativeSlope: 0.2 }),
      layers.flatten(),
      layers.dense({ units: 1, kernelInitializer: normal }),
    ],
    { name: "critic" },
  );

/** −log of the probability σ(logit) that is given to "real", or to "made". */
const surprise = (logits: Value, isReal: boolean): Value =>
  ops.mean(ops.softplus(isReal ? ops.negative(logits) : logits));

/** One step of the critic, then one of the generator. */
function gameOf(generator: Model, critic: Model, code: number, runtime: Runtime): Promise<Program> {
  const adam = () => optimizers.adam({ learningRate: 0.0005, beta1: 0.5 });
  return program(
    { real: tensorType([batchSize, size, size, 1]) },
    ({ real }, { apply, minimize, random }) => {
      const made = apply(generator, random.normal([batchSize, code]));
      const criticLoss = ops.add(surprise(apply(critic, real), true), surprise(apply(critic, made), false));
      minimize(criticLoss, critic, adam());
      const generatorLoss = surprise(apply(critic, made), true); // by the critic that has just learned
      minimize(generatorLoss, generator, adam());
      return { criticLoss, generatorLoss };
    },
    { runtime },
  );
}

export async function run(options: Options = {}): Promise<Result> {
  const {
    samples = 60_000,
    epochs = 5,
    code = 32,
    made = 2000,
    seed = 0,
    runtime = "auto",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);
  setSeed(seed);
  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist({
    train: samples,
    test: Math.min(samples, 10_000),
  });
  const [train, test] = [smaller(xTrain), smaller(xTest)];

  const [generator, critic] = [generatorOf(code), criticOf()];
  const game = await gameOf(generator, critic, code, runtime);
  const batches = Dataset.fromArrays(train).shuffle(seed).batch(batchSize, { dropRemainder: true });
  for (let epoch = 0; epoch < epochs; epoch++)
    for await (const real of batches.epoch(epoch)) await game.run({ real });

  const judge = await judgeOf(train, yTrain, runtime);
  const { accuracy } = await judge.evaluate(test, yTest, { batchSize: 500 });
  generator.compile({ optimizer: "adam", loss: "mse", runtime }); // where it is to run
  const digits = await generator.predict(normalNumbers(made, code, seed), { batchSize: 500 });
  const [ofReal, ofMade] = [await verdictOn(test, judge), await verdictOn(digits, judge)];
  print(
    say(
      `a classifier names ${percent(accuracy)} of real digits rightly, and is sure of ${percent(ofReal.sure)} of them`,
      `分类器认对 ${percent(accuracy)} 的真数字，对其中 ${percent(ofReal.sure)} 有把握`,
    ),
  );
  print(
    say(
      `made digits: it is sure of ${percent(ofMade.sure)}; of the classes 0 to 9 there are ${ofMade.classes.map(percent).join(", ")}`,
      `造出的数字：它对 ${percent(ofMade.sure)} 有把握；0 到 9 各类占 ${ofMade.classes.map(percent).join("、")}`,
    ),
  );
  print(`\n${drawn(digits)}`);
  return { accuracy, sureOfReal: ofReal.sure, sureOfMade: ofMade.sure, classes: ofMade.classes };
}

/** A small convolutional network that has learned real digits. */
async function judgeOf(x: Tensor, y: Tensor, runtime: Runtime): Promise<Model> {
  const judge = sequential([
    input({ shape: [size, size, 1] }),
    layers.conv2d({ filters: 16, kernelSize: 3, activation: "relu" }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
    layers.dense({ units: 64, activation: "relu" }),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  judge.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"], runtime });
  await judge.fit(x, y, { batchSize, epochs: 2, verbose: 0 });
  return judge;
}

interface Verdict {
  readonly sure: number;
  readonly classes: readonly number[];
}

async function verdictOn(images: Tensor, judge: Model): Promise<Verdict> {
  const rows = (await judge.predict(images, { batchSize: 500 })).toArray() as number[][];
  const best = rows.map((row) => Math.max(...row));
  const classes = Array.from(
    { length: 10 },
    (_, k) => rows.filter((row, i) => row[k] === best[i]).length / rows.length,
  );
  return { sure: best.filter((p) => p >= 0.9).length / rows.length, classes };
}

/** 28 × 28 pixels from 0 to 255 as 14 × 14 from −1 to 1: each the mean of four. */
function smaller(images: Tensor): Tensor {
  const [count] = images.shape;
  const pixels = images.data as Uint8Array;
  const data = new Float32Array(count * size * size);
  for (let i = 0; i < data.length; i++) {
    const column = i % size;
    const row = Math.floor(i / size); // counted on from image to image
    const k = (4 * row * size + 2 * column) | 0;
    data[i] = (pixels[k] + pixels[k + 1] + pixels[k + 2 * size] + pixels[k + 2 * size + 1]) / 510 - 1;
  }
  return new Tensor(data, [count, size, size, 1], "float32");
}

function normalNumbers(count: number, code: number, seed: number): Tensor {
  const random = new RandomSource(seed, 1);
  return new Tensor(
    Float32Array.from({ length: count * code }, () => random.normal()),
    [count, code],
    "float32",
  );
}

/** The first fifteen, five in a row. */
function drawn(digits: Tensor): string {
  const lines: string[] = [];
  for (let row = 0; row < 3; row++) {
    const images = [0, 1, 2, 3, 4].map((column) => {
      const pixels = digits.slice(5 * row + column, 5 * row + column + 1).toFloat64();
      // Each pixel four times, to be seen.
      const larger = Array.from(
        { length: 4 * size * size },
        (_, i) => pixels[Math.floor(i / (4 * size)) * size + (Math.floor(i / 2) % size)],
      );
      return drawImage(
        larger.map((x) => 127.5 * (x + 1)),
        2 * size,
      ).split("\n");
    });
    for (const [r] of images[0].entries())
      lines.push(
        images
          .map((image) => image[r].padEnd(30))
          .join("")
          .trimEnd(),
      );
  }
  return lines.join("\n");
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

if (isMain(import.meta.url))
  await runAsProgram(run, { samples: 60_000, epochs: 5, code: 32, made: 2000, seed: 0 });
