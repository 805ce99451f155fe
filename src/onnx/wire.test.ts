import { describe, expect, test } from "vitest";
import type { ModelProto } from "./messages.js";
import { decodeModel, encodeModel } from "./wire.js";

const model: ModelProto = {
  irVersion: 10,
  producerName: "neurograd",
  opsetImport: [{ domain: "", version: 21 }],
  graph: {
    name: "add",
    node: [{ opType: "Add", input: ["x", "b"], output: ["y"] }],
    initializer: [{ name: "b", dims: [1], dataType: 1, rawData: Uint8Array.of(0, 0, 128, 63) }],
    input: [
      {
        name: "x",
        type: { tensorType: { elemType: 1, shape: { dim: [{ dimParam: "batch" }, { dimValue: 0 }] } } },
      },
    ],
    output: [{ name: "y", type: { tensorType: { elemType: 1 } } }],
  },
};

describe("encodeModel", () => {
  test("reads back as what was written, values of zero included", () => {
    expect(decodeModel(encodeModel(model))).toEqual(model);
  });

  test("writes protobuf: tag, length, payload, ascending", () => {
    const bytes = encodeModel({
      graph: { name: "g" },
      irVersion: 10,
      opsetImport: [{ version: 300 }],
      domain: "d",
    });
    // field 1 varint 10; field 4 "d"; field 7 holding field 2 "g"; field 8 holding field 2 varint 300
    expect([...bytes]).toEqual([8, 10, 34, 1, 100, 58, 3, 18, 1, 103, 66, 3, 16, 172, 2]);
  });

  test("gives the same bytes whatever the order of keys", () => {
    const reversed = Object.fromEntries(Object.entries(model).reverse());
    expect(encodeModel(reversed)).toEqual(encodeModel(model));
  });

  test("keeps a model_version and attributes at the ends of int64", () => {
    const ints = [2n ** 63n - 1n, -(2n ** 63n), 0, -1, 2 ** 53 - 1];
    const extreme: ModelProto = {
      modelVersion: 2n ** 63n - 1n,
      graph: { node: [{ attribute: [{ name: "ends", ints, i: -(2n ** 63n) }] }] },
    };
    expect(decodeModel(encodeModel(extreme))).toEqual(extreme);
  });

  test("refuses what a field cannot hold, and says where", () => {
    const graph = { node: [{}, { attribute: [{ ints: [1, 1.5] }] }] };
    expect(() => encodeModel({ graph })).toThrow(
      "ModelProto.graph.node[1].attribute[0].ints[1]: cannot be written (1.5 is not an exact int64); use a value that " +
        "the field can hold. (value_out_of_range)",
    );
    expect(() => encodeModel({ graph: { node: [{ attribute: [{ f: 1e39 }] }] } })).toThrow(
      "ModelProto.graph.node[0].attribute[0].f: cannot be written (1e+39 is not a float32); use a value that the field " +
        "can hold. (value_out_of_range)",
    );
    expect(() => encodeModel({ modelVersion: 2n ** 63n, graph: {} })).toThrow(
      "ModelProto.modelVersion: cannot be written (9223372036854775808 is not an exact int64); use a value that the field " +
        "can hold. (value_out_of_range)",
    );
    const dataType = 2 ** 31;
    expect(() => encodeModel({ graph: { initializer: [{ dataType }] } })).toThrow(
      "ModelProto.graph.initializer[0].dataType: cannot be written (2147483648 is not an int32); use a value that the field " +
        "can hold. (value_out_of_range)",
    );
  });

  test("keeps floats that are no numbers", () => {
    const floats = [Number.NaN, Number.POSITIVE_INFINITY, -0, 2 ** -149];
    const file: ModelProto = { graph: { node: [{ attribute: [{ floats }] }] } };
    expect(decodeModel(encodeModel(file))).toEqual(file);
  });

  test("refuses more than 2 GiB before it copies anything", () => {
    const rawData = new Uint8Array(2 ** 28);
    const initializer = Array.from({ length: 8 }, (_, i) => ({ name: `w${i}`, rawData }));
    expect(() => encodeModel({ graph: { initializer } })).toThrow(
      "ModelProto: needs 2,147,483,648 bytes or more, and an ONNX file holds at most 2,147,483,647 (2 GiB); use float16 " +
        "weights or a smaller model. (file_too_large)",
    );
  });
});

describe("decodeModel", () => {
  test("refuses more than 2 GiB", () => {
    const bytes = new Uint8Array(2 ** 31); // zeros, so the system gives no memory for them
    bytes.set([8, 10]);
    expect(() => decodeModel(bytes)).toThrow(
      "ModelProto: 2,147,483,648 bytes, and an ONNX file holds at most 2,147,483,647 (2 GiB); use a smaller model. " +
        "(file_too_large)",
    );
  });

  test("takes a Buffer that is part of a larger one", () => {
    const file = Buffer.concat([Buffer.from("before"), encodeModel(model), Buffer.from("after")]);
    expect(decodeModel(file.subarray(6, -5)).graph?.name).toBe("add");
  });

  const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
  const safetensors = latin1('\x10\0\0\0\0\0\0\0{"w":{}}        ');
  const giveOnnx = "give the .onnx file that the exporter wrote. (not_onnx)";
  test.each<[string, Uint8Array, string]>([
    ["empty", new Uint8Array(), "the file is empty (0 bytes); fetch or export it again. (not_onnx)"],
    [
      "text",
      new TextEncoder().encode("loss 0.5\nloss 0.25\n"),
      `this is text beginning with "loss 0.5"; ${giveOnnx}`,
    ],
    [
      "Chinese text",
      new TextEncoder().encode("神经网络".repeat(99)),
      `this is text beginning with "${"神经网络".repeat(10)}…"; ${giveOnnx}`,
    ],
    ["PNG", latin1("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), `this is a PNG image; ${giveOnnx}`],
    [
      "ZIP",
      latin1("PK\x03\x04\x14\0\0\0"),
      "this is a ZIP archive, as .keras, .pt and .npz files are; unpack it, or export the model to ONNX first. (not_onnx)",
    ],
    [
      "safetensors",
      safetensors,
      "this is a safetensors file; it holds weights without a graph: build the model and load them into it. (not_onnx)",
    ],
    [
      "HDF5",
      latin1("\x89HDF\r\n\x1a\n\0\0"),
      "this is an HDF5 file, as .h5 weights are; export the model to ONNX first. (not_onnx)",
    ],
    [
      "Git LFS",
      latin1("version https://git-lfs.github.com/spec/v1\noid sha256:00\n"),
      "this is a Git LFS pointer; fetch the file that it points to with `git lfs pull`. (not_onnx)",
    ],
    [
      "web page",
      latin1("<!DOCTYPE html><title>404</title>"),
      "this is a web page, often the error page of a download; fetch the file again. (not_onnx)",
    ],
    ["random bytes", Uint8Array.of(0, 1, 2, 3), `the file begins with the bytes 00 01 02 03; ${giveOnnx}`],
  ])("says what it was given: %s", (_, bytes, text) => {
    expect(() => decodeModel(bytes)).toThrow(
      expect.objectContaining({ message: `not an ONNX model: ${text}` }),
    );
  });

  test("says that a model without a graph is damaged", () => {
    expect(() => decodeModel(Uint8Array.of(8, 10))).toThrow(
      "ModelProto: 2 bytes without a graph; the file is damaged or cut short: fetch or export it again. (invalid_onnx)",
    );
  });
});
