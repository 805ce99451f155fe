import { constant } from "./constant.js";
import { type DType, isFloat } from "./dtype.js";
import { NeurogradError } from "./errors.js";
import { Value } from "./graph.js";
import type { AnyOp } from "./op.js";
import { type Nested, Tensor, tensor } from "./tensor.js";

/** A value that says itself what applying an op to it means: a symbol of the layer graph. */
export interface Applicable extends Value {
  applyOp(op: AnyOp, operands: readonly (Operand | null | undefined)[], attrs: object): readonly Value[];
}

/** What ops take: a value, a tensor, or a number or nested array, which takes the dtype of its partner. */
export type Operand = Value | Tensor | number | boolean | readonly Nested[];

export function isApplicable(operand: Operand | null | undefined): operand is Applicable {
  return typeof operand === "object" && operand !== null && "applyOp" in operand;
}

/**
 * Operands as values. A plain number takes the dtype of the first input that has one (float32 if none has; a
 * fraction beside integers is `dtype_mismatch`, not rounded in silence).
 */
export function toValues(
  op: AnyOp,
  operands: readonly (Operand | null | undefined)[],
): readonly (Value | null)[] {
  const variadic = op.inputs[0]?.startsWith("...") ?? false;
  const typed = operands.filter((o) => o instanceof Value || o instanceof Tensor);
  const dtype = (typed.find((o) => o.dtype !== "bool") ?? typed[0])?.dtype; // a condition says nothing of numbers
  const names = variadic ? operands.map((_, i) => `${op.inputs[0].slice(3)}[${i}]`) : op.inputs;
  return names.map((name, i) => {
    const operand = operands[i];
    if (operand instanceof Value) return operand;
    if (operand instanceof Tensor) return constant(operand);
    if (operand === null || operand === undefined) {
      if (name.endsWith("?")) return null;
      throw new NeurogradError(
        "missing_input",
        `${op.name}: input ${name} is ${operand}; pass a value, a tensor or a number`,
      );
    }
    return literal(op, name, operand, dtype);
  });
}

function literal(op: AnyOp, name: string, operand: Nested, dtype: DType | undefined): Value {
  if (typeof operand === "boolean") return constant(tensor(operand, { dtype: "bool" }));
  const fits = dtype === undefined || dtype === "bool" ? undefined : dtype;
  if (fits !== undefined && !isFloat(fits) && typeof operand === "number" && !Number.isInteger(operand)) {
    throw new NeurogradError(
      "dtype_mismatch",
      `${op.name}: ${name} is ${operand} beside ${fits} values; use ops.cast to a float first`,
    );
  }
  if (fits !== undefined && isFloat(fits)) return constant(tensor(operand, { dtype: "float64" }), fits);
  return constant(tensor(operand, { dtype: fits }));
}

/** One operand as a value: for composites, which look at its shape before they apply ops. */
export function toValue(operand: Operand): Value {
  if (operand instanceof Value) return operand;
  return constant(operand instanceof Tensor ? operand : tensor(operand));
}
