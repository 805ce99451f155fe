import type { Arrays, Weights } from "./batches.js";
import { checkOptionNames } from "./config.js";
import { explainNonFinite } from "./explain-non-finite.js";
import type { Logs } from "./history.js";
import type { Model } from "./model.js";
import { checkBatch, oneBatch, readLogs, resetMetrics, runTrainStep } from "./train-batch.js";

/** `net.trainOnBatch`. */
export async function trainOnBatch(
  model: Model,
  x: Arrays,
  y: Arrays,
  weights: Weights = {},
): Promise<Logs & { readonly loss: number }> {
  model.checkIdle("trainOnBatch");
  const spec = model.compiled("trainOnBatch");
  checkOptionNames("trainOnBatch", weights, ["sampleWeight", "classWeight"]);
  const batch = oneBatch(model, x, y, "trainOnBatch", weights);
  checkBatch(spec, batch, "trainOnBatch");
  model.values.claim("trainOnBatch");
  const live = await model.start();
  resetMetrics(live, spec);
  const loss = await runTrainStep(live, spec, batch, console.warn);
  model.values.changed();
  if (!Number.isFinite(loss))
    throw await explainNonFinite(live, spec, batch, `trainOnBatch: the loss is ${loss}`);
  return readLogs(live, spec);
}
