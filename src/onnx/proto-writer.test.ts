import { BinaryWriter } from "@bufbuild/protobuf/wire";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ProtoWriter } from "./proto-writer.js";

type Item =
  | { readonly int: number | bigint }
  | { readonly float: number }
  | { readonly double: number }
  | { readonly bytes: Uint8Array }
  | { readonly block: readonly Item[] };

const { items } = fc.letrec<{ items: Item[]; item: Item }>((tie) => ({
  items: fc.array(tie("item"), { maxLength: 6 }),
  item: fc.oneof(
    { maxDepth: 5 },
    fc.record({
      int: fc.oneof(
        fc.maxSafeInteger(),
        fc.integer(),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        fc.constantFrom(0, 127, 128, 2 ** 31, 2 ** 32, 2 ** 53 - 1, -1, -(2 ** 53) + 1),
      ),
    }),
    fc.record({ float: fc.float() }),
    fc.record({ double: fc.double() }),
    fc.record({ bytes: fc.uint8Array({ maxLength: 300 }) }),
    fc.record({ block: tie("items") as fc.Arbitrary<Item[]> }),
  ),
}));

function own(writer: ProtoWriter, written: readonly Item[]): void {
  for (const [i, item] of written.entries()) {
    writer.tag(i + 14, 2);
    if ("int" in item) writer.int64(item.int);
    else if ("float" in item) writer.float32(item.float);
    else if ("double" in item) writer.float64(item.double);
    else if ("bytes" in item) writer.bytes(item.bytes);
    else writer.block(() => own(writer, item.block));
  }
}

function library(writer: BinaryWriter, written: readonly Item[]): void {
  for (const [i, item] of written.entries()) {
    writer.tag(i + 14, 2);
    if ("int" in item) writer.int64(item.int);
    else if ("float" in item) writer.float(item.float);
    else if ("double" in item) writer.double(item.double);
    else if ("bytes" in item) writer.bytes(item.bytes);
    else {
      writer.fork();
      library(writer, item.block);
      writer.join();
    }
  }
}

test("the bytes are those of protobuf's own library", () => {
  fc.assert(
    fc.property(items, (written) => {
      const writer = new ProtoWriter();
      own(writer, written);
      const reference = new BinaryWriter();
      library(reference, written);
      const { length } = writer;
      const bytes = writer.finish();
      expect(bytes).toEqual(reference.finish());
      expect(length).toBe(bytes.length);
    }),
    { seed: 5, numRuns: 300 },
  );
});

test("varints as in protobuf's guide", () => {
  const writer = new ProtoWriter();
  writer.tag(1, 0);
  writer.int64(150);
  writer.int64(-2);
  writer.int64(2n ** 64n - 1n); // uint64
  expect([...writer.finish()]).toEqual([8, 150, 1, 254, ...Array(8).fill(255), 1, ...Array(9).fill(255), 1]);
});
