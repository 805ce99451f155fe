import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Tensor, tensor } from "../core/tensor.js";
import { readNpy, writeNpy } from "./npy.js";

interface Golden {
  readonly npy: readonly {
    name: string;
    file: string;
    kind: string;
    shape: number[];
    values: (number | string | boolean)[];
  }[];
  readonly npyRefused: Readonly<Record<string, string>>;
}
const golden: Golden = JSON.parse(readFileSync(new URL("../../golden/data.json", import.meta.url), "utf8"));
const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));

/** Elements as NumPy listed them: strings for integers beyond 2^53. */
function listed(x: Tensor): unknown[] {
  if (x.data instanceof BigInt64Array)
    return Array.from(x.data, (v) => (Number.isSafeInteger(Number(v)) ? Number(v) : String(v)));
  return [x.reshape([-1]).toArray()].flat();
}

const dtypes: Readonly<Record<string, string>> = {
  f2: "float16",
  f4: "float32",
  f8: "float64",
  i1: "int32",
  i2: "int32",
  u2: "int32",
  i4: "int32",
  u4: "uint32",
  i8: "int64",
  u8: "int64",
  u1: "uint8",
  b1: "bool",
  U3: "string",
};

test.each(golden.npy)("NumPy's own file is read: $name ($kind)", ({ file, kind, shape, values }) => {
  const x = readNpy(bytesOf(file));
  expect(x.dtype).toBe(dtypes[kind.slice(1)]);
  expect(x.shape).toEqual(shape);
  expect(listed(x)).toEqual(values);
});

test.each(golden.npy)("written again and read, it is the same: $name", ({ file }) => {
  const x = readNpy(bytesOf(file));
  const written = writeNpy(x);
  expect(readNpy(written)).toEqual(x);
  expect(readNpy(new Uint8Array([0, ...written]).subarray(1))).toEqual(x); // at any alignment
  expect(readNpy(Buffer.from([0, ...written]).subarray(1))).toEqual(x);
});

test("float32 in C order is written byte for byte as NumPy writes it", () => {
  const { file } = golden.npy.find(({ name }) => name === "float32") ?? { file: "" };
  expect(writeNpy(readNpy(bytesOf(file)))).toEqual(bytesOf(file));
});

test("a slice of a larger tensor is written alone", () => {
  expect(
    readNpy(
      writeNpy(
        tensor([
          [1, 2],
          [3, 4],
          [5, 6],
        ]).slice(1, 2),
      ),
    ).toArray(),
  ).toEqual([[3, 4]]);
});

test.each([
  [
    "objects",
    "x.npy: holds Python objects, which reading could run as code; save numbers, or strings of dtype U. (unsupported_dtype)",
  ],
  [
    "records",
    "x.npy: holds records of several fields; save each field as its own array. (unsupported_dtype)",
  ],
  [
    "complex",
    'x.npy: holds elements of type "<c8"; save numbers, or strings of dtype U. (unsupported_dtype)',
  ],
  [
    "dates",
    'x.npy: holds elements of type "<M8[s]"; save numbers, or strings of dtype U. (unsupported_dtype)',
  ],
  [
    "uint64 over int64",
    "x.npy: element 1 is 9223372036854775808, which int64 cannot hold; save it as another type. (value_out_of_range)",
  ],
])("NumPy's %s are refused", (name, message) => {
  expect(() => readNpy(bytesOf(golden.npyRefused[name]), { name: "x.npy" })).toThrow(
    expect.objectContaining({ message }),
  );
});

/** A file of version 1 with a header of one's own. */
function withHeader(header: string, data: readonly number[] = [], length = header.length): Uint8Array {
  return Uint8Array.from([
    0x93,
    ...Buffer.from("NUMPY"),
    1,
    0,
    length & 255,
    length >> 8,
    ...Buffer.from(header, "latin1"),
    ...data,
  ]);
}

const good = "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }";

test("keys in any order, double quotes, Python 2's longs and no last comma are the same header", () => {
  const header = `{"shape": (1L, 3L), 'fortran_order': True,\n 'descr': "|u1"}  \n`;
  expect(readNpy(withHeader(header, [1, 2, 3])).toArray()).toEqual([[1, 2, 3]]);
});

const dictionary = "its header is no dictionary of descr, fortran_order and shape at";
test.each<[string, Uint8Array, string]>([
  [
    "another format",
    new Uint8Array([1, 2, 3]),
    'npy file: does not start with "\\x93NUMPY"; give a file written by numpy.save. (invalid_npy)',
  ],
  [
    "an unknown version",
    bytesOf("k05VTVBZBAA="),
    "npy file: has format version 4; versions 1, 2 and 3 are known. (invalid_npy)",
  ],
  [
    "no header",
    bytesOf("k05VTVBZAQA="),
    "npy file: ends within its header, after 8 bytes; get the file again. (invalid_npy)",
  ],
  [
    "half a header",
    withHeader(good).subarray(0, 40),
    "npy file: ends within its header, after 40 bytes of 67; get the file again. (invalid_npy)",
  ],
  [
    "a huge header",
    withHeader(good, [], 60000),
    "npy file: declares a header of 60000 bytes, over the limit of 10000; it is damaged. (invalid_npy)",
  ],
  [
    "too little data",
    withHeader(good, [1, 2]),
    "npy file: its header declares [3] u1, 3 bytes, but 2 follow; it was cut off, get it again. (invalid_npy)",
  ],
  [
    "too much data",
    withHeader(good, [1, 2, 3, 4]),
    "npy file: its header declares [3] u1, 3 bytes, but 4 follow; it is damaged, get it again. (invalid_npy)",
  ],
  [
    "a shape of 32 GiB",
    withHeader(good.replace("(3,)", "(8589934592, 4)")),
    "npy file: its header declares [8589934592, 4] u1, 34359738368 bytes, but 0 follow; it was cut off, get it again. (invalid_npy)",
  ],
  [
    "a negative size",
    withHeader(good.replace("(3,)", "(-3,)")),
    `npy file: ${dictionary} "-3,), }"; it is damaged. (invalid_npy)`,
  ],
  [
    "code",
    withHeader("__import__('os').system('true')"),
    `npy file: ${dictionary} "__import__('os').sys"; it is damaged. (invalid_npy)`,
  ],
  [
    "text behind the dictionary",
    withHeader(`${good}x`),
    `npy file: ${dictionary} "x"; it is damaged. (invalid_npy)`,
  ],
  [
    "a key twice",
    withHeader(good.replace("descr", "shape")),
    `npy file: ${dictionary} ": (3,), }"; it is damaged. (invalid_npy)`,
  ],
  [
    "a missing key",
    withHeader("{'descr': '|u1', 'shape': (3,)}"),
    `npy file: has the header "{'descr': '|u1', 'shape': (3,)}", not one of descr, fortran_order and shape; it is damaged. (invalid_npy)`,
  ],
  [
    "nine axes",
    withHeader(good.replace("(3,)", "(1,1,1,1,1,1,1,1,1)"), [1]),
    "npy file: declares 9 axes, over the limit of 8; reshape it before saving. (invalid_npy)",
  ],
  [
    "a shape without a comma",
    withHeader(good.replace("(3,)", "(3 3)")),
    `npy file: ${dictionary} "), }"; it is damaged. (invalid_npy)`,
  ],
  [
    "no character",
    withHeader("{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }", [255, 255, 255, 255]),
    "npy file: element 0 holds 4294967295, which is no character; it is damaged. (invalid_npy)",
  ],
])("%s is refused", (_, file, message) => {
  expect(() => readNpy(file)).toThrow(expect.objectContaining({ message }));
});

test("20,000 damaged files give an array or a coded error, never another", () => {
  const files = golden.npy.map(({ file }) => bytesOf(file));
  let state = 7;
  const random = (bound: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  const codes = new Set<string>();
  for (let k = 0; k < 20_000; k++) {
    const bytes = files[random(files.length)].slice();
    for (let n = 1 + random(3); n > 0; n--) bytes[random(Math.min(bytes.length, 70))] = random(256);
    try {
      expect(readNpy(random(5) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes)).toBeInstanceOf(
        Tensor,
      );
    } catch (error) {
      codes.add((error as { code?: string }).code ?? String(error));
    }
  }
  expect([...codes].sort()).toEqual(["invalid_npy", "unsupported_dtype"]);
});
