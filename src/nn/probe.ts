import type { Tensor } from "../core/tensor.js";
import type { Arrays, Batch } from "./batches.js";
import type { Model } from "./model.js";
import type { LiveModel } from "./model-state.js";
import { probeStep } from "./probe-step.js";
import type { StepSpec } from "./step-spec.js";
import { batchFeeds, checkBatch, learningRateOf, oneBatch, shapesOf } from "./train-batch.js";

/** The inside of one training step. */
export interface Probe {
  readonly loss: number;
  /** Output of each layer, by its name. */
  readonly activations: Readonly<Record<string, Tensor>>;
  /** Derivative of the loss by the output of each layer. */
  readonly cotangents: Readonly<Record<string, Tensor>>;
  /** Derivative of the loss by each trained weight, by path. */
  readonly gradients: Readonly<Record<string, Tensor>>;
  /** What the optimizer would add to each trained weight. */
  readonly updates: Readonly<Record<string, Tensor>>;
  /** What the optimizer would keep, by slot and path: `momentum/dense/kernel`. */
  readonly slots: Readonly<Record<string, Tensor>>;
  /** What the optimizer computes on its way and does not keep, by name and path: `correctedMomentum/dense/kernel`. */
  readonly parts: Readonly<Record<string, Tensor>>;
}

/** `net.probe`. */
export async function probe(model: Model, x: Arrays, y: Arrays): Promise<Probe> {
  const spec = model.compiled("probe");
  const batch = oneBatch(model, x, y, "probe");
  checkBatch(spec, batch, "probe");
  return runProbe(await model.start(), spec, batch);
}

export async function runProbe(live: LiveModel, spec: StepSpec, batch: Batch): Promise<Probe> {
  const key = `probe ${shapesOf(batch)}`;
  const executable = await live.executables.get(key, () => probeStep(spec, batch));
  const learningRate = learningRateOf(live, spec);
  const found = Object.entries(await executable.run({ ...batchFeeds(batch), learningRate }, live.state));
  const under = (prefix: string): Record<string, Tensor> =>
    Object.fromEntries(
      found
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, value]) => [name.slice(prefix.length), value]),
    );
  return {
    loss: Number(found.find(([name]) => name === "loss")?.[1].data[0]),
    activations: under("activation/"),
    cotangents: under("cotangent/"),
    gradients: under("gradient/"),
    updates: under("update/"),
    slots: under("slot/"),
    parts: under("part/"),
  };
}
