import { constantOf } from "./constant.js";
import type { Node, Value } from "./graph.js";
import { multiply } from "./ops/arithmetic.js";
import { reshape } from "./ops/broadcast.js";
import { transpose } from "./ops/layout.js";
import { matrixProduct } from "./ops/matmul.js";
import { copyNode } from "./replace.js";

/** Factors beyond 2^±20 stay where they are: a large or small number may be what keeps others in range. */
const largest = 2 ** 20;

/**
 * `(c a) b = c (a b) = a (c b)`: a number that multiplies a large factor of a matrix product multiplies the other factor or the
 * product instead, whichever is smallest. Pixels divided by 255 need not be touched one by one.
 */
export function smallerScale(node: Node): Value | undefined {
  if (node.op !== matrixProduct.def) return undefined;
  const [a, b] = node.inputs as readonly [Value, Value]; // both required
  return moved(node, a, b, (x) => [x, b]) ?? moved(node, b, a, (x) => [a, x]);
}

function moved(
  node: Node,
  scaled: Value,
  other: Value,
  withFactor: (x: Value) => readonly Value[],
): Value | undefined {
  const product = node.outputs[0];
  const [own, others, made] = [scaled, other, product].map(({ shape }) => count(shape));
  if (!(own > Math.min(others, made))) return undefined; // open sizes are NaN
  const found = unscaled(scaled);
  if (found === undefined) return undefined;
  const { x, by } = found;
  if (made <= others) return multiply(copyNode(node, withFactor(x))[0], by);
  const rescaled = multiply(other, by);
  return copyNode(node, scaled === node.inputs[0] ? [x, rescaled] : [rescaled, x])[0];
}

/** The value before a number multiplied it, in the same layout. */
function unscaled(value: Value): { readonly x: Value; readonly by: Value } | undefined {
  const { node } = value;
  if (node === null) return undefined;
  if (node.op === multiply.def) {
    const k = node.inputs.findIndex(isModerate);
    return k === -1 ? undefined : { x: node.inputs[1 - k] as Value, by: node.inputs[k] as Value };
  }
  if (node.op !== reshape.def && node.op !== transpose.def) return undefined;
  const inner = unscaled(node.inputs[0] as Value);
  return inner && { x: copyNode(node, [inner.x])[0], by: inner.by };
}

function isModerate(value: Value | null): boolean {
  const number = value?.shape.length === 0 ? constantOf(value)?.item() : undefined;
  const size = Math.abs(Number(number ?? Number.NaN));
  return size <= largest && size >= 1 / largest;
}

/** NaN where a size is open. */
const count = (shape: Value["shape"]): number =>
  shape.reduce<number>((n, size) => (typeof size === "number" ? n * size : Number.NaN), 1);
