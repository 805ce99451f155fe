import { constantOp } from "../../core/constant.js";
import type { Node, Value } from "../../core/graph.js";
import type { AnyOp } from "../../core/op.js";
import * as ops from "../../core/ops/index.js";
import { sizeOf } from "../../core/tensor.js";

/** Ops that compute nothing: they move numbers, name them otherwise, or are known beforehand. */
const free: ReadonlySet<AnyOp> = new Set<AnyOp>([
  constantOp,
  ops.cast.def,
  ops.reshape.def,
  ops.transpose.def,
  ops.broadcastTo.def,
  ops.splitSizes.def,
  ops.cut.def,
  ops.concatenate.def,
  ops.padZeros.def,
  ops.repeat.def,
  ops.take.def,
  ops.takeAlongAxis.def,
  ops.gatherNd.def,
  ops.oneHot.def,
  ops.iota.def,
  ops.sizesVector.def,
  ops.stopGradient.def,
  ops.withGradient.def,
  ops.where.def,
]);

/** Ops that are an addition or a comparison for each number; what is in neither list counts as a multiplication. */
const cheap: ReadonlySet<AnyOp> = new Set<AnyOp>([
  ops.add.def,
  ops.subtract.def,
  ops.negative.def,
  ops.abs.def,
  ops.sign.def,
  ops.floor.def,
  ops.ceil.def,
  ops.round.def,
  ops.maximum.def,
  ops.minimum.def,
  ops.relu.def,
  ops.clip.def,
  ops.equal.def,
  ops.greater.def,
  ops.greaterEqual.def,
  ops.less.def,
  ops.lessEqual.def,
  ops.logicalAnd.def,
  ops.logicalOr.def,
  ops.logicalNot.def,
  ops.logicalXor.def,
  ops.isNan.def,
  ops.isInf.def,
  ops.cumsum.def,
]);

/** Ops that make one number of many: an addition or a comparison for each of those. */
const reducing: ReadonlySet<AnyOp> = new Set<AnyOp>([
  ops.sum.def,
  ops.mean.def,
  ops.max.def,
  ops.min.def,
  ops.argmax.def,
  ops.argmin.def,
  ops.topK.def,
]);

const pooling: ReadonlySet<AnyOp> = new Set<AnyOp>([ops.maxPool.def, ops.averagePool.def]);

export const elements = ({ shape }: Value): number => sizeOf(shape as readonly number[]); // the graphs here are of numbers

/** What a node that is no product does, one number at a time. */
export function elementWork(node: Node): {
  readonly additions: number;
  readonly multiplications: number;
} {
  const { op, inputs, attrs, outputs } = node;
  const size = elements(outputs[0]);
  const added = (additions: number): ReturnType<typeof elementWork> => ({ additions, multiplications: 0 });
  if (free.has(op)) return added(0);
  if (cheap.has(op)) return added(size);
  if (reducing.has(op)) return added(elements(inputs[0] as Value)); // they have one
  if (pooling.has(op)) return added(size * sizeOf((attrs as { poolSize: readonly number[] }).poolSize)); // of both
  return { additions: 0, multiplications: size };
}
