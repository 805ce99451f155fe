import {
  type Callback,
  type Model,
  optimizers,
  RandomSource,
  schedules,
  setSeed,
  type Tensor,
  tensor,
} from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";
import { allStarts, letterText, pieces, randomStarts, readMobyDick } from "./letter-text.js";
import { letterTransformer } from "./letter-transformer.js";

// A small GPT reads Moby-Dick letter by letter: of each letter it guesses the next, and so it learns to write. Sizes and
// settings are those that nanoGPT recommends for a computer without a graphics card.

export interface Options {
  /** What to read; without it, Moby-Dick. */
  readonly text?: string;
  readonly steps?: number;
  readonly batchSize?: number;
  /** Letters that the network sees at once. */
  readonly block?: number;
  readonly blocks?: number;
  readonly heads?: number;
  readonly width?: number;
  /** Letters to write at the end. */
  readonly letters?: number;
  /** Below 1 it writes what is likely, above 1 more boldly. */
  readonly temperature?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

export interface Result {
  readonly parameters: number;
  /** Mean cross-entropy of a letter, in nats. */
  readonly trainLoss: number;
  readonly validationLoss: number;
  readonly written: string;
}

export async function run(options: Options = {}): Promise<Result> {
  const {
    text = readMobyDick(),
    steps = 2000,
    batchSize = 12,
    block = 64,
    letters = 400,
    temperature = 0.8,
    seed = 0,
    runtime = "auto",
    lang = "en",
    print = console.log,
  } = options;
  const say = speaker(lang);
  setSeed(seed);

  const { tokenizer, vocabulary, reading, held } = letterText(text);
  const sizes = { blocks: 4, heads: 4, width: 128, ...options, block, vocabulary };
  const net = letterTransformer({ ...sizes, useCausalMask: true, firstWindow: null });
  const warmupSteps = Math.ceil(steps / 20);
  net.compile({
    optimizer: optimizers.adamW({
      learningRate: schedules.cosineDecay({
        initialLearningRate: 0,
        warmupTarget: 1e-3,
        warmupSteps,
        decaySteps: steps - warmupSteps,
        alpha: 0.1,
      }),
      beta2: 0.99,
      weightDecay: 0.1,
      excludeFromWeightDecay: ["gamma"],
      globalClipnorm: 1,
    }),
    loss: "sparseCategoricalCrossentropy",
    runtime,
  });
  const parameters = net.weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  print(
    say(
      `${parameters} weights; ${reading.length} letters to read, ${vocabulary - 2} different ones`,
      `${parameters} 个权重；要读 ${reading.length} 个字符，共 ${vocabulary - 2} 种`,
    ),
  );

  const epochs = Math.min(10, steps); // here an epoch is only a place to report from
  const start = performance.now();
  const tell: Callback = {
    takesSeveralSteps: true,
    onEpochEnd: (epoch, { loss }) => {
      const step = ((epoch + 1) * steps) / epochs;
      const time = ((performance.now() - start) / step).toFixed(1);
      print(
        say(
          `step ${step}: loss ${loss.toFixed(4)}, ${time} ms a step`,
          `第 ${step} 步：损失 ${loss.toFixed(4)}，每步 ${time} 毫秒`,
        ),
      );
    },
  };
  // Pieces [batch, block], and the same moved on by one letter: what follows each.
  const examples = (codes: Int32Array, starts: readonly number[]): readonly [Tensor, Tensor] => [
    pieces(codes, starts, block),
    pieces(codes.subarray(1), starts, block),
  ];
  const batches = randomStarts(reading, { block, batchSize, seed }).map((starts) =>
    examples(reading, starts),
  );
  const { history } = await net.fit(batches, undefined, {
    epochs,
    stepsPerEpoch: steps / epochs,
    verbose: 0,
    callbacks: [tell],
  });
  const { loss: validationLoss } = await net.evaluate(...examples(held, allStarts(held, block)), {
    batchSize: 64,
  });
  print(say(`validation loss ${validationLoss.toFixed(4)}`, `验证损失 ${validationLoss.toFixed(4)}`));

  const beginning = held.subarray(0, block);
  const added = await write(net, beginning, { letters, temperature, seed });
  const written = tokenizer.decode(added);
  print(`\n${tokenizer.decode(beginning)}▸${written}`);
  return { parameters, trainLoss: history.loss[epochs - 1], validationLoss, written };
}

/** Draws letter after letter from what the network expects next. */
async function write(
  net: Model,
  beginning: Int32Array,
  {
    letters,
    temperature,
    seed,
  }: { readonly letters: number; readonly temperature: number; readonly seed: number },
): Promise<number[]> {
  const random = new RandomSource(seed);
  const codes = [...beginning];
  for (let k = 0; k < letters; k++) {
    const seen = Int32Array.from(codes.slice(-beginning.length));
    const expected = await net.predict(tensor(seen).reshape([1, seen.length])); // [1, block, vocabulary]
    const next = expected.toFloat64().slice(-expected.shape[2]);
    codes.push(draw(next, temperature, random.uniform()));
  }
  return codes.slice(beginning.length);
}

/** A place drawn in proportion to `p^(1/temperature)`, `u` being a number in [0, 1). */
function draw(probabilities: Float64Array, temperature: number, u: number): number {
  const weights = probabilities.map((p) => p ** (1 / temperature));
  let rest = u * weights.reduce((a, b) => a + b, 0);
  for (const [place, weight] of weights.entries()) {
    rest -= weight;
    if (rest < 0) return place;
  }
  return weights.length - 1; // rounding
}

if (isMain(import.meta.url))
  await runAsProgram(run, { steps: 2000, letters: 400, temperature: 0.8, seed: 0 });
