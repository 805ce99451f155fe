import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { thrown } from "../../test/support/thrown.js";
import type { DType } from "../core/dtype.js";
import { Tensor, tensor } from "../core/tensor.js";
import { readSafetensors, writeSafetensors } from "./safetensors.js";

const golden: {
  readonly base64: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: Readonly<Record<string, { dtype: DType; shape: number[]; data: number[] }>>;
} = JSON.parse(readFileSync(new URL("../../golden/safetensors.json", import.meta.url), "utf8"));
const file = Uint8Array.from(Buffer.from(golden.base64, "base64"));

/** A file with this header (and its length, if it is to lie) and bytes after it. */
function fileOf(header: string | object, data: number | Uint8Array = 0, length?: bigint): Uint8Array {
  const json = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const rest = typeof data === "number" ? new Uint8Array(data) : data;
  const bytes = new Uint8Array(8 + json.length + rest.length);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(rest, 8 + json.length);
  return bytes;
}
const entry = (dtype: string, shape: unknown, begin: unknown, end: unknown): object => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe("a file of the reference implementation", () => {
  const { tensors, metadata } = readSafetensors(file);

  test("its numbers", () => {
    expect(tensors.size).toBe(Object.keys(golden.tensors).length);
    for (const [name, { dtype, shape, data }] of Object.entries(golden.tensors)) {
      const found = tensors.get(name) as Tensor;
      expect([name, found.dtype, found.shape]).toEqual([name, dtype, shape]);
      expect(Array.from(found.toFloat64())).toEqual(data);
    }
    expect(Object.fromEntries(metadata)).toEqual(golden.metadata);
  });

  test("written again, its bytes", () => {
    const again = writeSafetensors([...tensors].reverse(), metadata);
    expect(Buffer.from(again).toString("base64")).toBe(golden.base64);
  });
});

test("narrow integers widen, BF16 becomes float32", () => {
  const data = new Uint8Array([0xff, 0x7f, 0x80, 0x3f, 0x01, 0x00, 0xff, 0xff]);
  const { tensors } = readSafetensors(
    fileOf(
      {
        i8: entry("I8", [2], 0, 2),
        bf: entry("BF16", [1], 2, 4),
        i16: entry("I16", [1], 6, 8),
        u16: entry("U16", [1], 4, 6),
      },
      data,
    ),
  );
  expect(Array.from(tensors, ([name, t]) => [name, t.dtype, t.toArray()])).toEqual([
    ["i8", "int32", [-1, 127]],
    ["bf", "float32", [1]],
    ["i16", "int32", [-1]],
    ["u16", "int32", [1]],
  ]);
});

test("tensors have memory of their own", () => {
  const bytes = writeSafetensors([["w", tensor([1, 2])]]);
  const w = readSafetensors(bytes).tensors.get("w");
  bytes.fill(0);
  expect(w?.toArray()).toEqual([1, 2]);
});

test("names that objects have anyway are names", () => {
  const names = ["__proto__", "constructor", "toString", ""];
  const bytes = writeSafetensors(names.map((name, i) => [name, tensor([i])]));
  const { tensors } = readSafetensors(bytes);
  expect(names.map((name) => tensors.get(name)?.toArray())).toEqual([[0], [1], [2], [3]]);
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
});

describe("hostile files", () => {
  const damaged = (what: string): string =>
    `safetensors: ${what}; the file is damaged: fetch or write it again. (invalid_safetensors)`;
  const cases: readonly (readonly [name: string, bytes: Uint8Array, message: string])[] = [
    ["empty", new Uint8Array(), damaged("0 bytes are too few for a header")],
    [
      "header longer than the file",
      fileOf("{}", 0, 2n ** 63n),
      damaged("the header has 9223372036854775808 bytes, but the file only 10"),
    ],
    [
      "another kind of file",
      new TextEncoder().encode("PK\x03\x04 and so on and on"),
      damaged("this is a ZIP archive, as .keras, .pt and .npz files are"),
    ],
    ["not JSON", fileOf("{x}"), ""],
    ["an array", fileOf("[]"), damaged("the header does not begin with {")],
    ["a byte order mark", fileOf("\ufeff{}"), damaged("the header does not begin with {")],
    ["leading space", fileOf(" {}"), damaged("the header does not begin with {")],
    [
      "a name twice",
      fileOf(
        '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\\u0061" :{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}',
        1,
      ),
      damaged('the header has the key "a" twice'),
    ],
    [
      "a key of a tensor twice",
      fileOf('{"a":{"dtype":"U8","shape":[1],"dtype":"U8","data_offsets":[0,1]}}', 1),
      damaged('the header has the key "dtype" twice'),
    ],
    ["a number for a tensor", fileOf({ a: 1 }), damaged('tensor "a" is described by 1')],
    [
      "an unknown key",
      fileOf({ a: { ...entry("U8", [1], 0, 1), strides: [1] } }, 1),
      damaged('tensor "a" has the unknown key "strides"'),
    ],
    [
      "a missing dtype",
      fileOf({ a: { shape: [], data_offsets: [0, 1] } }, 1),
      damaged('tensor "a" has the dtype undefined'),
    ],
    ["a negative size", fileOf({ a: entry("U8", [-1], 0, 1) }, 1), damaged('tensor "a" has the shape [-1]')],
    ["a fraction", fileOf({ a: entry("U8", [0.5], 0, 1) }, 1), damaged('tensor "a" has the shape [0.5]')],
    [
      "a huge size",
      fileOf({ a: entry("U8", [1e300], 0, 1) }, 1),
      damaged('tensor "a" has the shape [1e+300]'),
    ],
    [
      "sizes that overflow",
      fileOf({ a: entry("F32", [2 ** 40, 2 ** 40, 0x10000], 0, 4) }, 4),
      damaged(
        'tensor "a", F32 [1099511627776, 1099511627776, 65536], needs 3.1691265005705735e+29 bytes, got 4',
      ),
    ],
    [
      "offsets out of order",
      fileOf({ a: entry("U8", [1], 2, 1) }, 2),
      damaged('tensor "a" has the data_offsets [2,1]'),
    ],
    [
      "beyond the file",
      fileOf({ a: entry("U8", [1000], 0, 1000) }, 1),
      damaged("the tensors have 1000 bytes, but 1 follow the header"),
    ],
    [
      "overlap",
      fileOf({ a: entry("U8", [4], 0, 4), b: entry("U8", [4], 2, 6) }, 6),
      damaged('tensor "b" begins at 2, within the tensor before it, which ends at 4'),
    ],
    [
      "a hole",
      fileOf({ a: entry("U8", [2], 0, 2), b: entry("U8", [2], 4, 6) }, 6),
      damaged('tensor "b" begins at 4, not at the end of the tensor before it, which ends at 2'),
    ],
    ["bytes left over", fileOf({}, 3), damaged("the tensors have 0 bytes, but 3 follow the header")],
    [
      "metadata that is no text",
      fileOf({ __metadata__: { epoch: 3 } }),
      damaged('__metadata__ "epoch" is 3, not a string'),
    ],
    [
      "an element type of tomorrow",
      fileOf({ a: entry("F8_E4M3", [1], 0, 1) }, 1),
      'safetensors: tensor "a" is "F8_E4M3"; these are read: U64, I64, F64, F32, U32, I32, BF16, F16, U16, I16, I8, U8, BOOL. (unsupported_dtype)',
    ],
    [
      "a U64 beyond int64",
      fileOf({ a: entry("U64", [1], 0, 8) }, new Uint8Array(8).fill(255)),
      'safetensors: tensor "a": element 0 is 18446744073709551615 (uint64), which int64 cannot hold; save the tensor as float64. (value_out_of_range)',
    ],
  ];
  test.each(cases)("%s", (_name, bytes, message) => {
    const text = thrown(() => readSafetensors(bytes));
    if (message !== "") expect(text).toBe(message);
    else expect(text).toContain("safetensors: the header is not JSON (");
  });

  test("a header above the limit", () => {
    const bytes = fileOf(`{}${" ".repeat(100)}`);
    expect(thrown(() => readSafetensors(bytes, { maxHeaderBytes: 64 }))).toBe(
      "safetensors: the header has 102 bytes, more than the 64 allowed; pass maxHeaderBytes if you trust the file. (limit_exceeded)",
    );
  });

  test("10 MiB of open brackets", () => {
    const open = new Uint8Array(10 * 2 ** 20).fill(0x5b);
    open.set([0x7b, 0x22, 0x61, 0x22, 0x3a]);
    const bytes = new Uint8Array(8 + open.length);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(open.length), true);
    bytes.set(open, 8);
    expect(thrown(() => readSafetensors(bytes))).toBe(
      damaged("the header nests deeper than a tensor's shape"),
    );
  });

  test("5,000 mutants: a coded error or tensors of the declared size", () => {
    const mutation = fc.tuple(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        fc.option(fc.nat(file.length)),
        (flips, cut) => {
          const bytes = file.slice(0, cut ?? undefined);
          for (const [at, flip] of flips) if (at < bytes.length) bytes[at] ^= flip;
          let tensors: ReadonlyMap<string, Tensor> = new Map();
          try {
            tensors = readSafetensors(bytes).tensors;
          } catch (error) {
            expect((error as { code?: string }).code).toMatch(
              /^(invalid_safetensors|unsupported_dtype|value_out_of_range|limit_exceeded)$/,
            );
          }
          for (const t of tensors.values()) expect(t.data.length).toBe(t.size);
        },
      ),
      { seed: 1, numRuns: 5000 },
    );
  });
});

test("written and read is the same, bit for bit", () => {
  const dtypes = ["bool", "uint8", "int32", "uint32", "int64", "float16", "float32", "float64"] as const;
  const one = fc.tuple(
    fc.string({ unit: "grapheme" }).filter((name) => name !== "__metadata__"),
    fc.constantFrom(...dtypes),
    fc.array(fc.nat(3), { maxLength: 3 }),
    fc.integer(),
  );
  fc.assert(
    fc.property(fc.uniqueArray(one, { selector: ([name]) => name, maxLength: 6 }), (list) => {
      const tensors = list.map(([name, dtype, shape, seed]) => [name, sample(dtype, shape, seed)] as const);
      const { tensors: found } = readSafetensors(writeSafetensors(tensors));
      expect(found.size).toBe(tensors.length);
      for (const [name, t] of tensors) {
        expect(found.get(name)?.dtype).toBe(t.dtype);
        expect(found.get(name)?.shape).toEqual(t.shape);
        expect(found.get(name)?.data).toEqual(t.data);
      }
    }),
    { seed: 2, numRuns: 300 },
  );
});

function sample(dtype: DType, shape: readonly number[], seed: number): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const numbers = Array.from({ length: size }, (_, i) => ((seed >>> 0) * (i + 1)) % 256);
  const t = tensor(numbers, { dtype: dtype === "bool" ? "uint8" : dtype });
  const data = dtype === "bool" ? (t.data as Uint8Array).map((b) => b & 1) : t.data;
  return new Tensor(data, shape, dtype);
}

test("what cannot be written", () => {
  expect(thrown(() => writeSafetensors([["s", tensor(["a"])]]))).toBe(
    'safetensors: tensor "s" holds strings, which the format cannot; encode them as numbers. (unsupported_dtype)',
  );
  expect(
    thrown(() =>
      writeSafetensors([
        ["a", tensor(1)],
        ["a", tensor(2)],
      ]),
    ),
  ).toBe('safetensors: the name "a" is taken; use another. (duplicate_name)');
  expect(thrown(() => writeSafetensors([["__metadata__", tensor(1)]]))).toBe(
    'safetensors: the name "__metadata__" is taken; use another. (duplicate_name)',
  );
});
