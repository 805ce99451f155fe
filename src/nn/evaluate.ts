import { NeurogradError } from "../core/errors.js";
import type { ArrayInput } from "../data/array-input.js";
import { type Arrays, type Batch, type BatchSource, batchSource, type Data } from "./batches.js";
import { checkOptionNames } from "./config.js";
import type { Logs } from "./history.js";
import type { Model } from "./model.js";
import type { LiveModel } from "./model-state.js";
import { checkPositiveInteger } from "./options.js";
import type { StepSpec } from "./step-spec.js";
import { checkBatch, checkSource, readLogs, resetMetrics, runTestStep } from "./train-batch.js";
import { Yielder } from "./yielder.js";

export interface EvaluateOptions {
  /** Examples at a time. Default 32; batches bring their own. */
  readonly batchSize?: number;
  /** Batches to look at; all by default. */
  readonly steps?: number | undefined;
  /** How much each example counts, of arrays; batches bring their own. */
  readonly sampleWeight?: ArrayInput | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** `net.evaluate`. */
export async function evaluate(
  model: Model,
  x: Data,
  y: Arrays | undefined,
  options: EvaluateOptions,
): Promise<Logs & { readonly loss: number }> {
  model.checkIdle("evaluate");
  const spec = model.compiled("evaluate");
  checkOptionNames("evaluate", options, ["batchSize", "steps", "sampleWeight", "signal"]);
  const { batchSize = 32, steps, sampleWeight } = options;
  checkPositiveInteger("evaluate", "batchSize", batchSize);
  if (steps !== undefined) checkPositiveInteger("evaluate", "steps", steps);
  const names = { inputNames: model.inputNames, targetNames: model.targetNames, where: "evaluate" };
  const source = await batchSource(x, y, { batchSize, sampleWeight, ...names });
  checkSource(spec, source, "evaluate", { option: "steps", given: steps });
  return runEvaluation(await model.start(), spec, source, options, "evaluate");
}

/** Loss and metrics over all batches. The metrics of the state are used for it. */
export async function runEvaluation(
  live: LiveModel,
  spec: StepSpec,
  source: BatchSource,
  { steps = Infinity, signal }: EvaluateOptions,
  where: string,
): Promise<Logs & { readonly loss: number }> {
  const yielder = new Yielder();
  resetMetrics(live, spec);
  let step = 0;
  for await (const batch of source.epoch(0, 0) as AsyncIterable<Batch>) {
    if (signal?.aborted || step >= steps) break;
    if (source.examples === undefined) checkBatch(spec, batch, `${where}: batch ${step + 1}`);
    await runTestStep(live, spec, batch);
    step++;
    await yielder.pause();
  }
  if (step === 0)
    throw new NeurogradError("empty_data", `${where}: the data have no batch; give at least one example`);
  return readLogs(live, spec);
}
