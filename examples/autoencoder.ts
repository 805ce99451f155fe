import {
  datasets,
  input,
  layers,
  type Model,
  model,
  optimizers,
  RandomSource,
  schedules,
  sequential,
  setSeed,
  Tensor,
} from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";
import { drawImage } from "./draw.js";

// An autoencoder squeezes a digit of 784 pixels into 30 numbers and draws it anew from them. Principal components do
// the same by a projection; the network may bend, and loses less. Trained to undo noise, it also cleans digits.

export interface Options {
  /** Training images used, of 60,000. */
  readonly samples?: number;
  /** Test images drawn anew, of 10,000. */
  readonly tested?: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  /** Numbers that a digit is squeezed into. */
  readonly code?: number;
  /** Standard deviation of the noise, where the brightness goes from 0 to 1. */
  readonly noise?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

/** Squared errors of an image, summed over its pixels. */
export interface Result {
  readonly error: number;
  /** Of the noisy test images themselves. */
  readonly noisyError: number;
  /** Of noisy test images, drawn by the network that never saw noise. */
  readonly plainError: number;
  /** Of the same, drawn by the network that learned to remove it. */
  readonly cleanedError: number;
}

interface Autoencoder {
  readonly encoder: Model;
  readonly decoder: Model;
  /** Both in a row, for training. */
  readonly whole: Model;
}

/** Encoder and decoder are models of their own; the whole is made of them and shares their weights. */
export function autoencoder(code: number, noise: number): Autoencoder {
  const encoder = sequential(
    [
      input({ shape: [784] }),
      layers.dense({ units: 512, activation: "relu" }),
      layers.dense({ units: 256, activation: "relu" }),
      layers.dense({ units: code }),
    ],
    { name: "encoder" },
  );
  const decoder = sequential(
    [
      input({ shape: [code] }),
      layers.dense({ units: 256, activation: "relu" }),
      layers.dense({ units: 512, activation: "relu" }),
      layers.dense({ units: 784, activation: "sigmoid" }),
    ],
    { name: "decoder" },
  );
  const image = input({ shape: [784] });
  const seen = noise > 0 ? layers.gaussianNoise({ stddev: noise }).apply(image) : image; // in training only
  return { encoder, decoder, whole: model({ inputs: image, outputs: decoder.apply(encoder.apply(seen)) }) };
}

export async function run(options: Options = {}): Promise<Result> {
  const {
    samples = 60_000,
    tested = 10_000,
    epochs = 5,
    batchSize = 128,
    code = 30,
    noise = 0.5,
    seed = 0,
    runtime = "auto",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);
  setSeed(seed);

  const { xTrain, xTest } = await datasets.mnist({ train: samples, test: tested });
  const [train, test] = [pixels(xTrain), pixels(xTest)];
  const learn = async (net: Autoencoder): Promise<void> => {
    const totalSteps = epochs * Math.ceil(samples / batchSize);
    net.whole.compile({
      optimizer: optimizers.adam({
        learningRate: schedules.oneCycle({ maxLearningRate: 0.002, totalSteps }),
      }),
      loss: "meanSquaredError",
      runtime,
    });
    for (const part of [net.encoder, net.decoder]) part.compile({ optimizer: "adam", loss: "mse", runtime });
    await net.whole.fit(train, train, { batchSize, epochs, verbose: 0 });
  };

  const plain = autoencoder(code, 0);
  await learn(plain);
  const drawn = await plain.decoder.predict(await plain.encoder.predict(test));
  const error = squaredError(drawn, test);
  print(
    say(
      `784 pixels in ${code} numbers: squared error of a test image ${error.toFixed(2)}`,
      `784 个像素压成 ${code} 个数：每张测试图像的平方误差 ${error.toFixed(2)}`,
    ),
  );
  print(sideBySide([test, drawn], say("\ngiven, drawn anew", "\n原图，重画")));

  const noisy = withNoise(test, noise, seed);
  const noisyError = squaredError(noisy, test);
  const plainError = squaredError(await plain.whole.predict(noisy), test);
  const cleaner = autoencoder(code, noise);
  await learn(cleaner);
  const cleaned = await cleaner.whole.predict(noisy);
  const cleanedError = squaredError(cleaned, test);
  print(
    say(
      `\nwith noise: ${noisyError.toFixed(2)}; drawn by the same network ${plainError.toFixed(2)}, by one that learned from noisy digits ${cleanedError.toFixed(2)}`,
      `\n加上噪声：${noisyError.toFixed(2)}；由同一网络重画 ${plainError.toFixed(2)}，由从带噪数字中学习的网络重画 ${cleanedError.toFixed(2)}`,
    ),
  );
  print(sideBySide([noisy, cleaned], say("\nnoisy, cleaned", "\n带噪声，去噪后")));
  return { error, noisyError, plainError, cleanedError };
}

/** Brightness 0–1, an image a row. */
function pixels(images: Tensor): Tensor {
  const data = Float32Array.from(images.data as Uint8Array, (brightness) => brightness / 255);
  return new Tensor(data, [images.shape[0], 784], "float32");
}

function withNoise(images: Tensor, stddev: number, seed: number): Tensor {
  const random = new RandomSource(seed, 1);
  const data = (images.data as Float32Array).map((x) => x + stddev * random.normal());
  return new Tensor(data, images.shape, "float32");
}

/** The mean over the images of Σ (a − b)² over the pixels. */
function squaredError(a: Tensor, b: Tensor): number {
  const [left, right] = [a.toFloat64(), b.toFloat64()];
  return left.reduce((sum, x, i) => sum + (x - right[i]) ** 2, 0) / a.shape[0];
}

/** The first three images of each, beside one another. */
function sideBySide(rows: readonly Tensor[], title: string): string {
  const drawings = rows.map((images) =>
    [0, 1, 2].map((k) =>
      drawImage(
        images
          .slice(k, k + 1)
          .toFloat64()
          .map((x) => 255 * x),
        28,
      ).split("\n"),
    ),
  );
  const lines = drawings.flatMap((three) =>
    three[0].map((_, r) =>
      three
        .map((image) => image[r].padEnd(30))
        .join("")
        .trimEnd(),
    ),
  );
  return [title, ...lines].join("\n");
}

if (isMain(import.meta.url))
  await runAsProgram(run, {
    samples: 60_000,
    tested: 10_000,
    epochs: 5,
    batchSize: 128,
    code: 30,
    noise: 0.5,
    seed: 0,
  });
