import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { cast, expandDims, squeeze } from "../../core/ops/index.js";
import { formatShape, sameShape } from "../../core/size.js";

/**
 * Targets in the dtype and shape of the predictions: as Keras, one missing (or superfluous) last axis of size 1 is
 * put in (or taken away). Throws `shape_mismatch`.
 */
export function matchTargets(yTrue: Value, yPred: Value): Value {
  const y = cast(yTrue, { dtype: yPred.dtype });
  const [ranks, wanted] = [y.shape.length, yPred.shape.length];
  if (ranks === wanted - 1 && yPred.shape.at(-1) === 1) return checkSame(expandDims(y, { axis: -1 }), yPred);
  if (ranks === wanted + 1 && y.shape.at(-1) === 1) return checkSame(squeeze(y, { axis: -1 }), yPred);
  return checkSame(y, yPred);
}

function checkSame(y: Value, yPred: Value): Value {
  if (sameShape(y.shape, yPred.shape)) return y;
  throw new NeurogradError(
    "shape_mismatch",
    `loss: targets are ${formatShape(y.shape)}, predictions ${formatShape(yPred.shape)}; they must agree: check the last layer's units, or the targets`,
  );
}

/** Integer class targets without a last axis of size 1, int64: [batch, ..., 1] or [batch, ...] → [batch, ...]. Throws `shape_mismatch`. */
export function classTargets(yTrue: Value, yPred: Value): Value {
  const squeezed =
    yTrue.shape.length === yPred.shape.length && yTrue.shape.at(-1) === 1
      ? squeeze(yTrue, { axis: -1 })
      : yTrue;
  if (sameShape(squeezed.shape, yPred.shape.slice(0, -1))) return cast(squeezed, { dtype: "int64" });
  throw new NeurogradError(
    "shape_mismatch",
    `sparseCategoricalCrossentropy: targets are ${formatShape(yTrue.shape)}, predictions ${formatShape(yPred.shape)}; give one class number per prediction, or use categoricalCrossentropy for one-hot targets`,
  );
}
