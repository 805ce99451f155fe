import { evaluate, type Model, ops, type Probe, type Tensor, tensor } from "neurograd";
import type { Points } from "../points.js";
import { replaced, type WeightPlace } from "./twin.js";

/** The gradient of one weight, found in another way: by the loss on either side of it. */
export interface CheckReading extends WeightPlace {
  readonly h: number;
  /** L(w + h) and L(w − h) */
  readonly plus: number;
  readonly minus: number;
  /** (L(w + h) − L(w − h)) / 2h */
  readonly numeric: number;
}

const h = 1e-5;

/** The loss of the twin on the batch with one weight moved, both ways. */
export async function checkOf(
  twin: Model,
  { x, y }: Points,
  { path, at }: WeightPlace,
): Promise<CheckReading> {
  const weight = twin.trainableWeights.find(({ name }) => name === path)?.value as Tensor; // chosen among them
  const value = weight.toFloat64()[at];
  const lossAt = async (moved: number): Promise<number> => {
    twin.writeState({ [path]: replaced(weight, at, moved) });
    return (await twin.probe(x, y)).loss;
  };
  const [plus, minus] = [await lossAt(value + h), await lossAt(value - h)];
  twin.writeState({ [path]: weight });
  const difference = ops.subtract(exact(plus), exact(minus));
  const numeric = (await evaluate(ops.divide(difference, exact(2 * h)))).toFloat64()[0];
  return { path, at, h, plus, minus, numeric };
}

const exact = (x: number): Tensor => tensor(x, { dtype: "float64" });

/** What each example of the batch says of one weight: n · a · ∂L/∂z, and the penalty's part. Their mean is the gradient. */
export async function exampleGradients(
  batch: Probe,
  { path, at }: WeightPlace,
  { source, units, penalty }: { readonly source: string; readonly units: number; readonly penalty: number },
): Promise<Float64Array> {
  const [name, kind] = path.split("/");
  const column = (of: Tensor, k: number): Tensor => {
    const width = of.shape[1];
    return tensor(
      of.toFloat64().filter((_, i) => i % width === k),
      { dtype: "float64" },
    );
  };
  const delta = column(batch.cotangents[name], at % units);
  const count = exact(delta.shape[0]);
  const own = ops.multiply(delta, count);
  const product =
    kind === "bias" ? own : ops.multiply(own, column(batch.activations[source], Math.floor(at / units)));
  return (await evaluate(ops.add(product, exact(penalty)))).toFloat64();
}
