import { NeurogradError } from "../core/errors.js";
import type { Tensor } from "../core/tensor.js";
import type { Batch } from "./batches.js";
import { firstBadOp } from "./first-bad-op.js";
import type { LiveModel } from "./model-state.js";
import { runProbe } from "./probe.js";
import type { StepSpec } from "./step-spec.js";

const isBad = (x: Tensor): boolean => {
  const data = x.data as Float32Array; // activations and gradients are floats
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return true;
  return false;
};

/**
 * Why a step's loss is not finite: the step is taken back and run again with everything shown, and the first place
 * where a number is not finite is named, layer and op. The weights are those before the step.
 */
export async function explainNonFinite(
  live: LiveModel,
  spec: StepSpec,
  batch: Batch,
  what: string,
): Promise<NeurogradError> {
  live.state.rollback();
  const inside = await runProbe(live, spec, batch);
  const weight = spec.weights.find(({ path }) => isBad(live.state.read(path)))?.path;
  const layer = Object.entries(inside.activations).find(([, value]) => isBad(value))?.[0];
  const found =
    weight === undefined ? await firstBadOp(live, spec, batch, layer ?? "loss", isBad) : undefined;
  const op = found === undefined ? "" : ` (op ${found})`;
  const where =
    weight !== undefined
      ? `weight ${weight} was broken by the update before, whose loss was still finite; set the weights anew, then`
      : layer !== undefined
        ? `the output of layer ${layer} is the first that is not finite${op}; the weights are those before this step:`
        : `all layers are finite, so the loss itself overflows${op}; the weights are those before this step:`;
  return new NeurogradError(
    "non_finite_loss",
    `${what} (batch of ${batch.size}): ${where} lower the learning rate, scale the inputs, or clip gradients`,
  );
}
