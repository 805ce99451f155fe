import type { Value } from "../../core/graph.js";
import { argmax, cast, greater, oneHot, reshape } from "../../core/ops/index.js";
import { sameShape } from "../../core/size.js";
import { classTargets, matchTargets } from "../losses/targets.js";

/** Whether targets are class numbers and not one number for each class. */
const areNumbers = (yTrue: Value, yPred: Value): boolean =>
  yPred.shape.at(-1) !== 1 && !sameShape(yTrue.shape, yPred.shape);

/** Targets as one number per class, float32: given so, or class numbers. Throws `shape_mismatch`. */
export function hotTargets(where: string, yTrue: Value, yPred: Value): Value {
  const depth = yPred.shape.at(-1) as number; // the classes of a classifier are a number
  if (areNumbers(yTrue, yPred)) return oneHot(classTargets(where, yTrue, yPred), { depth });
  return cast(matchTargets(where, yTrue, yPred), { dtype: "float32" });
}

/** How many classes predictions of a shape tell apart; one prediction tells two. */
export const classCount = (classes: unknown): number => (classes === 1 ? 2 : (classes as number)); // of a classifier: a number

/**
 * The class of each target and of each prediction, int64: the largest, or for one prediction whether it exceeds the
 * threshold. Throws `shape_mismatch`.
 */
export function classPairs(
  where: string,
  yTrue: Value,
  yPred: Value,
  threshold: number,
): { readonly actual: Value; readonly said: Value } {
  const { shape } = yPred;
  if (shape.at(-1) === 1) {
    const [y, p] = [matchTargets(where, yTrue, yPred), yPred].map((x) =>
      reshape(x, { shape: shape.slice(0, -1) }),
    );
    return { actual: cast(y, { dtype: "int64" }), said: cast(greater(p, threshold), { dtype: "int64" }) };
  }
  const actual = areNumbers(yTrue, yPred)
    ? classTargets(where, yTrue, yPred)
    : argmax(matchTargets(where, yTrue, yPred));
  return { actual, said: argmax(yPred) };
}
