import { type DType, isFloat, isInteger, type TensorData, zerosOf } from "./dtype.js";
import { NeurogradError } from "./errors.js";
import { fromHalf, toHalf } from "./float16.js";
import { formatTensor } from "./format-tensor.js";

/** Nested arrays of numbers, booleans or strings, as `toArray` gives them. */
export type Nested = number | boolean | bigint | string | readonly Nested[];

/** Arrays of numbers that `tensor` takes as they are. */
export type TypedArray =
  | Uint8Array
  | Uint8ClampedArray
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

export interface TensorOptions {
  readonly shape?: readonly number[] | undefined;
  readonly dtype?: DType | undefined;
}

/**
 * Numbers with a shape: `data` holds the elements in C order (last axis fastest).
 * A Tensor that Neurograd hands out is never overwritten.
 */
export class Tensor {
  readonly data: TensorData;
  readonly shape: readonly number[];
  readonly dtype: DType;

  constructor(data: TensorData, shape: readonly number[], dtype: DType) {
    this.data = data;
    this.shape = shape;
    this.dtype = dtype;
  }

  /** Number of elements: the product of `shape`. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** The elements as nested arrays; of rank 0, the element itself. int64 comes as numbers while they are exact. */
  toArray(): Nested {
    return nest(elementsOf(this), this.shape);
  }

  /** The elements as float64 numbers, in C order (a copy). Throws `dtype_mismatch` for strings. */
  toFloat64(): Float64Array {
    if (this.dtype === "string") {
      throw new NeurogradError("dtype_mismatch", "tensor: strings are not numbers; encode them first");
    }
    if (this.dtype === "float16") return Float64Array.from(this.data as Uint16Array, fromHalf);
    if (this.data instanceof BigInt64Array) return Float64Array.from(this.data, Number);
    return new Float64Array(this.data as Exclude<TypedArray, BigInt64Array>); // by the engine, not number by number
  }

  /** The one element of a tensor of size 1, as a number. Throws `shape_mismatch` for other sizes. */
  item(): number {
    if (this.size !== 1) {
      throw new NeurogradError(
        "shape_mismatch",
        `tensor: item() needs one element, got [${this.shape.join(", ")}]; slice first`,
      );
    }
    return this.toFloat64()[0];
  }

  /** Rows `start` to `end` (exclusive) of the first axis, sharing memory. Negative counts from the end, as in NumPy. */
  slice(start = 0, end?: number): Tensor {
    const [rows, ...rest] = this.shape;
    if (rows === undefined)
      throw new NeurogradError("shape_mismatch", "tensor: slice needs an axis, got rank 0; use item()");
    const clampRow = (k: number): number => Math.min(rows, Math.max(0, k < 0 ? k + rows : k));
    const from = clampRow(start);
    const to = Math.max(from, clampRow(end ?? rows));
    const stride = sizeOf(rest);
    const [a, b] = [from * stride, to * stride];
    const data = "subarray" in this.data ? this.data.subarray(a, b) : this.data.slice(a, b);
    return new Tensor(data, [to - from, ...rest], this.dtype);
  }

  /** The same elements in another shape; one size may be -1. Throws `shape_mismatch`. */
  reshape(shape: readonly number[]): Tensor {
    const known = shape.reduce((n, d) => (d === -1 ? n : n * d), 1);
    const full = shape.map((d) => (d === -1 ? this.size / known : d));
    if (sizeOf(full) !== this.size || full.some((d) => !Number.isInteger(d) || d < 0)) {
      throw new NeurogradError(
        "shape_mismatch",
        `tensor: [${this.shape.join(", ")}] has ${this.size} elements and does not fit [${shape.join(", ")}]; sizes must multiply to the same number`,
      );
    }
    return new Tensor(this.data, full, this.dtype);
  }

  toString(): string {
    return formatTensor(elementsOf(this), this.shape, this.dtype);
  }
}

// console.log in Node prints the numbers, not the fields.
Object.defineProperty(Tensor.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: Tensor): string {
    return this.toString();
  },
});

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/**
 * A tensor from nested arrays, or from a flat array with a `shape`.
 *
 * Dtype   of a typed array its own; else `float32` for numbers, `bool`, `string`, `int64` for bigints; or `dtype`.
 * Throws  `shape_mismatch` for ragged rows or a shape that does not fit; `value_out_of_range` for a number that
 *         `dtype` cannot hold; `dtype_mismatch`.
 *
 * @example
 * tensor([[0, 1], [1, 0]]).shape                                 // [2, 2]
 * tensor(new Uint8Array(784), { shape: [28, 28] }).dtype          // "uint8"
 */
export function tensor(values: Nested | TypedArray | Tensor, options: TensorOptions = {}): Tensor {
  if (values instanceof Tensor)
    return reshapedTo(castTensor(values, options.dtype ?? values.dtype), options.shape);
  if (ArrayBuffer.isView(values)) return fromTyped(values, options);
  const shape: number[] = [];
  for (let v: Nested = values; Array.isArray(v); v = v[0] as Nested) {
    shape.push(v.length);
    if (v.length === 0) break;
  }
  const flat: (number | boolean | bigint | string)[] = [];
  flatten(values, shape, 0, flat);
  const first = flat[0];
  const dtype =
    options.dtype ??
    (typeof first === "boolean"
      ? "bool"
      : typeof first === "string"
        ? "string"
        : typeof first === "bigint"
          ? "int64"
          : "float32");
  return reshapedTo(new Tensor(fill(flat, dtype), shape, dtype), options.shape);
}

/** The same numbers in another dtype. Throws `value_out_of_range` where an integer type cannot hold one. */
export function castTensor(x: Tensor, dtype: DType): Tensor {
  if (x.dtype === dtype) return x;
  if (x.dtype === "string" || dtype === "string") {
    throw new NeurogradError(
      "dtype_mismatch",
      `tensor: cannot turn ${x.dtype} into ${dtype}; encode the strings first`,
    );
  }
  if (isFloat(dtype)) return fromFloat64(x.toFloat64(), x.shape, dtype); // which holds any number
  return new Tensor(
    fill(x.dtype === "int64" ? Array.from(x.data as BigInt64Array) : x.toFloat64(), dtype),
    x.shape,
    dtype,
  );
}

/** A tensor of `dtype` from float64 numbers, without range checks: what executors and kernels use. */
export function fromFloat64(values: Float64Array, shape: readonly number[], dtype: DType): Tensor {
  if (dtype === "float64") return new Tensor(values, shape, dtype);
  const data = zerosOf(dtype, values.length);
  if (data instanceof BigInt64Array) for (let i = 0; i < values.length; i++) data[i] = BigInt(values[i]);
  else if (dtype === "float16")
    for (let i = 0; i < values.length; i++) (data as Uint16Array)[i] = toHalf(values[i]);
  else (data as Float32Array).set(values);
  return new Tensor(data, shape, dtype);
}

const ranges: Partial<Record<DType, readonly [number, number]>> = {
  uint8: [0, 255],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
};

function fill(values: ArrayLike<number | boolean | bigint | string>, dtype: DType): TensorData {
  if (dtype === "string") return Array.from(values, String);
  const data = zerosOf(dtype, values.length) as Exclude<TensorData, readonly string[]>;
  const range = ranges[dtype];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value === "string") {
      throw new NeurogradError(
        "dtype_mismatch",
        `tensor: element ${i} is the string ${JSON.stringify(value)}, not ${dtype}; encode strings first`,
      );
    }
    const number = Number(value);
    if (
      isInteger(dtype) &&
      (!Number.isInteger(number) || (range !== undefined && (number < range[0] || number > range[1])))
    ) {
      throw new NeurogradError(
        "value_out_of_range",
        `tensor: element ${i} is ${value}, which ${dtype} cannot hold; choose another dtype`,
      );
    }
    if (data instanceof BigInt64Array) data[i] = int64(value, i);
    else data[i] = dtype === "float16" ? toHalf(number) : dtype === "bool" ? Number(number !== 0) : number;
  }
  return data;
}

function int64(value: number | boolean | bigint, i: number): bigint {
  const whole = BigInt(value);
  if (BigInt.asIntN(64, whole) === whole) return whole;
  throw new NeurogradError(
    "value_out_of_range",
    `tensor: element ${i} is ${value}, which int64 cannot hold; choose another dtype`,
  );
}

function fromTyped(values: ArrayBufferView, { shape, dtype }: TensorOptions): Tensor {
  const own = typedDType(values, dtype);
  const array = values as Exclude<TypedArray, BigInt64Array>;
  const data: TensorData =
    values instanceof Uint8ClampedArray
      ? new Uint8Array(values.buffer, values.byteOffset, values.length)
      : values instanceof Int8Array ||
          values instanceof Int16Array ||
          (values instanceof Uint16Array && own !== "float16")
        ? Int32Array.from(array)
        : (values as unknown as TensorData); // the view's class was checked by typedDType
  return castTensor(reshapedTo(new Tensor(data, [array.length], own), shape), dtype ?? own);
}

function typedDType(values: ArrayBufferView, wanted: DType | undefined): DType {
  if (values instanceof Uint8Array || values instanceof Uint8ClampedArray)
    return wanted === "bool" ? "bool" : "uint8";
  if (values instanceof Uint16Array && wanted === "float16") return "float16";
  if (
    values instanceof Int32Array ||
    values instanceof Int8Array ||
    values instanceof Int16Array ||
    values instanceof Uint16Array
  )
    return "int32";
  if (values instanceof Uint32Array) return "uint32";
  if (values instanceof BigInt64Array) return "int64";
  if (values instanceof Float32Array) return "float32";
  if (values instanceof Float64Array) return "float64";
  throw new NeurogradError(
    "dtype_mismatch",
    `tensor: no dtype for a ${values.constructor.name}; use a typed array of numbers`,
  );
}

function reshapedTo(x: Tensor, shape: readonly number[] | undefined): Tensor {
  return shape === undefined ? x : x.reshape(shape);
}

function flatten(
  values: Nested,
  shape: readonly number[],
  depth: number,
  out: (number | boolean | bigint | string)[],
): void {
  const isLeaf = !Array.isArray(values);
  if (isLeaf !== (depth === shape.length) || (!isLeaf && values.length !== shape[depth])) {
    const got = isLeaf ? "a single value" : `${values.length} items`;
    const expected = depth === shape.length ? "a single value" : `${shape[depth]} items`;
    throw new NeurogradError(
      "shape_mismatch",
      `tensor: rows are ragged: at depth ${depth} expected ${expected}, got ${got}; pad or cut the rows`,
    );
  }
  if (isLeaf) out.push(values as number);
  else for (const v of values) flatten(v, shape, depth + 1, out);
}

type Element = number | boolean | string | bigint;

/** The elements as JavaScript values: booleans for bool, numbers (bigint where inexact) for int64. */
function elementsOf({ data, dtype }: Tensor): readonly Element[] {
  if (dtype === "bool") return Array.from(data as Uint8Array, Boolean);
  if (dtype === "float16") return Array.from(data as Uint16Array, fromHalf);
  if (data instanceof BigInt64Array)
    return Array.from(data, (v) => (Number.isSafeInteger(Number(v)) ? Number(v) : v));
  return Array.from(data as ArrayLike<Element>);
}

function nest(flat: readonly Element[], shape: readonly number[]): Nested {
  let level: readonly Nested[] = flat;
  for (let axis = shape.length - 1; axis > 0; axis--) {
    const rows = sizeOf(shape.slice(0, axis));
    level = Array.from({ length: rows }, (_, i) => level.slice(i * shape[axis], (i + 1) * shape[axis]));
  }
  return shape.length === 0 ? level[0] : level;
}
