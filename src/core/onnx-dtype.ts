import type { DType } from "./dtype.js";
import { NeurogradError } from "./errors.js";

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
