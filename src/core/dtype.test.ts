import { expect, test } from "vitest";
import { thrown } from "../../test/support/thrown.js";
import { byteSize, type DType, isFloat, isInteger, zerosOf } from "./dtype.js";
import { dtypeOfOnnx, onnxDType } from "./onnx-dtype.js";

// dtype, bytes (NumPy's itemsize), number in ONNX's TensorProto.DataType
const table: readonly (readonly [DType, number, number, kind: "float" | "integer" | "other"])[] = [
  ["bool", 1, 9, "other"],
  ["uint8", 1, 2, "integer"],
  ["int32", 4, 6, "integer"],
  ["uint32", 4, 12, "integer"],
  ["int64", 8, 7, "integer"],
  ["float16", 2, 10, "float"],
  ["float32", 4, 1, "float"],
  ["float64", 8, 11, "float"],
  ["string", 0, 8, "other"],
];

test.each(table)("%s: %d bytes, number %d in ONNX, %s", (dtype, bytes, code, kind) => {
  expect(byteSize(dtype)).toBe(bytes);
  expect(isFloat(dtype)).toBe(kind === "float");
  expect(isInteger(dtype)).toBe(kind === "integer");
  expect(onnxDType[dtype]).toBe(code);
  expect(dtypeOfOnnx("x", code)).toBe(dtype);
  const zeros = zerosOf(dtype, 3);
  expect(zeros.length).toBe(3);
  expect(Array.from<unknown>(zeros).every((v) => !v)).toBe(true); // 0, 0n and ""
});

test("the table has every dtype", () => {
  expect(table.map(([dtype]) => dtype).sort()).toEqual(Object.keys(onnxDType).sort());
});

test("other ONNX types are refused by number", () => {
  expect(thrown(() => dtypeOfOnnx('input "x"', 16))).toBe(
    'input "x": ONNX element type 16 is not supported; use one of float32, uint8, int32, int64, string, bool, float16, float64, uint32. (unsupported_dtype)',
  );
});
