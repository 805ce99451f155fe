import type { DType } from "../core/dtype.js";

/** Names of ONNX's element types; the index is the number in the file. Source: TensorProto.DataType, IR version 14. */
export const dataTypeNames = [
  "UNDEFINED",
  "FLOAT",
  "UINT8",
  "INT8",
  "UINT16",
  "INT16",
  "INT32",
  "INT64",
  "STRING",
  "BOOL",
  "FLOAT16",
  "DOUBLE",
  "UINT32",
  "UINT64",
  "COMPLEX64",
  "COMPLEX128",
  "BFLOAT16",
  "FLOAT8E4M3FN",
  "FLOAT8E4M3FNUZ",
  "FLOAT8E5M2",
  "FLOAT8E5M2FNUZ",
  "UINT4",
  "INT4",
  "FLOAT4E2M1",
  "FLOAT8E8M0",
  "UINT2",
  "INT2",
  "FLOAT6E2M3",
  "FLOAT6E3M2",
] as const;
export type DataTypeName = (typeof dataTypeNames)[number];

const numbers: Readonly<Record<DType, DataTypeName>> = {
  bool: "BOOL",
  uint8: "UINT8",
  int32: "INT32",
  uint32: "UINT32",
  int64: "INT64",
  float16: "FLOAT16",
  float32: "FLOAT",
  float64: "DOUBLE",
  string: "STRING",
};

/** ONNX's number of a dtype. */
export const dataTypeOf = (dtype: DType): number => dataTypeNames.indexOf(numbers[dtype]);

/** The dtype that is exactly ONNX's type of this number; undefined if there is none. */
export function dtypeOf(dataType: number | undefined): DType | undefined {
  return dtypes.get(dataType ?? 0);
}
const dtypes = new Map(Object.keys(numbers).map((dtype) => [dataTypeOf(dtype as DType), dtype as DType]));

/** "FLOAT8E5M2", or "number 99" for one that this table does not have. */
export const dataTypeName = (dataType: number): string => dataTypeNames[dataType] ?? `number ${dataType}`;
