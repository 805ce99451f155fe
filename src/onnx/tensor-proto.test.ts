import { describe, expect, test } from "vitest";
import type { TensorData } from "../core/dtype.js";
import { Tensor, tensor } from "../core/tensor.js";
import { type DataTypeName, dataTypeNames } from "./data-type.js";
import type { TensorProto } from "./messages.js";
import { tensorFromProto } from "./tensor-from-proto.js";
import { tensorToProto } from "./tensor-proto.js";
import { decodeTensor } from "./wire.js";

const dataType = (name: DataTypeName): number => dataTypeNames.indexOf(name);

describe("tensorToProto", () => {
  test("little-endian bytes, ONNX's numbers of types", () => {
    expect(tensorToProto(tensor([[1, -2]]), "w")).toEqual({
      name: "w",
      dims: [1, 2],
      dataType: 1,
      rawData: Uint8Array.of(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0),
    });
    expect(tensorToProto(tensor([258], { dtype: "int64" }), "").rawData).toEqual(
      Uint8Array.of(2, 1, 0, 0, 0, 0, 0, 0),
    );
    expect(tensorToProto(tensor([1], { dtype: "float16" }), "").rawData).toEqual(Uint8Array.of(0, 0x3c));
    expect(tensorToProto(tensor(["é", ""]), "s")).toEqual({
      name: "s",
      dims: [2],
      dataType: 8,
      stringData: [Uint8Array.of(0xc3, 0xa9), new Uint8Array()],
    });
  });

  test("a row of a larger tensor gives its own bytes only", () => {
    const row = tensor([
      [1, 2],
      [3, 4],
    ]).slice(1);
    expect(tensorFromProto(tensorToProto(row, ""), "row").toArray()).toEqual([[3, 4]]);
  });
});

test.each<Tensor>([
  tensor([true, false]),
  tensor([0, 255], { dtype: "uint8" }),
  tensor([-(2 ** 31), 2 ** 31 - 1], { dtype: "int32" }),
  tensor([0, 2 ** 32 - 1], { dtype: "uint32" }),
  tensor([-(2n ** 63n), 2n ** 63n - 1n]),
  tensor([0.1, 65504, -Infinity], { dtype: "float16" }),
  tensor([[0.1], [NaN]]),
  tensor([0.1, 1e300], { dtype: "float64" }),
  tensor(["神经", "\ufeffa\0b"]),
  tensor(3),
  tensor([], { shape: [0, 4] }),
])("there and back: $dtype $shape", (x) => {
  expect(tensorFromProto(tensorToProto(x, "x"), "x")).toStrictEqual(x);
});

describe("tensorFromProto", () => {
  const raw = (...bytes: number[]): TensorProto => ({ rawData: Uint8Array.from(bytes) });
  test.each<[DataTypeName, TensorProto, string, TensorData]>([
    ["INT8", raw(0xff, 0x7f), "int32", Int32Array.of(-1, 127)],
    ["INT16", raw(0xff, 0xff, 0, 1), "int32", Int32Array.of(-1, 256)],
    ["UINT16", raw(0xff, 0xff, 0, 1), "int32", Int32Array.of(65535, 256)],
    [
      "UINT64",
      raw(...Array(7).fill(0), 0x40, 9, ...Array(7).fill(0)),
      "int64",
      BigInt64Array.of(2n ** 62n, 9n),
    ],
    // bfloat16: 0x3fc0 is 1.5, 0xc000 is -2 (the upper halves of the float32 0x3fc00000 and 0xc0000000)
    ["BFLOAT16", raw(0xc0, 0x3f, 0, 0xc0), "float32", Float32Array.of(1.5, -2)],
    ["BOOL", raw(0, 2), "bool", Uint8Array.of(0, 1)],
    ["FLOAT", { floatData: Float32Array.of(0.5, 2) }, "float32", Float32Array.of(0.5, 2)],
    ["DOUBLE", { doubleData: Float64Array.of(0.1, 2) }, "float64", Float64Array.of(0.1, 2)],
    ["FLOAT16", { int32Data: Int32Array.of(0x3c00, 0xc000) }, "float16", Uint16Array.of(0x3c00, 0xc000)],
    ["BFLOAT16", { int32Data: Int32Array.of(0x3fc0, 0xc000) }, "float32", Float32Array.of(1.5, -2)],
    ["BOOL", { int32Data: Int32Array.of(1, 0) }, "bool", Uint8Array.of(1, 0)],
    ["UINT8", { int32Data: Int32Array.of(255, 0) }, "uint8", Uint8Array.of(255, 0)],
    ["INT8", { int32Data: Int32Array.of(-128, 127) }, "int32", Int32Array.of(-128, 127)],
    ["UINT16", { int32Data: Int32Array.of(65535, 0) }, "int32", Int32Array.of(65535, 0)],
    ["INT16", { int32Data: Int32Array.of(-32768, 5) }, "int32", Int32Array.of(-32768, 5)],
    ["INT32", { int32Data: Int32Array.of(-1, 5) }, "int32", Int32Array.of(-1, 5)],
    ["INT64", { int64Data: BigInt64Array.of(-1n, 5n) }, "int64", BigInt64Array.of(-1n, 5n)],
    ["UINT32", { uint64Data: BigUint64Array.of(4294967295n, 5n) }, "uint32", Uint32Array.of(4294967295, 5)],
    ["UINT64", { uint64Data: BigUint64Array.of(7n, 5n) }, "int64", BigInt64Array.of(7n, 5n)],
  ])("%s from %o", (type, data, dtype, expected) => {
    const x = tensorFromProto({ dims: [2, 1], dataType: dataType(type), ...data }, "x");
    expect(x).toStrictEqual(new Tensor(expected, [2, 1], dtype as Tensor["dtype"]));
  });

  test("empty rawData beside numbers, as some writers leave it", () => {
    const p = { dims: [1], dataType: 1, rawData: new Uint8Array(), floatData: Float32Array.of(5) };
    expect(tensorFromProto(p, "x").toArray()).toEqual([5]);
  });

  test("unaligned bytes of a file are copied", () => {
    const file = Uint8Array.of(0x08, 1, 0x10, 1, 0x4a, 4, 0, 0, 0x80, 0x3f);
    const x = tensorFromProto(decodeTensor(file), "x");
    file.fill(0);
    expect(x.toArray()).toEqual([1]);
  });

  const damaged = "; the file is damaged: fetch or export it again. (invalid_onnx)";
  const float = dataType("FLOAT");
  test.each<[string, TensorProto, string]>([
    [
      "too few bytes",
      { dims: [2, 3], dataType: float, rawData: new Uint8Array(20) },
      `shape [2, 3] needs 24 bytes of rawData, got 20${damaged}`,
    ],
    [
      "too many numbers",
      { dims: [], dataType: float, floatData: new Float32Array(2) },
      `shape [] needs 1 numbers in floatData, got 2${damaged}`,
    ],
    [
      "numbers in another field",
      { dims: [1], dataType: dataType("INT64"), int32Data: Int32Array.of(1) },
      `shape [1] needs 1 numbers in int64Data, got 0${damaged}`,
    ],
    [
      "a huge claim",
      { dims: [2 ** 30, 2 ** 20], dataType: float, rawData: new Uint8Array(4) },
      `shape [1073741824, 1048576] needs 4503599627370496 bytes of rawData, got 4${damaged}`,
    ],
    [
      "an overflow",
      { dims: [2 ** 30, 2 ** 30], dataType: float },
      `shape [1073741824, 1073741824] has more elements than 2^53${damaged}`,
    ],
    ["a negative size", { dims: [2, -1], dataType: float }, `shape [2, -1] has the size -1${damaged}`],
    [
      "a number that does not fit",
      { dims: [2], dataType: dataType("UINT8"), int32Data: Int32Array.of(0, 256) },
      `element 1 is 256, which its type cannot hold${damaged}`,
    ],
    [
      "a string that is not UTF-8",
      { dims: [1], dataType: dataType("STRING"), stringData: [Uint8Array.of(0xff)] },
      `string 0 is not UTF-8${damaged}`,
    ],
    ["no type", { dims: [] }, `has no data type${damaged}`],
    [
      "a segment",
      { segment: { begin: 0, end: 1 } },
      `is one segment of a tensor, which no ONNX reader takes${damaged}`,
    ],
    [
      "float8",
      { dims: [1], dataType: dataType("FLOAT8E4M3FN"), rawData: new Uint8Array(1) },
      "data type FLOAT8E4M3FN is not supported; cast it to float32 or int32 before exporting the model. (unsupported_dtype)",
    ],
    [
      "a type of the future",
      { dims: [1], dataType: 99 },
      "data type number 99 is not supported; cast it to float32 or int32 before exporting the model. (unsupported_dtype)",
    ],
    [
      "external data",
      {
        dims: [1],
        dataType: float,
        dataLocation: 1,
        externalData: [{ key: "location", value: "weights.bin" }],
      },
      'its numbers are not in the model but in "weights.bin", and only models of one file are read; save it as one, in ' +
        "Python with onnx.save(onnx.load(path), path, save_as_external_data=False). (external_data)",
    ],
    [
      "a uint64 that is no int64",
      { dims: [1], dataType: dataType("UINT64"), uint64Data: BigUint64Array.of(2n ** 63n) },
      "element 0 is 9223372036854775808 (uint64), which int64 cannot hold; save the tensor as float64. (value_out_of_range)",
    ],
  ])("refuses %s", (_, p, text) => {
    expect(() => tensorFromProto(p, 'initializer "w"')).toThrow(
      expect.objectContaining({ message: `initializer "w": ${text}` }),
    );
  });
});
