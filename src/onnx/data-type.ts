/**
 * Names of ONNX's element types; the index is the number in the file. `onnxDType` in core has those of our dtypes.
 *
 * Source TensorProto.DataType, IR version 14.
 */
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

/** "FLOAT8E5M2", or "number 99" for one that this table does not have. */
export const dataTypeName = (dataType: number): string => dataTypeNames[dataType] ?? `number ${dataType}`;
