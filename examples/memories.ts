import { datasets, input, layers, RandomSource, sequential, setSeed } from "neurograd";
import { hopfield, hopfieldOverlap, learnInTurn, overlap, tasksByClass } from "neurograd/brain";
import { isMain, type Lang, type Print, type Runtime, runAsProgram, speaker } from "./command-line.js";

// Two ways to remember, and how each fails. A Hopfield network keeps patterns in the connections between its units and loses all of them at once when they are too many. A layered network keeps what it learned in its weights,
// and writes over it as soon as it learns something else, unless some of the old comes back among the new.

export interface Options {
  /** Units of the Hopfield network. */
  readonly units?: number;
  /** Patterns that it stores, per unit. */
  readonly loads?: readonly number[];
  /** Training digits, of 60,000, and test digits, of 10,000. */
  readonly samples?: number;
  readonly tested?: number;
  readonly epochs?: number;
  /** Old digits that come back among the new ones. */
  readonly replays?: readonly number[];
  readonly seed?: number;
  readonly runtime?: Runtime;
  readonly lang?: Lang;
  readonly print?: Print;
}

export interface Result {
  /** How like the stored pattern what is recalled is, for each load: 1 is the same. */
  readonly overlaps: readonly number[];
  /** Digits 0 to 4 right, after 5 to 9 were learned, for each replay. */
  readonly kept: readonly number[];
}

export async function run(options: Options = {}): Promise<Result> {
  const { units = 500, loads = [0.05, 0.1, 0.12, 0.15, 0.2], samples = 4000, tested = 1000 } = options;
  const { epochs = 8, replays = [0, 50, 200, 1000], seed = 0, runtime = "auto" } = options;
  const { lang = "en", print = console.log } = options;
  const say = speaker(lang);

  const overlaps = loads.map((load) => {
    const found = meanOverlap(units, load, seed);
    const theory = hopfieldOverlap(load).toFixed(3);
    print(
      say(
        `${units} units, ${load} patterns a unit: recalled to ${found.toFixed(3)}, by theory ${theory}`,
        `${units} 个单元，每单元 ${load} 个模式：回忆到 ${found.toFixed(3)}，理论为 ${theory}`,
      ),
    );
    return found;
  });

  const digits = await datasets.mnist({ train: samples, test: tested });
  const tasks = tasksByClass(digits, [
    [0, 1, 2, 3, 4],
    [5, 6, 7, 8, 9],
  ]);
  const kept: number[] = [];
  for (const replay of replays) {
    setSeed(seed);
    const net = sequential([
      input({ shape: [28, 28], dtype: "uint8" }),
      layers.rescaling({ scale: 1 / 255 }),
      layers.flatten(),
      layers.dense({ units: 64, activation: "relu" }),
      layers.dense({ units: 10, activation: "softmax" }),
    ]);
    net.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"], runtime });
    const { scores } = await learnInTurn(net, tasks, { epochs, replay, seed });
    const [first, then, fresh] = [scores[0][0], scores[1][0], scores[1][1]].map((score) =>
      (100 * score).toFixed(1),
    );
    print(
      say(
        `digits 0 to 4: ${first} % right; after 5 to 9 with ${replay} old ones among them: ${then} %, and ${fresh} % of the new`,
        `数字 0 到 4：正确率 ${first} %；再学 5 到 9（其中夹 ${replay} 个旧的）之后：${then} %，新的 ${fresh} %`,
      ),
    );
    kept.push(scores[1][0]);
  }
  return { overlaps, kept };
}

/** Stores random patterns and asks for the first fifteen: the mean of how like the answers are. */
function meanOverlap(units: number, load: number, seed: number): number {
  const random = new RandomSource(seed, units);
  const patterns = Array.from({ length: Math.round(load * units) }, () =>
    Array.from({ length: units }, () => (random.uniform() < 0.5 ? 1 : -1)),
  );
  const memory = hopfield({ patterns });
  const asked = patterns.slice(0, 15);
  return (
    asked.reduce((sum, pattern) => sum + overlap(memory.recall(pattern).state, pattern), 0) / asked.length
  );
}

if (isMain(import.meta.url))
  await runAsProgram(run, { units: 500, samples: 4000, tested: 1000, epochs: 8, seed: 0 });
