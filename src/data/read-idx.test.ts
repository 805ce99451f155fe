import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readIdx } from "./read-idx.js";

/** An IDX file: element type, sizes, then the bytes of the data. */
function idx(type: number, shape: readonly number[], data: readonly number[]): Uint8Array {
  const sizes = shape.flatMap((n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]);
  return Uint8Array.from([0, 0, type, shape.length, ...sizes, ...data]);
}

const message = async (bytes: Uint8Array, options = {}): Promise<string> =>
  readIdx(bytes, { name: "digits", ...options }).then(
    () => "no error",
    (error: Error) => error.message,
  );

test.each([
  ["uint8", 0x08, [255, 0, 7, 1], "uint8", [255, 0, 7, 1]],
  ["int8", 0x09, [255, 0, 128, 127], "int32", [-1, 0, -128, 127]],
  ["int16", 0x0b, [255, 254, 1, 0], "int32", [-2, 256]],
  ["int32", 0x0c, [128, 0, 0, 0, 0, 1, 0, 0], "int32", [-(2 ** 31), 65536]],
  ["float32", 0x0d, [63, 128, 0, 0, 192, 0, 0, 0], "float32", [1, -2]],
  ["float64", 0x0e, [63, 240, 0, 0, 0, 0, 0, 0], "float64", [1]],
])("%s is read big-endian, plain and gzipped", async (_, type, bytes, dtype, values) => {
  const file = idx(type, [values.length], bytes);
  for (const source of [file, new Uint8Array(gzipSync(file)), file.buffer as ArrayBuffer]) {
    const x = await readIdx(source);
    expect(x.dtype).toBe(dtype);
    expect(x.toArray()).toEqual(values);
  }
});

test("several axes, none, and an axis of size 0", async () => {
  expect((await readIdx(idx(8, [2, 1, 3], [1, 2, 3, 4, 5, 6]))).toArray()).toEqual([
    [[1, 2, 3]],
    [[4, 5, 6]],
  ]);
  expect((await readIdx(idx(8, [], [9]))).toArray()).toBe(9);
  expect((await readIdx(idx(8, [0, 28, 28], []))).shape).toEqual([0, 28, 28]);
});

test("bytes at any place of a larger buffer, and Node's Buffer, are read without a copy", async () => {
  const whole = new Uint8Array([9, 9, 9, ...idx(8, [2], [5, 6])]);
  const x = await readIdx(whole.subarray(3));
  expect(x.toArray()).toEqual([5, 6]);
  whole[whole.length - 1] = 7;
  expect(x.toArray()).toEqual([5, 7]);
  const fromBuffer = await readIdx(Buffer.from(whole.subarray(3)));
  expect(fromBuffer.data.constructor).toBe(Uint8Array);
});

test("what is not one whole array is refused with its numbers", async () => {
  const file = idx(8, [2, 3], [1, 2, 3, 4, 5, 6]);
  const gz = new Uint8Array(gzipSync(file));
  expect(await message(file.subarray(0, 15))).toBe(
    "digits: its header declares [2, 3] uint8, 18 bytes in all, but it ends after 15; it was cut off, get it again. (invalid_idx)",
  );
  expect(await message(new Uint8Array([...file, 0]))).toBe(
    "digits: its header declares [2, 3] uint8, 18 bytes in all, but it has 19; it is damaged or not IDX. (invalid_idx)",
  );
  expect(await message(file.subarray(0, 7))).toBe(
    "digits: ends within its header, after 7 bytes; get the file again. (invalid_idx)",
  );
  expect(await message(new Uint8Array(0))).toBe(
    "digits: ends within its header, after 0 bytes; get the file again. (invalid_idx)",
  );
  expect(await message(new TextEncoder().encode("PK\u0003\u0004"))).toBe(
    "digits: starts with 0x50 0x4b, where IDX has 0x00 0x00 and gzip 0x1f 0x8b; give an IDX file. (invalid_idx)",
  );
  expect(await message(idx(7, [1], [1]))).toBe(
    "digits: has elements of type 0x07; the format knows 0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e. (invalid_idx)",
  );
  expect(await message(idx(8, Array(9).fill(1), [1]))).toBe(
    "digits: declares 9 axes, over the limit of 8; it is damaged or not IDX. (invalid_idx)",
  );
  expect(await message(gz.subarray(0, -9))).toMatch(
    /^digits: is damaged gzip: .+; get the file again\. \(invalid_idx\)$/,
  );
  expect(await message(new Uint8Array(gzipSync(file.subarray(0, 15))))).toBe(
    "digits: its header declares [2, 3] uint8, 18 bytes in all, but it ends after 15; it was cut off, get it again. (invalid_idx)",
  );
  expect(
    await message(new Uint8Array(gzipSync(new Uint8Array(18 * 1e5).fill(0).map((_, i) => file[i] ?? 0)))),
  ).toBe(
    "digits: its header declares [2, 3] uint8, 18 bytes in all, but it has more; it is damaged or not IDX. (invalid_idx)",
  );
});

test("sizes larger than the file, or than the limit, cost no memory", async () => {
  const huge = idx(0x0e, Array(8).fill(0xffffffff), [1]);
  expect(await message(huge)).toMatch(
    /^digits: declares \[4294967295, .*\] float64, .* bytes, over the limit of 1073741824; /,
  );
  expect(await message(idx(8, [1000, 1000], []), { maxBytes: 1e6 })).toBe(
    "digits: declares [1000, 1000] uint8, 1000012 bytes, over the limit of 1000000; raise maxBytes if it is right. (invalid_idx)",
  );
});

test("unpacking stops once there is more than the header declares: the damage at the far end is never met", async () => {
  const bomb = new Uint8Array(gzipSync(new Uint8Array(3e6).map((_, i) => [0, 0, 8, 1, 0, 0, 0, 9][i] ?? 0)));
  bomb[bomb.length - 8] ^= 1; // the checksum
  expect(await message(bomb)).toBe(
    "digits: its header declares [9] uint8, 17 bytes in all, but it has more; it is damaged or not IDX. (invalid_idx)",
  );
});

test("10,000 damaged files, plain and gzipped, give an array or invalid_idx, never another error", async () => {
  const plain = idx(0x0d, [2, 2], Array(16).fill(0));
  const files = [plain, idx(8, [3], [1, 2, 3]), new Uint8Array(gzipSync(plain))];
  let state = 7;
  const random = (bound: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  const codes = new Set<string>();
  for (let k = 0; k < 10_000; k++) {
    const file = files[k % 20 === 0 ? 2 : random(2)]; // unpacking is slow
    const bytes = file.slice(0, random(4) === 0 ? random(file.length) : file.length);
    for (let n = 1 + random(2); n > 0 && bytes.length > 0; n--) bytes[random(bytes.length)] = random(256);
    await readIdx(bytes).catch((error: { code?: string }) => codes.add(error.code ?? String(error)));
  }
  expect([...codes]).toEqual(["invalid_idx"]);
});
