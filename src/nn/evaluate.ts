import { NeurogradError } from "../core/errors.js";
import { type Arrays, type Batch, type BatchSource, batchSource, type Data } from "./batches.js";
import type { Logs } from "./history.js";
import type { LiveModel, Model } from "./model.js";
import type { StepSpec } from "./step.js";
import { checkBatch, readLogs, resetMetrics, runTestStep } from "./train-batch.js";
import { Yielder } from "./yielder.js";

export interface EvaluateOptions {
  readonly batchSize?: number;
  /** Batches to look at; all by default. */
  readonly steps?: number | undefined;
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
  const names = { inputNames: model.inputNames, targetNames: model.outputNames, where: "evaluate" };
  const source = batchSource(x, y, { batchSize: options.batchSize ?? 32, ...names });
  return runEvaluation(await model.start(), spec, source, options);
}

/** Loss and metrics over all batches. The metrics of the state are used for it. */
export async function runEvaluation(
  live: LiveModel,
  spec: StepSpec,
  source: BatchSource,
  { steps = Infinity, signal }: EvaluateOptions,
): Promise<Logs & { readonly loss: number }> {
  const yielder = new Yielder();
  resetMetrics(live, spec);
  let step = 0;
  for await (const batch of source.epoch(0, 0) as AsyncIterable<Batch>) {
    if (signal?.aborted || step >= steps) break;
    checkBatch(spec, batch, "evaluate");
    await runTestStep(live, spec, batch);
    step++;
    await yielder.pause();
  }
  if (step === 0)
    throw new NeurogradError("empty_data", "evaluate: the data have no batch; give at least one example");
  return readLogs(live, spec);
}
