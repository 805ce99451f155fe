import type { DType } from "./dtype.js";
import { makeNode, type TensorType, type Value } from "./graph.js";
import { ndFromTensor } from "./nd.js";
import type { AnyOp } from "./op.js";
import { castTensor, type Tensor } from "./tensor.js";

export interface ConstantAttrs {
  /** The numbers, in float64 where `dtype` is a float type: literals stay exact in the reference evaluator. */
  readonly value: Tensor;
  readonly dtype: DType;
}

/** The op of constants. Written out rather than by `defineOp`, which itself makes constants of numbers. */
export const constantOp: AnyOp = Object.freeze({
  name: "constant",
  inputs: [],
  attrs: {},
  required: [],
  onnx: (to, _inputs, { attrs }) =>
    to.constant(castTensor((attrs as ConstantAttrs).value, (attrs as ConstantAttrs).dtype)),
  fromOnnx: undefined, // the reader makes constants itself
  broadcasts: false,
  commutes: undefined,
  infer: (_types, attrs) => [typeOf(attrs as ConstantAttrs)],
  vjp: "zero",
  reference: (_inputs, attrs) => [ndFromTensor((attrs as ConstantAttrs).value)],
  simplify: undefined,
} satisfies AnyOp);

const typeOf = ({ value, dtype }: ConstantAttrs): TensorType => ({ dtype, shape: value.shape });

/**
 * A value that is known: `y = value`, of the tensor's dtype or another.
 *
 * VJP     zero.
 * Source  https://onnx.ai/onnx/operators/onnx__Constant.html
 */
export function constant(value: Tensor, dtype: DType = value.dtype): Value {
  const attrs: ConstantAttrs = { value, dtype };
  return makeNode(constantOp, [], attrs, [typeOf(attrs)]).outputs[0];
}

/** The numbers that a value is known to be, if it is a constant. */
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
