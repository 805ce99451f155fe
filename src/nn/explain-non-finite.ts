import { NeurogradError } from "../core/errors.js";
import type { Tensor } from "../core/tensor.js";
import type { Batch } from "./batches.js";
import type { LiveModel } from "./model.js";
import { runProbe } from "./probe.js";
import type { StepSpec } from "./step.js";

const isBad = (x: Tensor): boolean => {
  const data = x.data as Float32Array; // activations and gradients are floats
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return true;
  return false;
};

/**
 * Why a step's loss is not finite: the step is taken back and run again with everything shown, and the first place
 * where a number is not finite is named. The weights are those before the step.
 */
export async function explainNonFinite(
  live: LiveModel,
  spec: StepSpec,
  batch: Batch,
  at: { readonly loss: number; readonly epoch: number; readonly step: number },
): Promise<NeurogradError> {
  live.state.rollback();
  const inside = await runProbe(live, spec, batch);
  const weight = spec.weights.find(({ path }) => isBad(live.state.read(path)))?.path;
  const layer = Object.entries(inside.activations).find(([, value]) => isBad(value))?.[0];
  const where =
    weight !== undefined
      ? `weight ${weight} was not finite before the step, so an earlier update broke it`
      : layer !== undefined
        ? `the output of layer ${layer} is the first that is not finite`
        : "all layers are finite, so the loss itself overflows";
  return new NeurogradError(
    "non_finite_loss",
    `fit: the loss is ${at.loss} at epoch ${at.epoch + 1}, step ${at.step + 1} (batch of ${batch.size}): ${where}; the weights are those before this step: lower the learning rate, scale the inputs, or clip gradients`,
  );
}
