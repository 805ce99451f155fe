import { describe, expect, test } from "vitest";
import { tensor } from "../core/tensor.js";
import { type AttributeInit, type AttributeValue, attribute, attributeValue } from "./attribute.js";
import { decodeMessage } from "./decode.js";
import { encodeMessage } from "./encode.js";
import { attributeSchema } from "./messages.js";

const graph = { name: "body", node: [{ opType: "Relu" }] };

// The numbers of types are AttributeProto.AttributeType's in onnx.proto3.
test.each<[AttributeInit, number, AttributeValue]>([
  [-1, 2, -1],
  [2n ** 62n, 2, 2 ** 62],
  [{ float: 1 }, 1, 1],
  ["same", 3, "same"],
  [tensor([0.5]), 4, tensor([0.5])],
  [{ graph }, 5, graph],
  [{ floats: [] }, 6, []],
  [{ floats: [0.5, 2] }, 6, [0.5, 2]],
  [[], 7, []],
  [[0, 2n ** 63n - 1n], 7, [0, 2 ** 63]],
  [["a", "神"], 8, ["a", "神"]],
  [{ strings: [] }, 8, []],
])("%o is written with type %i and reads back", (value, type, expected) => {
  const proto = attribute("a", value);
  expect(proto.type).toBe(type);
  expect(
    attributeValue(decodeMessage(attributeSchema, encodeMessage(attributeSchema, proto)), "node"),
  ).toEqual(expected);
});

describe("attributeValue", () => {
  test("kinds that only readers meet", () => {
    const t = { dims: [1], dataType: 1, floatData: Float32Array.of(2) };
    const tp = { tensorType: { elemType: 1 } };
    const sparse = { dims: [2] };
    expect(attributeValue({ type: 9, tensors: [t] }, "n")).toEqual([tensor([2])]);
    expect(attributeValue({ type: 10, graphs: [graph] }, "n")).toEqual([graph]);
    expect(attributeValue({ type: 11, sparseTensor: sparse }, "n")).toBe(sparse);
    expect(attributeValue({ type: 12, sparseTensors: [sparse] }, "n")).toEqual([sparse]);
    expect(attributeValue({ type: 13, tp }, "n")).toBe(tp);
    expect(attributeValue({ type: 14, typeProtos: [tp] }, "n")).toEqual([tp]);
  });

  test("a scalar that is left out is zero", () => {
    expect(attributeValue({ type: 1 }, "n")).toBe(0);
    expect(attributeValue({ type: 2 }, "n")).toBe(0);
    expect(attributeValue({ type: 3 }, "n")).toBe("");
  });

  test("files of IR version 1 do not say the type", () => {
    expect(attributeValue({ f: 0.5 }, "n")).toBe(0.5);
    expect(attributeValue({ i: 3 }, "n")).toBe(3);
    expect(attributeValue({ s: Uint8Array.of(65) }, "n")).toBe("A");
    expect(attributeValue({ g: graph }, "n")).toBe(graph);
    expect(attributeValue({ floats: [1] }, "n")).toEqual([1]);
    expect(attributeValue({ ints: [1] }, "n")).toEqual([1]);
    expect(attributeValue({ strings: [Uint8Array.of(65)] }, "n")).toEqual(["A"]);
    expect(attributeValue({ t: { dims: [], dataType: 1, rawData: new Uint8Array(4) } }, "n")).toEqual(
      tensor(0),
    );
  });

  test.each([
    [
      { name: "to", type: 5 },
      'node "n", attribute "to": has no value for its type 5; export the model again. (invalid_onnx)',
    ],
    [
      { name: "to" },
      'node "n", attribute "to": has no value for its type 0; export the model again. (invalid_onnx)',
    ],
    [
      { name: "to", type: 3, s: Uint8Array.of(0xff) },
      'node "n", attribute "to": is not UTF-8 text; export the model again. (invalid_onnx)',
    ],
    [
      { name: "to", type: 2, refAttrName: "dtype" },
      'node "n", attribute "to": stands for the attribute "dtype" of a function, but is in no function; export the model again. (invalid_onnx)',
    ],
  ])("refuses %o", (proto, text) => {
    expect(() => attributeValue(proto, 'node "n"')).toThrow(expect.objectContaining({ message: text }));
  });
});

test("attribute refuses what is no int64", () => {
  const text = "is not an int64; write { float: … } for a float, a bigint beyond 2^53. (value_out_of_range)";
  expect(() => attribute("axis", 0.5)).toThrow(`attribute "axis": 0.5 ${text}`);
  expect(() => attribute("axis", [1, 2 ** 60])).toThrow(`attribute "axis": 1152921504606847000 ${text}`);
  expect(() => attribute("axis", 2n ** 63n)).toThrow(`attribute "axis": 9223372036854775808 ${text}`);
});
