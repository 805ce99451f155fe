/** Element types of tensors and values. Their names are NumPy's. */
export type DType =
  | "bool"
  | "uint8"
  | "int32"
  | "uint32"
  | "int64"
  | "float16"
  | "float32"
  | "float64"
  | "string";

/** The array that holds a tensor's elements. `bool` is 0/1 bytes; `float16` is the raw 16 bits. */
export type TensorData =
  | Uint8Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | Uint16Array
  | Float32Array
  | Float64Array
  | readonly string[];

export const isFloat = (dtype: DType): boolean => dtype.startsWith("float");
export const isInteger = (dtype: DType): boolean => /^u?int/.test(dtype);

/** An array of `length` zeros for `dtype`. */
export function zerosOf(dtype: DType, length: number): TensorData {
  switch (dtype) {
    case "bool":
    case "uint8":
      return new Uint8Array(length);
    case "int32":
      return new Int32Array(length);
    case "uint32":
      return new Uint32Array(length);
    case "int64":
      return new BigInt64Array(length);
    case "float16":
      return new Uint16Array(length);
    case "float32":
      return new Float32Array(length);
    case "float64":
      return new Float64Array(length);
    case "string":
      return new Array<string>(length).fill("");
  }
}

/** Bytes of one element; strings have none. */
export function byteSize(dtype: DType): number {
  const data = zerosOf(dtype, 0);
  return "BYTES_PER_ELEMENT" in data ? data.BYTES_PER_ELEMENT : 0;
}
