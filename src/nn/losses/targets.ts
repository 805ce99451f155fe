import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { normalizeAxis } from "../../core/op.js";
import { cast, expandDims, squeeze } from "../../core/ops/index.js";
import { formatShape, sameShape } from "../../core/size.js";

/**
 * Targets in the dtype and shape of the predictions: as Keras, one missing (or superfluous) last axis of size 1 is
 * put in (or taken away). Throws `shape_mismatch`.
 */
export function matchTargets(where: string, yTrue: Value, yPred: Value): Value {
  const y = withLastAxis(yTrue, yPred);
  if (sameShape(y.shape, yPred.shape)) return y;
  throw mismatch(where, yTrue, yPred, "they must agree: check the last layer's units, or the targets");
}

/** `matchTargets` where class numbers are a likely mistake. Throws `shape_mismatch`. */
export function oneHotTargets(where: string, yTrue: Value, yPred: Value): Value {
  const y = withLastAxis(yTrue, yPred);
  if (sameShape(y.shape, yPred.shape)) return y;
  const advice = "give one share per class (one-hot), or use sparseCategoricalCrossentropy for class numbers";
  throw mismatch(where, yTrue, yPred, advice);
}

/**
 * Integer class targets without an axis of classes of size 1, int64: [batch, ..., 1] or [batch, ...] → [batch, ...].
 * Throws `shape_mismatch`, `axis_out_of_range`.
 */
export function classTargets(where: string, yTrue: Value, yPred: Value, axis = -1): Value {
  const at = normalizeAxis(where, axis, yPred.shape.length);
  const hasAxis = yTrue.shape.length === yPred.shape.length && yTrue.shape[at] === 1;
  const squeezed = hasAxis ? squeeze(yTrue, { axis: at }) : yTrue;
  if (sameShape(squeezed.shape, yPred.shape.toSpliced(at, 1))) return cast(squeezed, { dtype: "int64" });
  throw mismatch(
    where,
    yTrue,
    yPred,
    "give one class number per prediction; one-hot targets are for categoricalCrossentropy and categoricalAccuracy",
  );
}

function withLastAxis(yTrue: Value, yPred: Value): Value {
  const y = cast(yTrue, { dtype: yPred.dtype });
  const [rank, wanted] = [y.shape.length, yPred.shape.length];
  if (rank === wanted - 1 && yPred.shape.at(-1) === 1) return expandDims(y, { axis: -1 });
  if (rank === wanted + 1 && y.shape.at(-1) === 1) return squeeze(y, { axis: -1 });
  return y;
}

const mismatch = (where: string, yTrue: Value, yPred: Value, advice: string): NeurogradError =>
  new NeurogradError(
    "shape_mismatch",
    `${where}: targets are ${formatShape(yTrue.shape)}, predictions ${formatShape(yPred.shape)}; ${advice}`,
  );
