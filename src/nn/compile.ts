import { isFloat } from "../core/dtype.js";
import { NeurogradError, unknownName } from "../core/errors.js";
import type { Value } from "../core/graph.js";
import { cast } from "../core/ops/index.js";
import { checkOptionNames } from "./config.js";
import type { LayerGraph } from "./layer-graph.js";
import type { Learning } from "./learning.js";
import type { Loss } from "./loss.js";
import * as namedLosses from "./losses/by-name.js";
import { type Metric, meanMetric } from "./metric.js";
import * as namedMetrics from "./metrics/by-name.js";
import type { Optimizer } from "./optimizer.js";
import * as namedOptimizers from "./optimizers/by-name.js";
import { checkNumber, checkPositiveInteger } from "./options.js";
import { type PerOutput, perOutput } from "./per-output.js";
import { isTrained, type StateEntry, trainingEntries } from "./state-entry.js";
import type { OutputLoss, OutputMetric, StepSpec } from "./step-spec.js";

export type OptimizerName = keyof typeof namedOptimizers;
export type LossName = keyof typeof namedLosses;
export type MetricName = keyof typeof namedMetrics;

/** A loss or metric of your own: one number for each example, made of `ops`. */
export type PerExample = (yTrue: Value, yPred: Value) => Value;
export type LossLike = LossName | Loss | PerExample;
export type MetricLike = MetricName | Metric | PerExample;
/** Metrics of the one output, or of each. */
export type MetricsLike = readonly MetricLike[] | PerOutput<MetricLike | readonly MetricLike[]>;

export interface CompileOptions {
  readonly optimizer?: OptimizerName | Optimizer;
  /** One for all outputs, or one for each; an output without one is not trained for. */
  readonly loss: LossLike | PerOutput<LossLike>;
  /** Factors of the outputs' losses in their sum. Default 1. */
  readonly lossWeights?: PerOutput<number>;
  readonly metrics?: MetricsLike;
  /** Metrics in which examples count by their `sampleWeight` or `classWeight`. */
  readonly weightedMetrics?: MetricsLike;
  readonly runtime?: (typeof runtimes)[number];
  readonly threads?: number;
  /**
   * Training steps in one run of the runtime, as in Keras; callbacks see batches only between runs. Default "auto"
   * (Keras: 1): several where steps are short and no callback watches batches. The numbers are the same.
   */
  readonly stepsPerExecution?: number | "auto";
  /** Where gradients come from. Default: backpropagation. Others: `neurograd/brain`. */
  readonly learning?: Learning;
}

const runtimes = ["auto", "native", "wasm", "webgpu", "reference"] as const;

function checkOptions({ runtime, threads, stepsPerExecution = "auto", ...rest }: CompileOptions): void {
  checkOptionNames("compile", rest, [
    "optimizer",
    "loss",
    "lossWeights",
    "metrics",
    "weightedMetrics",
    "runtime",
    "threads",
    "stepsPerExecution",
    "learning",
  ]);
  if (rest.learning !== undefined && typeof rest.learning?.gradients !== "function") {
    throw new NeurogradError(
      "invalid_option",
      `compile: learning is ${JSON.stringify(rest.learning)}; give an object { kind, config, gradients }, such as feedbackAlignment() of neurograd/brain`,
    );
  }
  if (stepsPerExecution !== "auto") checkPositiveInteger("compile", "stepsPerExecution", stepsPerExecution);
  if (runtime !== undefined && !runtimes.includes(runtime))
    throw unknownName("compile: runtime", runtime, runtimes);
  if (threads !== undefined) checkPositiveInteger("compile", "threads", threads);
  if (rest.loss === undefined || rest.loss === null) {
    const names = Object.keys(namedLosses).sort().join(", ");
    throw new NeurogradError("missing_option", `compile: needs the option loss; give one of ${names}`);
  }
}

/**
 * The optimizer, losses and metrics meant by the options. Throws `unknown_name`, `missing_option`, `invalid_option`,
 * `duplicate_name`.
 */
export function stepSpec(
  graph: LayerGraph,
  outputNames: readonly string[],
  weights: readonly StateEntry[],
  seed: number,
  options: CompileOptions,
): StepSpec {
  checkOptions(options);
  const optimizer = optimizerOf(options.optimizer ?? "rmsprop");
  const losses = outputLosses(outputNames, options);
  const metrics = [
    ...outputMetrics("metrics", options.metrics ?? [], graph, outputNames),
    ...outputMetrics("weightedMetrics", options.weightedMetrics ?? [], graph, outputNames),
  ];
  // Keras's Mean: the loss of an epoch is the mean over examples; its sums are updated by the step itself.
  const lossMetric = meanOfLoss("loss");
  const all = [
    lossMetric,
    ...losses.flatMap(({ metric }) => metric ?? []),
    ...metrics.map(({ metric }) => metric),
  ];
  const names = all.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new NeurogradError(
      "duplicate_name",
      `compile: two metrics are called "${twice}"; give one a name of its own with { name }`,
    );
  }
  return {
    graph,
    weights,
    training: trainingEntries(weights, optimizer, all, seed),
    trained: weights.filter(isTrained).map(({ path }) => path),
    losses,
    targets: outputNames.flatMap((_, k) =>
      [...losses, ...metrics].some(({ output }) => output === k) ? k : [],
    ),
    lossMetric,
    metrics,
    optimizer,
    learning: options.learning,
    stepsPerExecution: options.stepsPerExecution ?? "auto",
  };
}

/** Throws `unknown_name`. */
export const optimizerOf = (given: OptimizerName | Optimizer, where = "compile"): Optimizer =>
  byName("optimizer", given, namedOptimizers, where);

/** The key of what is of one output among several: `kindAccuracy`. */
const ofOutput = (output: string, key: string): string => `${output}${key[0].toUpperCase()}${key.slice(1)}`;

const meanOfLoss = (name: string): Metric => meanMetric("loss", name, {}, (_y, yPred) => yPred);

const isLoss = (given: unknown): given is LossLike =>
  typeof given !== "object" || given === null || ("perExample" in given && "kind" in given);

function outputLosses(
  names: readonly string[],
  { loss, lossWeights }: CompileOptions,
): readonly OutputLoss[] {
  const likes = isLoss(loss) ? names.map(() => loss) : perOutput<LossLike>("loss", loss, names);
  const weights = lossWeights === undefined ? [] : perOutput<number>("lossWeights", lossWeights, names);
  for (const weight of weights)
    if (weight !== null && weight !== undefined) checkNumber("compile", "lossWeights", weight);
  const losses = likes.flatMap((like, output): OutputLoss[] => {
    if (like === null || like === undefined) return [];
    const made = typeof like === "function" ? lossOf(like) : byName("loss", like, namedLosses);
    const weight = weights[output] ?? 1;
    return [
      {
        output,
        name: names[output],
        loss: made,
        weight,
        metric: names.length > 1 ? meanOfLoss(ofOutput(names[output], "loss")) : undefined,
      },
    ];
  });
  if (losses.length > 0) return losses;
  throw new NeurogradError(
    "missing_option",
    `compile: no output has a loss; give one for ${names.join(" or ")}`,
  );
}

/** A function as a loss. */
const lossOf = (own: PerExample): Loss => ({
  kind: own.name || "function",
  config: {},
  hasClassTargets: false,
  perExample: ofOneDType(own),
});

/** Float targets become what the predictions are; class numbers stay. */
const ofOneDType =
  (own: PerExample): PerExample =>
  (yTrue, yPred) =>
    own(isFloat(yTrue.dtype) ? cast(yTrue, { dtype: yPred.dtype }) : yTrue, yPred);

function outputMetrics(
  option: "metrics" | "weightedMetrics",
  given: MetricsLike,
  graph: LayerGraph,
  names: readonly string[],
): readonly OutputMetric[] {
  const isFlat = Array.isArray(given) && !given.some((like) => Array.isArray(like) || like === null);
  if (isFlat && names.length > 1 && given.length > 0) {
    throw new NeurogradError(
      "invalid_option",
      `compile: ${option} is one list, the model has ${names.length} outputs; say which are whose: { ${names.map((name) => `${name}: [...]`).join(", ")} }`,
    );
  }
  const lists =
    isFlat && names.length === 1
      ? [given as readonly MetricLike[]]
      : isFlat
        ? []
        : perOutput<MetricLike | readonly MetricLike[]>(
            option,
            given as PerOutput<MetricLike | readonly MetricLike[]>,
            names,
          );
  return lists.flatMap((list, output) =>
    [list ?? []].flat().map((like): OutputMetric => {
      const metric = named(like);
      const fitted = metric.forPredictions?.(graph.outputs[output].shape) ?? metric;
      const name = names.length > 1 ? ofOutput(names[output], metric.name) : metric.name;
      return { metric: { ...fitted, name }, output, isWeighted: option === "weightedMetrics" };
    }),
  );
}

/** A metric given by name keeps that name as its key; a function is a mean. */
function named(like: MetricLike): Metric {
  if (typeof like === "function") {
    const name = like.name || "metric";
    return meanMetric(name, name, {}, ofOneDType(like));
  }
  const metric = byName("metrics", like, namedMetrics);
  return typeof like === "string" ? { ...metric, name: like } : metric;
}

/** The thing of that name, made with its defaults; or the thing itself. Throws `unknown_name`. */
function byName<T extends object>(
  family: "optimizer" | "loss" | "metrics",
  like: string | T,
  table: Readonly<Record<string, () => T>>,
  where = "compile",
): T {
  if (typeof like === "object" && like !== null) return like;
  if (typeof like === "string" && Object.hasOwn(table, like)) return table[like]();
  const all = { optimizer: "optimizers", loss: "losses", metrics: "metrics" }[family];
  throw unknownName(
    `${where}: ${family}`,
    like,
    Object.keys(table).sort(),
    `strings name the common ones, others are called: ${all}.name()`,
  );
}
