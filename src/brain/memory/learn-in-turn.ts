import { NeurogradError } from "../../core/errors.js";
import type { Tensor } from "../../core/tensor.js";
import { type ArrayInput, inputTensor } from "../../data/array-input.js";
import { gatherRows } from "../../data/gather-rows.js";
import { permutation } from "../../data/permutation.js";
import { checkOptionNames } from "../../nn/config.js";
import type { FitOptions } from "../../nn/fit.js";
import type { Model } from "../../nn/model.js";
import { checkWholeNumber } from "../../nn/options.js";
import { joinRows } from "../../nn/predict.js";

/** What is learned at one time. */
export interface Task<T = ArrayInput> {
  readonly xTrain: T;
  readonly yTrain: T;
  readonly xTest: T;
  readonly yTest: T;
}

export interface LearnInTurnOptions
  extends Pick<FitOptions, "epochs" | "batchSize" | "verbose" | "callbacks" | "signal"> {
  /** How many examples of each task are kept and learned again with every later one, as many of them as of new ones; 0: none. Default: 0. */
  readonly replay?: number;
  /** The metric that is followed, by its key in `evaluate`. Default: "accuracy". */
  readonly metric?: string;
  /** For which examples are kept. */
  readonly seed?: number;
}

export interface LearnedInTurn {
  /** `scores[i][j]`: the metric on task j after task i was learned. */
  readonly scores: readonly (readonly number[])[];
  /** Mean over all tasks after the last. */
  readonly average: number;
  /** How much was lost: the mean, over all tasks but the last, of the best score before the last task less the one after it. */
  readonly forgetting: number;
}

/**
 * A model learns tasks one after another, and is asked for all of them after each. Trained on the new task alone, a network overwrites what it knew: catastrophic forgetting. With `replay` a few
 * old examples come back among the new ones, as the hippocampus is thought to replay to the cortex, and most is kept.
 *
 * Throws  `shape_mismatch`, `unknown_name`, `not_compiled`; `missing_option` where the metric is not among the model's.
 * Source  McCloskey & Cohen (1989), Psychol. Learn. Motiv. 24:109; McClelland, McNaughton & O'Reilly (1995), Psychol. Rev. 102:419;
 *         the measure of forgetting: Chaudhry et al. (2018), ECCV, equation 3
 *
 * @example
 * // not run: it needs a compiled classifier with metrics: ["accuracy"]
 * const tasks = tasksByClass(await datasets.mnist(), [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]);
 * const alone = await learnInTurn(net, tasks, { epochs: 2 });
 * alone.scores[1];                                              // near 0 for the first five digits
 */
export async function learnInTurn(
  net: Model,
  tasks: readonly Task[],
  options: LearnInTurnOptions = {},
): Promise<LearnedInTurn> {
  const { replay = 0, metric = "accuracy", seed = 0, ...fitOptions } = options;
  checkOptionNames("learnInTurn", fitOptions, ["epochs", "batchSize", "verbose", "callbacks", "signal"]);
  checkWholeNumber("learnInTurn", "replay", replay);
  const known: { readonly x: Tensor; readonly y: Tensor }[] = [];
  const scores: number[][] = [];
  const given = tasks.map((task, k) => tensorsOf(`learnInTurn: task ${k}`, task));
  for (const [k, { xTrain, yTrain }] of given.entries()) {
    const old = replayed(known, xTrain.shape[0]);
    const x = joinRows("learnInTurn", [xTrain, ...old.map((part) => part.x)]);
    const y = joinRows("learnInTurn", [yTrain, ...old.map((part) => part.y)]);
    await net.fit(x, y, { verbose: 0, ...fitOptions });
    if (replay > 0) {
      const kept = permutation(xTrain.shape[0], seed, k).subarray(0, replay);
      known.push({ x: gatherRows(xTrain, kept), y: gatherRows(yTrain, kept) });
    }
    const row: number[] = [];
    for (const { xTest, yTest } of given) row.push(scoreOf(await net.evaluate(xTest, yTest), metric));
    scores.push(row);
  }
  const last = scores[scores.length - 1] ?? [];
  const lost = last
    .slice(0, -1)
    .map((score, j) => Math.max(...scores.slice(j, -1).map((row) => row[j])) - score);
  return { scores, average: mean(last), forgetting: lost.length === 0 ? 0 : mean(lost) };
}

/** Old examples, as many in all as there are new ones, the same number of each task, repeated where fewer are kept. */
function replayed(
  known: readonly { readonly x: Tensor; readonly y: Tensor }[],
  fresh: number,
): readonly { readonly x: Tensor; readonly y: Tensor }[] {
  const each = Math.max(1, Math.round(fresh / Math.max(1, known.length)));
  return known.map(({ x, y }) => {
    const rows = Array.from({ length: each }, (_, i) => i % x.shape[0]);
    return { x: gatherRows(x, rows), y: gatherRows(y, rows) };
  });
}

const mean = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0) / x.length;

function scoreOf(logs: Readonly<Record<string, number>>, metric: string): number {
  const score = logs[metric];
  if (score !== undefined) return score;
  throw new NeurogradError(
    "missing_option",
    `learnInTurn: the model does not measure ${JSON.stringify(metric)}, only ${Object.keys(logs).join(", ")}; compile it with metrics: [${JSON.stringify(metric)}]`,
  );
}

function tensorsOf(where: string, { xTrain, yTrain, xTest, yTest }: Task): Task<Tensor> {
  return {
    xTrain: inputTensor(`${where}: xTrain`, xTrain),
    yTrain: inputTensor(`${where}: yTrain`, yTrain),
    xTest: inputTensor(`${where}: xTest`, xTest),
    yTest: inputTensor(`${where}: yTest`, yTest),
  };
}

/**
 * The examples of a data set as tasks: each has those of some classes, in their order.
 *
 * Throws  `empty_data` for a group without examples.
 *
 * @example
 * const [first, second] = tasksByClass({ xTrain, yTrain, xTest, yTest }, [[0], [1]]);
 * first.yTrain.toArray();                                       // [[0], [0]]
 */
export function tasksByClass(data: Task, groups: readonly (readonly number[])[]): Task<Tensor>[] {
  const { xTrain, yTrain, xTest, yTest } = tensorsOf("tasksByClass", data);
  return groups.map((classes) => {
    const rowsOf = (labels: Tensor): number[] => {
      const found = Array.from(labels.toFloat64().entries()).flatMap(([row, label]) =>
        classes.includes(label) ? row : [],
      );
      if (found.length > 0) return found;
      throw new NeurogradError(
        "empty_data",
        `tasksByClass: no example has a class among ${classes.join(", ")}; look at the labels`,
      );
    };
    const [train, test] = [rowsOf(yTrain), rowsOf(yTest)];
    return {
      xTrain: gatherRows(xTrain, train),
      yTrain: gatherRows(yTrain, train),
      xTest: gatherRows(xTest, test),
      yTest: gatherRows(yTest, test),
    };
  });
}
