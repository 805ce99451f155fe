import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { describe, expect, test } from "vitest";
import { NeurogradError } from "../core/errors.js";
import { decodeMessage } from "./decode.js";
import { attributeSchema, modelSchema, nodeSchema, tensorSchema } from "./messages.js";
import type { AnySchema } from "./schema.js";
import { decodeModel, encodeModel } from "./wire.js";

const { LengthDelimited, Varint, Bit32, Bit64, StartGroup, EndGroup } = WireType;

function written(write: (writer: BinaryWriter) => unknown): Uint8Array {
  const writer = new BinaryWriter();
  write(writer);
  return writer.finish();
}
const damaged = "; the file is damaged or cut short: fetch or export it again. (invalid_onnx)";

describe("what other writers may do", () => {
  test("numbers one by one, in a block, or both", () => {
    const each = written((w) => {
      for (const n of [1, 2]) w.tag(1, Varint).int64(n);
      for (const f of [0.5, -1]) w.tag(4, Bit32).float(f);
      for (const n of [-7, 7]) w.tag(5, Varint).int32(n);
      for (const n of [-(2n ** 63n), 300n]) w.tag(7, Varint).int64(n);
      for (const d of [0.1, 3]) w.tag(10, Bit64).double(d);
      for (const n of [2n ** 64n - 1n, 1n]) w.tag(11, Varint).uint64(n);
    });
    const blocks = written((w) => {
      w.tag(1, LengthDelimited).fork().int64(1).int64(2).join();
      w.tag(4, LengthDelimited).fork().float(0.5).float(-1).join();
      w.tag(5, LengthDelimited).fork().int32(-7).int32(7).join();
      w.tag(7, LengthDelimited)
        .fork()
        .int64(-(2n ** 63n))
        .int64(300n)
        .join();
      w.tag(10, LengthDelimited).fork().double(0.1).double(3).join();
      w.tag(11, LengthDelimited)
        .fork()
        .uint64(2n ** 64n - 1n)
        .uint64(1n)
        .join();
    });
    const expected = {
      dims: [1, 2],
      floatData: Float32Array.of(0.5, -1),
      int32Data: Int32Array.of(-7, 7),
      int64Data: BigInt64Array.of(-(2n ** 63n), 300n),
      doubleData: Float64Array.of(0.1, 3),
      uint64Data: BigUint64Array.of(2n ** 64n - 1n, 1n),
    };
    expect(decodeMessage(tensorSchema, each)).toEqual(expected);
    expect(decodeMessage(tensorSchema, blocks)).toEqual(expected);

    const both = written((w) => {
      w.tag(5, Varint).int32(1);
      w.tag(5, LengthDelimited).fork().int32(2).int32(3).join();
      for (let n = 4; n <= 20; n++) w.tag(5, Varint).int32(n);
    });
    const { int32Data } = decodeMessage(tensorSchema, both);
    expect(int32Data).toEqual(Int32Array.from({ length: 20 }, (_, i) => i + 1));
  });

  test("floats and ints of attributes in a block; an empty block is an absent list", () => {
    const bytes = written((w) => {
      w.tag(7, LengthDelimited).fork().float(0.5).float(2).join();
      w.tag(8, LengthDelimited)
        .fork()
        .int64(-1)
        .int64(2n ** 60n)
        .join();
      w.tag(9, LengthDelimited).bytes(new Uint8Array());
    });
    expect(decodeMessage(attributeSchema, bytes)).toEqual({
      floats: [0.5, 2],
      ints: [-1, 2n ** 60n],
      strings: [new Uint8Array()],
    });
    expect(decodeMessage(tensorSchema, Uint8Array.of(0x0a, 0, 0x22, 0))).toEqual({});
  });

  test("fields that are unknown, of every wire type, groups included", () => {
    const bytes = written((w) => {
      w.tag(100, Varint).int64(-1).tag(101, Bit32).float(1).tag(102, Bit64).double(1);
      w.tag(103, LengthDelimited)
        .string("new")
        .tag(104, StartGroup)
        .tag(1, Varint)
        .uint32(1)
        .tag(104, EndGroup);
      w.tag(4, LengthDelimited).string("Relu");
    });
    expect(decodeMessage(nodeSchema, bytes)).toEqual({ opType: "Relu" });
  });

  test("the last of a number that comes twice", () => {
    expect(decodeMessage(tensorSchema, Uint8Array.of(0x10, 1, 0x10, 7))).toEqual({ dataType: 7 });
  });

  test("prose that is not UTF-8 is kept as far as it goes; names must be UTF-8", () => {
    const prose = written((w) => w.tag(6, LengthDelimited).bytes(Uint8Array.of(65, 0xff)));
    expect(decodeMessage(nodeSchema, prose)).toEqual({ docString: "A\ufffd" });
    const name = written((w) => w.tag(3, LengthDelimited).bytes(Uint8Array.of(65, 0xff)));
    expect(() => decodeMessage(nodeSchema, name)).toThrow("NodeProto.name at byte 4 of 4: ");
  });
});

describe("hostile bytes", () => {
  test.each<[string, AnySchema, number[], string]>([
    [
      "a wrong wire type",
      nodeSchema,
      [0x20, 1],
      "NodeProto.opType at byte 1 of 2: wire type 0 where 2 is expected",
    ],
    [
      "a wrong wire type in a list",
      attributeSchema,
      [0x45, 0, 0, 0, 0],
      "AttributeProto.ints[0] at byte 1 of 5: wire type 5 where 2 or 0 is expected",
    ],
    [
      "a wrong wire type in tensor data",
      tensorSchema,
      [0x20, 1],
      "TensorProto.floatData at byte 1 of 2: wire type 0 where 2 or 5 is expected",
    ],
    [
      "a length beyond the end",
      tensorSchema,
      [0x4a, 0xff, 0xff, 0xff, 0xff, 0x07, 1],
      "TensorProto.rawData at byte 6 of 7: claims 2,147,483,647 bytes where 1 are left",
    ],
    [
      "a length beyond the enclosing message",
      modelSchema,
      [0x3a, 2, 0x12, 5, 65, 65, 65, 65, 65],
      "ModelProto.graph.name at byte 4 of 9: claims 5 bytes where 0 are left",
    ],
    [
      "a number beyond the enclosing message",
      modelSchema,
      [0x42, 2, 0x10, 0x80, 1],
      "ModelProto.opsetImport[0] at byte 5 of 5: the last field runs past the end of its message",
    ],
    [
      "a block that ends inside a float",
      tensorSchema,
      [0x22, 5, 0, 0, 0, 0, 0],
      "TensorProto.floatData at byte 2 of 7: the block of numbers does not end with a whole one",
    ],
    [
      "a block that ends inside an int",
      tensorSchema,
      [0x3a, 2, 1, 0x80, 1],
      "TensorProto.int64Data at byte 2 of 5: the block of numbers does not end with a whole one",
    ],
    [
      "a list that ends inside an int",
      tensorSchema,
      [0x0a, 2, 1, 0x80, 1],
      "TensorProto.dims[1] at byte 5 of 5: the last number runs past the end of the list",
    ],
    [
      "a size beyond 2^53",
      tensorSchema,
      [0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
      "TensorProto.dims[0] at byte 10 of 10: the number 9223372036854776000 is beyond 2^53",
    ],
    ["two graphs", modelSchema, [0x3a, 0, 0x3a, 0], "ModelProto.graph at byte 3 of 4: occurs twice"],
    [
      "a number that never ends",
      modelSchema,
      [8, ...Array(11).fill(255)],
      "ModelProto.irVersion at byte 1 of 12: invalid varint",
    ],
    ["an end without a start", modelSchema, [0xa4, 6], "ModelProto at byte 2 of 2: cant skip wire type 4"],
    ["a group that never ends", modelSchema, [0xa3, 6], "ModelProto at byte 2 of 2: premature EOF"],
    ["field number 0", modelSchema, [0, 0], "ModelProto at byte 1 of 2: illegal tag: field no 0 wire type 0"],
  ])("%s", (_, schema, bytes, text) => {
    expect(() => decodeMessage(schema, Uint8Array.from(bytes))).toThrow(
      expect.objectContaining({ message: text + damaged }),
    );
  });

  test("messages nested without end", () => {
    let inner = new Uint8Array();
    // graph.node.attribute.g.node.attribute.g …
    for (let depth = 0; depth < 2001; depth++) {
      inner = written((w) =>
        w.tag([6, 5, 1][depth % 3], LengthDelimited).bytes(inner),
      ) as Uint8Array<ArrayBuffer>;
    }
    const bytes = written((w) => w.tag(1, Varint).uint32(10).tag(7, LengthDelimited).bytes(inner));
    expect(() => decodeModel(bytes)).toThrow(
      /^ModelProto\.graph\..*…\..*: messages are nested more than 100 deep/,
    );
  });

  test("groups nested without end", () => {
    const bytes = new Uint8Array(200_002).fill(0xfb).fill(8, 0, 2);
    for (let i = 3; i < bytes.length; i += 2) bytes[i] = 0x3f;
    expect(() => decodeModel(bytes)).toThrow("maximum recursion depth reached");
  });

  test("a nesting that real files have is read: 30 loops in one another", () => {
    const nested = (depth: number): object =>
      depth === 0 ? {} : { node: [{ attribute: [{ g: nested(depth - 1) }] }] };
    const model = { graph: nested(30) };
    expect(decodeModel(encodeModel(model))).toEqual(model);
  });

  test("millions of values outside tensors are refused before they take the memory", () => {
    const bytes = written((w) => w.tag(1, LengthDelimited).bytes(new Uint8Array(5_000_000)));
    expect(() => decodeMessage(tensorSchema, bytes)).toThrow(
      `TensorProto.dims[4194304] at byte 4,194,309 of 5,000,005: more than 4,194,304 values outside tensors${damaged}`,
    );
  });
});

describe("damage", () => {
  const good = encodeModel({
    irVersion: 10,
    opsetImport: [{ version: 21 }],
    graph: {
      name: "g",
      node: [
        {
          opType: "If",
          input: ["x"],
          output: ["y"],
          attribute: [
            { name: "then_branch", type: 5, g: { node: [{ opType: "Relu" }], output: [{ name: "y" }] } },
            { name: "ints", type: 7, ints: [1, -1, 2n ** 63n - 1n] },
            { name: "floats", type: 6, floats: [0.5] },
          ],
        },
      ],
      initializer: [
        { name: "w", dims: [2], dataType: 1, floatData: Float32Array.of(1, 2) },
        { name: "k", dims: [2], dataType: 7, int64Data: BigInt64Array.of(-1n, 300n) },
        { name: "r", dims: [1, 1], dataType: 1, rawData: new Uint8Array(4) },
      ],
      input: [
        { name: "x", type: { sequenceType: { elemType: { tensorType: { elemType: 1, shape: {} } } } } },
      ],
    },
  });

  test("every truncation gives a model or a coded error", () => {
    for (let length = 0; length < good.length; length++) expectModelOrError(good.slice(0, length));
  });

  test("5,000 seeded mutants give a model or a coded error", () => {
    const random = lehmer(20240607);
    let refused = 0;
    for (let k = 0; k < 5000; k++) {
      const mutant = good.slice(0, random(4) === 0 ? 1 + random(good.length) : good.length);
      for (let flips = 1 + random(4); flips > 0; flips--) {
        const at = random(mutant.length);
        mutant[at] = random(2) === 0 ? random(256) : mutant[at] ^ (1 << random(8));
      }
      refused += expectModelOrError(mutant);
    }
    expect(refused).toBeGreaterThan(1000);
    expect(refused).toBeLessThan(4900);
  });
});

/** 1 if the bytes were refused. */
function expectModelOrError(bytes: Uint8Array): number {
  try {
    const model = decodeModel(bytes);
    expect(decodeModel(encodeModel(model))).toBeTypeOf("object");
    return 0;
  } catch (error) {
    if (!(error instanceof NeurogradError))
      throw new Error(`bytes ${Buffer.from(bytes).toString("hex")}`, { cause: error });
    expect(["invalid_onnx", "not_onnx"]).toContain(error.code);
    return 1;
  }
}

/** Whole numbers below `n`: x ← 48271 x mod 2^31 - 1 (Park and Miller). */
function lehmer(seed: number): (n: number) => number {
  let x = seed;
  return (n) => {
    x = (x * 48271) % (2 ** 31 - 1);
    return x % n;
  };
}
