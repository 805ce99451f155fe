import { NeurogradError, unknownName } from "../core/errors.js";
import { checkOptionNames } from "./config.js";
import type { LayerGraph } from "./layer-graph.js";
import type { Loss } from "./loss.js";
import * as namedLosses from "./losses/by-name.js";
import { type Metric, meanMetric } from "./metric.js";
import * as namedMetrics from "./metrics/by-name.js";
import type { Optimizer } from "./optimizer.js";
import * as namedOptimizers from "./optimizers/by-name.js";
import { checkPositiveInteger } from "./options.js";
import { type StateEntry, trainingEntries } from "./state-entry.js";
import type { StepSpec } from "./step.js";

export type OptimizerName = keyof typeof namedOptimizers;
export type LossName = keyof typeof namedLosses;
export type MetricName = keyof typeof namedMetrics;

export interface CompileOptions {
  readonly optimizer?: OptimizerName | Optimizer;
  readonly loss: LossName | Loss;
  readonly metrics?: readonly (MetricName | Metric)[];
  readonly runtime?: (typeof runtimes)[number];
  readonly threads?: number;
  /**
   * Training steps in one run of the runtime, as in Keras; callbacks see batches only between runs. Default "auto"
   * (Keras: 1): several where steps are short and no callback watches batches. The numbers are the same.
   */
  readonly stepsPerExecution?: number | "auto";
}

const runtimes = ["auto", "native", "wasm", "webgpu", "reference"] as const;

function checkOptions({ runtime, threads, stepsPerExecution = "auto", ...rest }: CompileOptions): void {
  checkOptionNames("compile", rest, [
    "optimizer",
    "loss",
    "metrics",
    "runtime",
    "threads",
    "stepsPerExecution",
  ]);
  if (stepsPerExecution !== "auto") checkPositiveInteger("compile", "stepsPerExecution", stepsPerExecution);
  if (runtime !== undefined && !runtimes.includes(runtime))
    throw unknownName("compile: runtime", runtime, runtimes);
  if (threads !== undefined) checkPositiveInteger("compile", "threads", threads);
  if (rest.loss === undefined || rest.loss === null) {
    const names = Object.keys(namedLosses).sort().join(", ");
    throw new NeurogradError("missing_option", `compile: needs the option loss; give one of ${names}`);
  }
}

/** The optimizer, loss and metrics meant by the options. Throws `unknown_name`, `missing_option`, `duplicate_name`. */
export function stepSpec(
  graph: LayerGraph,
  weights: readonly StateEntry[],
  seed: number,
  options: CompileOptions,
): StepSpec {
  checkOptions(options);
  const optimizer = byName("optimizer", options.optimizer ?? "rmsprop", namedOptimizers);
  const loss = byName("loss", options.loss, namedLosses);
  const metrics = (options.metrics ?? []).map((like) => {
    const metric = named(like);
    return { ...(metric.forPredictions?.(graph.outputs[0].shape) ?? metric), name: metric.name };
  });
  const names = metrics.map(({ name }) => name);
  const twice = names.find((name, i) => name === "loss" || names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new NeurogradError(
      "duplicate_name",
      `compile: two metrics are called "${twice}"; give one a name of its own with { name }`,
    );
  }
  // Keras's Mean: the loss of an epoch is the mean over examples; its sums are updated by the step itself.
  const lossMetric = meanMetric("loss", "loss", {}, (_y, yPred) => yPred);
  return {
    graph,
    weights,
    training: trainingEntries(weights, optimizer, [lossMetric, ...metrics], seed),
    trained: weights.filter(({ role }) => role === "weight").map(({ path }) => path),
    losses: [loss],
    lossWeights: [1],
    lossMetric,
    metrics: metrics.map((metric) => ({ metric, output: 0 })),
    optimizer,
    stepsPerExecution: options.stepsPerExecution ?? "auto",
  };
}

/** A metric given by name keeps that name as its key. */
function named(like: MetricName | Metric): Metric {
  const metric = byName("metrics", like, namedMetrics);
  return typeof like === "string" ? { ...metric, name: like } : metric;
}

/** The thing of that name, made with its defaults; or the thing itself. Throws `unknown_name`. */
function byName<T extends object>(
  family: "optimizer" | "loss" | "metrics",
  like: string | T,
  table: Readonly<Record<string, () => T>>,
): T {
  if (typeof like === "object" && like !== null) return like;
  if (typeof like === "string" && Object.hasOwn(table, like)) return table[like]();
  const all = { optimizer: "optimizers", loss: "losses", metrics: "metrics" }[family];
  throw unknownName(
    `compile: ${family}`,
    like,
    Object.keys(table).sort(),
    `strings name the common ones, others are called: ${all}.name()`,
  );
}
