import {
  input,
  layers,
  type Model,
  melSpectrogram,
  optimizers,
  RandomSource,
  schedules,
  sequential,
  setSeed,
  type Tensor,
  tensor,
} from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";
import { type Recording, samplingRate, speak, voices } from "./espeak.js";

// Which digit was said? A convolutional network looks at mel spectrograms, pictures of how loud each pitch is at each
// moment, and answers for voices that it never heard.

export const words: readonly string[] = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
];

export interface Options {
  /** Without them, what espeak-ng says. */
  readonly recordings?: readonly Recording[];
  /** How often a voice says each word. */
  readonly takes?: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  /** How loud the noise is that is added, of 1. */
  readonly noise?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

export interface Result {
  readonly trained: number;
  readonly tested: number;
  /** Shares of the words of new voices that are understood. */
  readonly linear: number;
  readonly convolution: number;
}

/** Bands of pitch, and moments of a second of sound. */
const [bands, stride] = [40, 256];
const moments = 1 + Math.floor(samplingRate / stride);

export async function run(options: Options = {}): Promise<Result> {
  const { takes = 3, epochs = 12, batchSize = 64, noise = 0.02, seed = 0 } = options;
  const { runtime = "auto", lang = "en", print = console.log } = options;
  const say = speaker(lang);
  setSeed(seed);

  const recordings = options.recordings ?? (await speak(words, await voices(), { takes, seed }));
  const isNew = everyFifth(recordings.map(({ voice }) => familyOf(voice)));
  const [heard, kept] = [false, true].map((wanted) =>
    recordings.filter(({ voice }) => isNew(familyOf(voice)) === wanted),
  );
  const [train, test] = [heard, kept].map((some, k) => spectrograms(some, noise, new RandomSource(seed, k)));
  print(
    say(
      `${heard.length} recordings to learn from, ${kept.length} of other voices`,
      `${heard.length} 段录音用于学习，${kept.length} 段来自其他声音`,
    ),
  );

  const decaySteps = epochs * Math.ceil(heard.length / batchSize);
  const learn = async (name: string, net: Model): Promise<number> => {
    const learningRate = schedules.cosineDecay({ initialLearningRate: 0.003, decaySteps });
    net.compile({
      optimizer: optimizers.adam({ learningRate }),
      loss: "sparseCategoricalCrossentropy",
      metrics: ["accuracy"],
      runtime,
    });
    const labels = (some: readonly Recording[]): Uint8Array => Uint8Array.from(some, ({ word }) => word);
    await net.fit(train, labels(heard), { batchSize, epochs, verbose: 0 });
    const { accuracy } = await net.evaluate(test, labels(kept), { batchSize });
    const percent = `${(100 * accuracy).toFixed(1)} %`;
    print(say(`${name}: understands ${percent} of the words`, `${name}：听懂 ${percent} 的词`));
    return accuracy;
  };
  return {
    trained: heard.length,
    tested: kept.length,
    linear: await learn(say("one layer", "单层"), linear()),
    convolution: await learn(say("convolution", "卷积网络"), convolution()),
  };
}

/** Decibels, between -80 and 40, made to lie between about -1 and 1. */
const picture = () => [input({ shape: [bands, moments] }), layers.rescaling({ scale: 1 / 40, offset: 0.5 })];

function linear(): Model {
  return sequential([
    ...picture(),
    layers.flatten(),
    layers.dense({ units: words.length, activation: "softmax" }),
  ]);
}

function convolution(): Model {
  const seen = (filters: number) => [
    layers.conv2d({ filters, kernelSize: 3, padding: "same", useBias: false }),
    layers.batchNormalization({ momentum: 0.9 }),
    layers.reLU(),
    layers.maxPooling2d(),
  ];
  return sequential([
    ...picture(),
    layers.reshape({ targetShape: [bands, moments, 1] }),
    ...seen(16), // [batch, 20, 43, 16]
    ...seen(32), // [batch, 10, 21, 32]
    ...seen(64), // [batch, 5, 10, 64]
    layers.flatten(),
    layers.dropout({ rate: 0.3 }),
    layers.dense({ units: words.length, activation: "softmax" }),
  ]);
}

/** Each recording somewhere in a second of noise, as a mel spectrogram in decibels, [recordings, bands, moments]. */
function spectrograms(recordings: readonly Recording[], noise: number, random: RandomSource): Tensor {
  const pictures = new Float32Array(recordings.length * bands * moments);
  for (const [k, { samples }] of recordings.entries()) {
    const second = Float32Array.from({ length: samplingRate }, () => noise * (2 * random.uniform() - 1));
    const start = random.integer(Math.max(1, samplingRate - samples.length));
    const end = Math.min(samplingRate, start + samples.length);
    for (let t = start; t < end; t++) second[t] += samples[t - start];
    const mel = melSpectrogram(second, {
      samplingRate,
      fftLength: 512,
      sequenceStride: stride,
      numMelBins: bands,
    });
    pictures.set(mel.toFloat64(), k * bands * moments);
  }
  return tensor(pictures).reshape([recordings.length, bands, moments]);
}

/** Voices such as klatt, klatt2, klatt3 sound alike: they are of one family, and all heard or all new. */
const familyOf = (voice: string): string => voice.toLowerCase().replace(/\d+$/, "");

function everyFifth(names: readonly string[]): (name: string) => boolean {
  const sorted = [...new Set(names)].sort();
  return (name) => sorted.indexOf(name) % 5 === 4;
}

if (isMain(import.meta.url))
  await runAsProgram(run, { takes: 3, epochs: 12, batchSize: 64, noise: 0.02, seed: 0 });
