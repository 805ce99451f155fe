import type { Value } from "../../core/graph.js";
import {
  cast,
  equal,
  topK as largest,
  multiply,
  oneHot,
  reshape,
  scatterElementsAdd,
  slice,
  sum,
  where,
} from "../../core/ops/index.js";
import { matchTargets } from "../losses/targets.js";
import type { MetricContext, MetricStates } from "../metric.js";
import { weightsOf } from "./sample-weights.js";
import { levelsOf, type Thresholds } from "./thresholds.js";

/** Counts at one threshold after another. */
export interface ConfusionCounts {
  readonly truePositives: readonly number[];
  readonly falsePositives: readonly number[];
  readonly trueNegatives: readonly number[];
  readonly falseNegatives: readonly number[];
}

export interface CountingOptions {
  /** Null: whatever is among the top k counts as positive. */
  readonly thresholds: Thresholds | null;
  readonly topK?: number | null;
  readonly classId?: number | null;
  /** Labels apart. */
  readonly labels?: number | null;
  readonly labelWeights?: readonly number[] | null;
}

/** How many examples, positive and negative, are at each level: what is kept from batch to batch. */
export function countingStates({
  thresholds,
  labels = null,
}: CountingOptions): Readonly<Record<string, number[]>> {
  const levels = (thresholds?.values.length ?? 1) + 1;
  const shape = labels === null ? [levels] : [levels, labels];
  return { positives: shape, negatives: shape };
}

/** Adds a batch to the counts. A target other than 0 is positive. Throws `shape_mismatch`. */
export function countLevels(
  whereTo: string,
  { yTrue, yPred, states, sampleWeight }: MetricContext,
  { thresholds, topK = null, classId = null, labels = null, labelWeights = null }: CountingOptions,
): Readonly<Record<string, Value>> {
  const only = (x: Value): Value =>
    classId === null ? x : slice(x, { starts: [classId], ends: [classId + 1], axes: [-1] });
  const y = only(matchTargets(whereTo, yTrue, yPred));
  const p = only(cast(yPred, { dtype: "float32" }));
  const isTop = topK === null ? null : only(amongTop(yPred, topK));
  const exceeded = thresholds === null ? null : levelsOf(p, thresholds);
  const level = exceeded === null ? isTop : isTop === null ? exceeded : multiply(exceeded, isTop);
  const weights = weightsOf(sampleWeight, y.shape);
  const weighed = labelWeights === null || labels !== null ? weights : multiply(labelWeights, weights);
  const isNegative = equal(y, 0);
  const rows = (x: Value): Value => (labels === null ? reshape(x, { shape: [-1] }) : x);
  const counted = (kept: Value, of: Value): Value =>
    scatterElementsAdd(kept, rows(level as Value), rows(of), { axis: 0 });
  return {
    positives: counted(states.positives, where(isNegative, 0, weighed)),
    negatives: counted(states.negatives, where(isNegative, weighed, 0)),
  };
}

/** 1 where a class is among the k with the largest predictions, int64. */
function amongTop(p: Value, k: number): Value {
  const [, indices] = largest(p, { k });
  const hot = oneHot(indices, { depth: p.shape.at(-1) as number }); // [..., k, classes]; classes are a number
  return cast(sum(hot, { axis: -2 }), { dtype: "int64" });
}

/** The counts at each threshold; where labels are apart, of label `label` of `labels`. */
export function countsOf({ positives, negatives }: MetricStates, label = 0, labels = 1): ConfusionCounts {
  const above = (levels: Float64Array): { total: number; at: number[] } => {
    const count = levels.length / labels;
    const at: number[] = [];
    let total = 0;
    for (let level = count - 1; level >= 0; level--) {
      if (level < count - 1) at[level] = total; // thresholds below that many levels
      total += levels[level * labels + label];
    }
    return { total, at };
  };
  const [yes, no] = [above(positives.toFloat64()), above(negatives.toFloat64())];
  return {
    truePositives: yes.at,
    falsePositives: no.at,
    falseNegatives: yes.at.map((n) => yes.total - n),
    trueNegatives: no.at.map((n) => no.total - n),
  };
}
