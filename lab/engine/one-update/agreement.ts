import { evaluate, ops, type Probe, type Tensor } from "neurograd";
import type { Points } from "../points.js";
import type { Training } from "../training.js";

/** What the network in training, float32, says of the same batch. */
export interface Agreement {
  readonly loss: number;
  /** The largest difference between its gradients and those in float64. */
  readonly gradients: number;
  /** The same of the changes of weights. */
  readonly updates: number;
}

export async function agreementOf({ net }: Training, { x, y }: Points, exact: Probe): Promise<Agreement> {
  const { loss, gradients, updates } = await net.probe(x, y);
  return {
    loss,
    gradients: await largestDifference(gradients, exact.gradients),
    updates: await largestDifference(updates, exact.updates),
  };
}

type Tensors = Readonly<Record<string, Tensor>>;

async function largestDifference(some: Tensors, others: Tensors): Promise<number> {
  const each = Object.entries(some).map(([path, one]) =>
    ops.max(ops.abs(ops.subtract(ops.cast(one, { dtype: "float64" }), others[path]))),
  );
  return (await evaluate(ops.max(ops.stack(each)))).toFloat64()[0];
}
