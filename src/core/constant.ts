import { type TensorType, Value, makeNode } from "./graph.js";
import { ndFromTensor } from "./nd.js";
import type { AnyOp } from "./op.js";
import type { Tensor } from "./tensor.js";

export interface ConstantAttrs {
  readonly value: Tensor;
}

/** The op of constants. Written out rather than by `defineOp`, which itself makes constants of numbers. */
export const constantOp: AnyOp = Object.freeze({
  name: "constant",
  inputs: [],
  attrs: {},
  onnx: (to, _inputs, { attrs }) => to.constant((attrs as ConstantAttrs).value),
  fromOnnx: undefined, // the reader makes constants itself
  broadcasts: false,
  infer: (_types, attrs) => [typeOf((attrs as ConstantAttrs).value)],
  vjp: "zero",
  reference: (_inputs, attrs) => [ndFromTensor((attrs as ConstantAttrs).value)],
  simplify: undefined,
} satisfies AnyOp);

const typeOf = ({ dtype, shape }: Tensor): TensorType => ({ dtype, shape });

/**
 * A value that is known: `y = value`.
 *
 * VJP     zero.
 * Source  https://onnx.ai/onnx/operators/onnx__Constant.html
 */
export function constant(value: Tensor): Value {
  return makeNode(constantOp, [], { value }, [typeOf(value)]).outputs[0];
}

/** The tensor that a value is known to be, if it is a constant. */
export function constantOf(value: Value | null): Tensor | undefined {
  return value?.node?.op === constantOp ? (value.node.attrs as ConstantAttrs).value : undefined;
}

/** The one number of a constant whose elements are all equal; undefined for any other value. */
export function uniformConstant(value: Value | null): number | undefined {
  const known = constantOf(value);
  if (known === undefined || known.dtype === "string" || known.size === 0) return undefined;
  const numbers = known.size === 1 ? [known.item()] : known.toFloat64();
  return numbers.every((x) => x === numbers[0]) ? numbers[0] : undefined;
}
