import { NeurogradError } from "../core/errors.js";
import { type Nested, sizeOf, Tensor, type TypedArray, tensor } from "../core/tensor.js";

/** A flat array with its shape, as array libraries hold it; strides, if given, must be those of C order. */
export interface ShapedArray {
  readonly data: TypedArray;
  readonly shape: readonly number[];
  readonly strides?: readonly number[];
  readonly stride?: readonly number[];
  readonly offset?: number;
}

/** What stands for one tensor wherever data is given. */
export type ArrayInput = Tensor | TypedArray | ShapedArray | Nested;

/**
 * The tensor that a user's array stands for; typed arrays are not copied.
 *
 * Throws  `shape_mismatch`, `dtype_mismatch`, `value_out_of_range` as `tensor` does; `not_contiguous`; `array_moved`.
 *
 * @param where  what the array is, for the message: `fit: x`
 */
export function inputTensor(where: string, value: ArrayInput): Tensor {
  if (value instanceof Tensor) return present(where, value);
  if (isShapedArray(value)) return fromShaped(where, value);
  if (value === null || value === undefined || typeof value === "function") {
    throw new NeurogradError(
      "dtype_mismatch",
      `${where}: got ${value === null ? "null" : typeof value}; give an array, a typed array or a Tensor`,
    );
  }
  try {
    return tensor(value);
  } catch (error) {
    if (!(error instanceof NeurogradError)) throw error;
    const text = error.message.replace(/^tensor: /, "").replace(/\. \(\w+\)$/, "");
    throw new NeurogradError(error.code, `${where}: ${text}`, { cause: error });
  }
}

/** A tensor whose memory was posted away has a shape, but no numbers: they would be read as NaN. */
function present(where: string, x: Tensor): Tensor {
  if (x.data.length === x.size) return x;
  throw new NeurogradError(
    "array_moved",
    `${where}: an array of shape [${x.shape.join(", ")}] is empty, because its memory has been moved to a worker; read the data again, or leave out transfer`,
  );
}

/** Whether a value is one array, and not a record of them. */
export function isArrayInput(value: unknown): value is ArrayInput {
  return (
    typeof value !== "object" ||
    value === null ||
    Array.isArray(value) ||
    ArrayBuffer.isView(value) ||
    value instanceof Tensor ||
    isShapedArray(value)
  );
}

function isShapedArray(value: unknown): value is ShapedArray {
  return (
    typeof value === "object" &&
    value !== null &&
    "data" in value &&
    ArrayBuffer.isView(value.data) &&
    "shape" in value &&
    Array.isArray(value.shape)
  );
}

function fromShaped(where: string, { data, shape, strides, stride, offset = 0 }: ShapedArray): Tensor {
  const contiguous = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const given = strides ?? stride ?? contiguous;
  // The stride of an axis of size 1 is never used.
  if (given.length !== shape.length || given.some((s, axis) => s !== contiguous[axis] && shape[axis] > 1)) {
    throw new NeurogradError(
      "not_contiguous",
      `${where}: an array of shape [${shape.join(", ")}] has strides [${given.join(", ")}], not [${contiguous.join(", ")}]; copy it to C order first`,
    );
  }
  const size = sizeOf(shape);
  // A view that holds more than one array, as a slice of another's memory does, is cut; one too short is refused below.
  const own = data.length >= offset + size ? data.subarray(offset, offset + size) : data;
  return tensor(own, { shape });
}
