import { type DType, isFloat } from "../dtype.js";
import { NeurogradError } from "../errors.js";
import { formatType, type TensorType } from "../graph.js";
import { requireDType } from "../op.js";
import { formatShape, type Shape, type Size, sameSize } from "../size.js";

/** The shape of `a` and `b` broadcast against each other, as NumPy does. Throws `shape_mismatch`. */
export function broadcastShapes(where: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis): Size => {
    const x = a[axis - rank + a.length] ?? 1;
    const y = b[axis - rank + b.length] ?? 1;
    if (sameSize(x, y) || y === 1) return x;
    if (x === 1) return y;
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: cannot broadcast ${formatShape(a)} with ${formatShape(b)}: ${x} meets ${y}; sizes must be equal, or one of them 1`,
    );
  });
}

/** The dtype that all share. Throws `dtype_mismatch`. */
export function commonDType(where: string, ...types: readonly TensorType[]): DType {
  const [first, ...rest] = types;
  if (rest.every((t) => t.dtype === first.dtype)) return first.dtype;
  throw new NeurogradError(
    "dtype_mismatch",
    `${where}: dtypes differ: ${types.map(formatType).join(" and ")}; use ops.cast on one of them`,
  );
}

/** Throws `dtype_mismatch` for bool and strings. */
export const requireNumbers = (where: string, ...types: readonly TensorType[]): void => {
  for (const type of types) requireDType(where, type, (d) => d !== "bool" && d !== "string", "numbers");
};

/** Type of a broadcast element-wise result of numbers. */
export const elementwise =
  (where: string) =>
  ([a, b]: readonly [TensorType, TensorType]): TensorType => {
    requireNumbers(where, a, b);
    return { dtype: commonDType(where, a, b), shape: broadcastShapes(where, a.shape, b.shape) };
  };

/** The input's own type, which must be one of numbers. */
export const numberType =
  (where: string) =>
  ([x]: readonly [TensorType]): TensorType => {
    requireNumbers(where, x);
    return x;
  };

/** Type of a broadcast comparison. */
export const comparison =
  (where: string) =>
  ([a, b]: readonly [TensorType, TensorType]): TensorType => {
    commonDType(where, a, b);
    return { dtype: "bool", shape: broadcastShapes(where, a.shape, b.shape) };
  };

/** The input's own type, which must be a float type. */
export const floatType =
  (where: string) =>
  ([x]: readonly [TensorType]): TensorType => {
    requireDType(where, x, isFloat, "a float dtype");
    return x;
  };
