import { type Callback, optimizers, RandomSource, schedules, setSeed, type Tensor, tensor } from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";
import { allStarts, letterText, pieces, randomStarts, readMobyDick } from "./letter-text.js";
import { letterTransformer } from "./letter-transformer.js";

// Some letters of Moby-Dick are covered up, and a small transformer guesses them from those on both sides: the task from
// which BERT learned language, at toy size.

export interface Options {
  /** What to read; without it, Moby-Dick. */
  readonly text?: string;
  readonly steps?: number;
  readonly batchSize?: number;
  /** Letters that the network sees at once. */
  readonly block?: number;
  /** How many of them are covered up. */
  readonly hidden?: number;
  readonly blocks?: number;
  readonly heads?: number;
  readonly width?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

/** Shares of the covered letters of the held text that are guessed rightly. */
export interface Result {
  /** By the most frequent letter. */
  readonly mostFrequent: number;
  /** By the letter that stands most often between the same two neighbors, which this guesser may see. */
  readonly betweenNeighbors: number;
  readonly network: number;
}

export async function run(options: Options = {}): Promise<Result> {
  const { text = readMobyDick(), steps = 1000, batchSize = 16, block = 64, hidden = 10, seed = 0 } = options;
  const { runtime = "auto", lang = "en", print = console.log } = options;
  const say = speaker(lang);
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  setSeed(seed);

  const { tokenizer, vocabulary, reading, held } = letterText(text);
  const sizes = { blocks: 2, heads: 4, width: 96, ...options, block, vocabulary };
  // A letter first sees two on each side: who sees all at once takes long to find out that the nearest tell most.
  const net = letterTransformer({ ...sizes, useCausalMask: false, firstWindow: 3 });
  const warmupSteps = Math.ceil(steps / 20);
  net.compile({
    optimizer: optimizers.adamW({
      learningRate: schedules.cosineDecay({
        initialLearningRate: 0,
        warmupTarget: 2e-3,
        warmupSteps,
        decaySteps: steps - warmupSteps,
        alpha: 0.05,
      }),
      weightDecay: 0.1,
      excludeFromWeightDecay: ["gamma"],
      globalClipnorm: 1,
    }),
    loss: "sparseCategoricalCrossentropy",
    weightedMetrics: ["accuracy"], // of the covered letters: the others weigh nothing
    runtime,
  });

  // Covers are the same whoever guesses.
  const test = coverUp(pieces(held, allStarts(held, block), block), hidden, new RandomSource(seed));
  const mostFrequent = shareGuessed(test, () => frequent);
  const betweenNeighbors = shareGuessed(test, neighborGuesser(reading, vocabulary));
  print(
    say(
      `guessed rightly: by the most frequent letter ${percent(mostFrequent)}, by the two neighbors ${percent(betweenNeighbors)}`,
      `猜对的比例：总猜最常见的字符 ${percent(mostFrequent)}，按左右两个字符 ${percent(betweenNeighbors)}`,
    ),
  );

  const epochs = Math.min(10, steps); // here an epoch is only a place to report from
  const tell: Callback = {
    takesSeveralSteps: true,
    onEpochEnd: (epoch, { loss, accuracy }) => {
      const step = ((epoch + 1) * steps) / epochs;
      print(
        say(
          `step ${step}: loss ${loss.toFixed(4)}, ${percent(accuracy)} of the covered letters`,
          `第 ${step} 步：损失 ${loss.toFixed(4)}，猜对 ${percent(accuracy)}`,
        ),
      );
    },
  };
  const batches = randomStarts(reading, { block, batchSize, seed }).map((starts, { epoch, index }) =>
    coverUp(pieces(reading, starts, block), hidden, new RandomSource(seed, epoch, index)),
  );
  await net.fit(batches, undefined, { epochs, stepsPerEpoch: steps / epochs, verbose: 0, callbacks: [tell] });
  const [x, y, sampleWeight] = test;
  const { accuracy: network } = await net.evaluate(x, y, { sampleWeight, batchSize: 64 });
  print(say(`the network, of the held text: ${percent(network)}`, `网络在保留的文本上：${percent(network)}`));

  const probabilities = await net.predict(x.slice(0, 1)); // [1, block, vocabulary]
  const piece = Array.from(x.slice(0, 1).toFloat64());
  const rows = probabilities.toFloat64();
  const filled = piece.map((code, k) => code || largest(rows.subarray(k * vocabulary, (k + 1) * vocabulary)));
  print(`\n${piece.map((code) => (code === 0 ? "▢" : tokenizer.decode([code]))).join("")}`);
  print(`\n${tokenizer.decode(filled)}`);
  return { mostFrequent, betweenNeighbors, network };
}

/** Pieces with some letters covered, [pieces, block], the whole pieces, and what of them counts. */
type Task = readonly [x: Tensor, y: Tensor, sampleWeight: Tensor];

/** Puts 0 for some letters of each piece, which alone count; not at its ends, so that each has two neighbors. */
function coverUp(whole: Tensor, hidden: number, random: RandomSource): Task {
  const [count, block] = whole.shape;
  const x = Int32Array.from(whole.toFloat64());
  const weight = new Float32Array(x.length);
  for (let piece = 0; piece < count; piece++) {
    const places = new Set<number>();
    while (places.size < hidden) places.add(1 + random.integer(block - 2));
    for (const place of places) {
      x[piece * block + place] = 0;
      weight[piece * block + place] = block / hidden; // so that the mean over all is the mean over the covered
    }
  }
  return [tensor(x).reshape(whole.shape), whole, tensor(weight).reshape(whole.shape)];
}

/** Numbers go by frequency, after those for no letter and an unknown one. */
const frequent = 2;

/** Guesses the letter seen most often between two others. */
function neighborGuesser(text: Int32Array, vocabulary: number): (left: number, right: number) => number {
  const counts = new Float64Array(vocabulary ** 3);
  const place = (left: number, right: number): number => (left * vocabulary + right) * vocabulary;
  for (let k = 1; k + 1 < text.length; k++) counts[place(text[k - 1], text[k + 1]) + text[k]]++;
  return (left, right) => {
    const row = counts.subarray(place(left, right), place(left, right) + vocabulary);
    const most = largest(row);
    return row[most] === 0 ? frequent : most;
  };
}

function shareGuessed([, y, sampleWeight]: Task, guess: (left: number, right: number) => number): number {
  const letters = y.toFloat64();
  const covered = [...sampleWeight.toFloat64().keys()].filter((k) => sampleWeight.data[k] !== 0);
  return covered.filter((k) => guess(letters[k - 1], letters[k + 1]) === letters[k]).length / covered.length;
}

/** The place of the largest number. */
const largest = (row: Float64Array): number => row.reduce((best, v, k) => (v > row[best] ? k : best), 0);

if (isMain(import.meta.url)) await runAsProgram(run, { steps: 1000, hidden: 10, seed: 0 });
