import { constantOf } from "../../core/constant.js";
import type { Node, Value } from "../../core/graph.js";
import type { AnyOp } from "../../core/op.js";
import * as ops from "../../core/ops/index.js";

/** Ops that only move numbers about, from their first inputs: so many. Of 0 and 1 they give 0 and 1. */
const moving: ReadonlyMap<AnyOp, number> = new Map<AnyOp, number>([
  [ops.cast.def, 1],
  [ops.reshape.def, 1],
  [ops.transpose.def, 1],
  [ops.broadcastTo.def, 1],
  [ops.splitSizes.def, 1],
  [ops.cut.def, 1],
  [ops.repeat.def, 1],
  [ops.take.def, 1],
  [ops.takeAlongAxis.def, 1],
  [ops.gatherNd.def, 1],
  [ops.maxPool.def, 1],
  [ops.stopGradient.def, 1],
  [ops.withGradient.def, 1],
  [ops.concatenate.def, Infinity],
  [ops.multiply.def, 2],
  [ops.maximum.def, 2],
  [ops.minimum.def, 2],
]);

const isOfBits = (value: Value): boolean => {
  const known = constantOf(value);
  return (
    known !== undefined && known.dtype !== "string" && known.toFloat64().every((x) => x === 0 || x === 1)
  );
};

/**
 * Which values of a graph can be nothing but 0 or 1, as its ops show: what a threshold gives, wherever it is moved to. To multiply a weight by one of these takes no multiplication. `nodes` come each
 * after those it uses. Of `spiking` scopes it is known that what they make for others is 0 or 1.
 */
export function binaryValues(nodes: readonly Node[], spiking: ReadonlySet<string>): ReadonlySet<Value> {
  const binary = new Set<Value>();
  const isBinary = (value: Value | null): boolean =>
    value !== null && (value.dtype === "bool" || binary.has(value) || isOfBits(value));
  const gives = ({ op, inputs, attrs, scope }: Node): boolean => {
    if (spiking.has(scope)) return true;
    if (op === ops.oneHot.def) return true;
    if (op === ops.padZeros.def) return isBinary(inputs[0]) && (attrs as { value: number }).value === 0; // of its attributes
    if (op === ops.where.def) return isBinary(inputs[1]) && isBinary(inputs[2]);
    const taken = moving.get(op);
    return taken !== undefined && inputs.slice(0, taken).every(isBinary);
  };
  for (const node of nodes) if (gives(node)) for (const output of node.outputs) binary.add(output);
  return binary;
}
