import type { DType } from "./dtype.js";
import { NeurogradError } from "./errors.js";
import type { OnnxWriter } from "./onnx-contract.js";

/** ONNX's number for each dtype. Source https://onnx.ai/onnx/api/classes.html, TensorProto.DataType */
export const onnxDType: Readonly<Record<DType, number>> = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
};

/** The dtype behind an ONNX number. Throws `unsupported_dtype`. */
export function dtypeOfOnnx(where: string, code: number): DType {
  for (const [dtype, number] of Object.entries(onnxDType)) if (number === code) return dtype as DType; // keys are dtypes
  throw new NeurogradError(
    "unsupported_dtype",
    `${where}: ONNX element type ${code} is not supported; use one of ${Object.keys(onnxDType).join(", ")}`,
  );
}

/**
 * For dtypes that ONNX Runtime has few kernels for: `into` casts to one that holds the same numbers and has them, `back`
 * casts what comes out. For other dtypes both give the name they got.
 */
export function through(
  to: OnnxWriter,
  dtype: DType,
  instead: Partial<Record<DType, DType>> = { bool: "uint8", uint32: "int64" },
): { readonly into: (name: string) => string; readonly back: (name: string) => string } {
  const other = instead[dtype];
  const cast =
    (wanted: DType) =>
    (name: string): string =>
      to.node("Cast", [name], { to: onnxDType[wanted] });
  const same = (name: string): string => name;
  return other === undefined ? { into: same, back: same } : { into: cast(other), back: cast(dtype) };
}
