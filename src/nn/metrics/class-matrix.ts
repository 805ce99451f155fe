import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import {
  add,
  cast,
  equal,
  greaterEqual,
  less,
  logicalAnd,
  logicalNot,
  multiply,
  reshape,
  scatterElementsAdd,
  where,
} from "../../core/ops/index.js";
import { formatShape, sameShape } from "../../core/size.js";
import { weightsOf } from "./sample-weights.js";

/**
 * Adds a batch to counts by actual and said class, [classes · classes]. Places with a class outside, or actually of the
 * class to ignore, do not count. Throws `shape_mismatch`.
 */
export function countClasses(
  whereTo: string,
  counts: Value,
  { actual, said }: { readonly actual: Value; readonly said: Value }, // int64, of one shape
  classes: number,
  sampleWeight: Value | undefined,
  ignoreClass: number | null = null,
): Value {
  if (!sameShape(actual.shape, said.shape)) {
    throw new NeurogradError(
      "shape_mismatch",
      `${whereTo}: targets name classes at ${formatShape(actual.shape)}, predictions at ${formatShape(said.shape)}; they must agree: say with sparseYTrue and sparseYPred whether they are class numbers`,
    );
  }
  const isClass = (x: Value): Value => logicalAnd(greaterEqual(x, 0), less(x, classes));
  const isKnown = logicalAnd(isClass(actual), isClass(said));
  const doesCount =
    ignoreClass === null ? isKnown : logicalAnd(isKnown, logicalNot(equal(actual, ignoreClass)));
  const cell = where(doesCount, add(multiply(actual, classes), said), 0);
  const weights = where(doesCount, weightsOf(sampleWeight, actual.shape), 0);
  const row = (x: Value): Value => reshape(x, { shape: [-1] });
  return scatterElementsAdd(counts, row(cell), row(cast(weights, { dtype: "float32" })), { axis: 0 });
}
