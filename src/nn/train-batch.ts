import { NeurogradError } from "../core/errors.js";
import { type Tensor, tensor } from "../core/tensor.js";
import {
  type Arrays,
  arraySource,
  type Batch,
  type BatchSource,
  checkFinite,
  checkLabels,
  type Weights,
} from "./batches.js";
import type { Logs } from "./history.js";
import type { Metric } from "./metric.js";
import type { Model } from "./model.js";
import type { LiveModel } from "./model-state.js";
import { metricPath } from "./state-entry.js";
import { testStep, trainStep } from "./step.js";
import { inputName, nthName, targetName, weightName } from "./step-inputs.js";
import type { StepSpec } from "./step-spec.js";

/** Tells batches apart that need steps of their own. */
export const shapesOf = ({ x, y, w }: Batch): string =>
  [...x, ...y, ...(w ? [w] : [])].map(({ dtype, shape }) => `${dtype}[${shape}]`).join(" ");

/** Named tensors of batches of one size, as the inputs of a step (or of several in a row). */
export function batchFeeds(...batches: readonly Batch[]): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = { divisor: scalar(batches[0].size, "float32") };
  for (const [i, { x, y, w }] of batches.entries()) {
    if (w) feeds[nthName(weightName, i)] = w;
    for (const [k, t] of x.entries()) feeds[nthName(inputName(k, x.length), i)] = t;
    for (const [k, t] of y.entries()) feeds[nthName(targetName(k, y.length), i)] = t;
  }
  return feeds;
}

/** Numbers fed at every step, made once: the runtime knows them again. */
const scalars = new Map<string, Tensor>();

export function scalar(value: number, dtype: "float32" | "float64"): Tensor {
  const key = `${dtype} ${value}`;
  const known = scalars.get(key);
  if (known !== undefined) return known;
  if (scalars.size >= 64) scalars.clear(); // a schedule brings ever new learning rates
  const made = tensor(value, { dtype });
  scalars.set(key, made);
  return made;
}

/** The learning rate as a tensor. */
export const learningRateOf = (live: LiveModel, spec: StepSpec): Tensor =>
  scalar(spec.optimizer.learningRate, live.executor.isExact ? "float64" : "float32");

/** Training steps on batches of one size, in one run. Gives their losses; metrics gather in the state. */
export async function runTrainSteps(
  live: LiveModel,
  spec: StepSpec,
  batches: readonly Batch[],
  warn: (text: string) => void,
): Promise<readonly number[]> {
  const count = batches.length;
  const executable = await live.executables.get(`train ${count} ${shapesOf(batches[0])}`, () => {
    const { graph, untrained } = trainStep(spec, batches[0], { count });
    reportUntrained(spec, untrained, warn);
    return graph;
  });
  const feeds = { ...batchFeeds(...batches), learningRate: learningRateOf(live, spec) };
  const { loss } = await executable.run(feeds, live.state);
  return Array.from(loss.data as Float32Array);
}

/** One training step. */
export async function runTrainStep(
  live: LiveModel,
  spec: StepSpec,
  batch: Batch,
  warn: (text: string) => void,
): Promise<number> {
  return (await runTrainSteps(live, spec, [batch], warn))[0];
}

/** Loss and metrics of one batch, gathered in the state. */
export async function runTestStep(live: LiveModel, spec: StepSpec, batch: Batch): Promise<void> {
  const executable = await live.executables.get(`test ${shapesOf(batch)}`, () => testStep(spec, batch));
  await executable.run(batchFeeds(batch), live.state);
}

/** Whom the warning below was given: each batch size makes a step of its own. */
const warned = new WeakSet<StepSpec>();

function reportUntrained(spec: StepSpec, untrained: readonly string[], warn: (text: string) => void): void {
  if (untrained.length === 0 || warned.has(spec)) return;
  const why =
    "no gradient reaches it: on its way to the loss stands a function whose derivative is zero, such as binaryStep or argmax";
  if (untrained.length === spec.trained.length) {
    throw new NeurogradError(
      "no_gradient",
      `fit: no weight can be trained (${untrained.join(", ")}): ${why}; use an activation with a slope, such as sigmoid or relu`,
    );
  }
  if (spec.losses.length < spec.graph.outputs.length) return; // what leads to an output without a loss only
  warned.add(spec);
  warn(
    `neurograd: ${untrained.join(", ")} will not change: ${why.replace("it:", "these:").replace("on its way", "on the way")}.`,
  );
}

/** Sets metrics back to 0. */
export function resetMetrics(live: LiveModel, spec: StepSpec): void {
  const metrics = spec.training.filter(({ role }) => role === "metric");
  live.state.write(Object.fromEntries(metrics.map(({ path, initial }) => [path, initial()])));
}

/** Everything in the logs beside the loss. */
export const keptMetrics = ({ losses, metrics }: StepSpec): readonly Metric[] => [
  ...losses.flatMap(({ metric }) => metric ?? []),
  ...metrics.map(({ metric }) => metric),
];

/** Loss and metrics gathered so far. */
export function readLogs(live: LiveModel, spec: StepSpec): Logs & { readonly loss: number } {
  const read = (name: string, keys: readonly string[]): Record<string, Tensor> =>
    Object.fromEntries(keys.map((key) => [key, live.state.read(metricPath(name, key))]));
  const loss = spec.lossMetric.result(read("loss", ["total", "count"]));
  const rest = keptMetrics(spec).map(
    (metric) => [metric.name, metric.result(read(metric.name, Object.keys(metric.states)))] as const,
  );
  return { loss, ...Object.fromEntries(rest) };
}

/** Numbers must be finite and labels among the classes. Throws `non_finite_data`, `label_out_of_range`. */
export function checkBatch(spec: StepSpec, batch: Batch, where: string): void {
  for (const [k, x] of batch.x.entries()) checkFinite(`${where}: x${batch.x.length > 1 ? k : ""}`, x);
  for (const [k, y] of batch.y.entries()) checkFinite(`${where}: y${batch.y.length > 1 ? k : ""}`, y);
  if (batch.w) checkFinite(`${where}: sampleWeight`, batch.w);
  for (const { loss, output } of spec.losses) {
    const { hasClassTargets, classes: { axis, ignored } = { axis: -1, ignored: null } } = loss;
    const classes = spec.graph.outputs[output].shape.at(axis);
    if (hasClassTargets && typeof classes === "number")
      checkLabels(where, batch.y[spec.targets.indexOf(output)], classes, ignored);
  }
}

/**
 * Checks what can be checked of data before the first step: arrays are looked through once, and data without end need
 * the option that says how many batches to take. Throws what `checkBatch` throws, `invalid_option`.
 */
export function checkSource(
  spec: StepSpec,
  source: BatchSource,
  where: string,
  limit: { readonly option: string; readonly given: number | undefined },
): void {
  if (source.steps === Infinity && limit.given === undefined) {
    throw new NeurogradError(
      "invalid_option",
      `${where}: the data have no end; give ${limit.option}, the number of batches to take`,
    );
  }
  if (source.whole !== undefined) checkBatch(spec, source.whole, where);
  else if (source.examples !== undefined && source.steps !== Infinity) {
    let k = 0;
    for (const batch of source.epoch(0, 0) as Iterable<Batch>)
      checkBatch(spec, batch, `${where}: batch ${++k}`); // rows come at once
  }
}

/** The arrays of one batch. */
export function oneBatch(model: Model, x: Arrays, y: Arrays, where: string, weights: Weights = {}): Batch {
  const source = arraySource(x, y, {
    ...weights,
    batchSize: Number.MAX_SAFE_INTEGER,
    inputNames: model.inputNames,
    targetNames: model.targetNames,
    where,
  });
  const [batch] = source.epoch(0, 0);
  return batch;
}
