import { type FitOptions, gatherRows, type Model, stratifiedKFold, type Tensor, tensor } from "neurograd";
import { calibrate, type Forecasts } from "./calibration.js";

export interface CrossValidation {
  readonly folds: number;
  /** A new network for the rows of a fold; it ends in one logit. */
  readonly build: (xTrain: Tensor) => Model;
  readonly fit: FitOptions;
  /** Whether calibration may shift the logit, beside scaling it. */
  readonly shift: boolean;
}

/**
 * Each row is foretold by a network that did not see it, and its probability calibrated by the rows of the other folds,
 * which theirs did not see either.
 */
export async function crossValidate(
  x: Tensor,
  y: Tensor,
  { folds, build, fit, shift }: CrossValidation,
): Promise<{ readonly raw: Forecasts; readonly calibrated: Forecasts }> {
  const logits = new Float64Array(x.shape[0]);
  const parts = stratifiedKFold(y, { splits: folds });
  for (const { train, test } of parts) {
    const xTrain = gatherRows(x, train);
    const net = build(xTrain);
    await net.fit(xTrain, gatherRows(y, train), { ...fit, verbose: 0 });
    const foretold = await net.predict(gatherRows(x, test));
    for (const [i, row] of test.entries()) logits[row] = foretold.data[i] as number; // a float32 array holds numbers
  }
  const calibrated = new Float64Array(logits.length);
  for (const { train, test } of parts) {
    const others = gatherRows(tensor(logits, { dtype: "float32" }), train);
    const toProbability = await calibrate(others, gatherRows(y, train), { shift });
    for (const row of test) calibrated[row] = toProbability(logits[row]);
  }
  const raw = logits.map((z) => 1 / (1 + Math.exp(-z)));
  return { raw: { p: raw, y: y.toFloat64() }, calibrated: { p: calibrated, y: y.toFloat64() } };
}
