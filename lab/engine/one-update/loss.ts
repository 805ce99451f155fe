import { activations, evaluate, losses, type Model, ops, type Probe, type Value } from "neurograd";
import { lossOf, penaltyOf } from "../network.js";
import type { Points } from "../points.js";
import type { Training } from "../training.js";

export interface LossReading {
  /** ℓ of each example, without penalty. */
  readonly examples: Float64Array;
  /** What the weights add. */
  readonly penalty: number;
  /** What is made small: the mean of the examples, and the penalty. */
  readonly total: number;
}

/** The parts of the loss that a probe of the twin has seen. */
export async function lossReading(
  { spec, data: { classes } }: Training,
  twin: Model,
  { y }: Points,
  probe: Probe,
): Promise<LossReading> {
  const loss = losses[lossOf(spec, classes)]();
  const z = ops.multiply(probe.activations.output, 1);
  const answer: Value = classes === 2 ? activations.sigmoid(z) : activations.softmax(z);
  const examples = await evaluate(loss.perExample(ops.cast(y, { dtype: "int32" }), answer));
  return { examples: examples.toFloat64(), penalty: await penalty(spec, twin), total: probe.loss };
}

async function penalty(spec: Training["spec"], twin: Model): Promise<number> {
  const rule = penaltyOf(spec);
  if (rule === undefined) return 0;
  const parts = twin.trainableWeights
    .filter(({ name }) => name.endsWith("/kernel"))
    .map(({ name, value }) => rule.penalty(ops.multiply(value, 1), name));
  return Number((await evaluate(parts.reduce((a, b) => ops.add(a, b)))).data[0]);
}
