import { expect, test } from "vitest";
import { decodeText } from "./decode-text.js";

// "花,数" in each encoding, from its code charts.
const utf8 = [0xe8, 0x8a, 0xb1, 0x2c, 0xe6, 0x95, 0xb0];
const gb18030 = [0xbb, 0xa8, 0x2c, 0xca, 0xfd];
const utf16le = [0xff, 0xfe, 0xb1, 0x82, 0x2c, 0x00, 0x70, 0x65];
const utf16be = [0xfe, 0xff, 0x82, 0xb1, 0x00, 0x2c, 0x65, 0x70];

test.each([
  ["UTF-8", utf8],
  ["UTF-8 with its mark", [0xef, 0xbb, 0xbf, ...utf8]],
  ["GB18030", gb18030],
  ["UTF-16, little-endian", utf16le],
  ["UTF-16, big-endian", utf16be],
])("%s is recognized", (_, bytes) => {
  expect(decodeText(Uint8Array.from(bytes), "auto", "CSV")).toBe("花,数");
});

test("a given encoding is taken, also four-byte GB18030", () => {
  expect(decodeText(Uint8Array.from([0x95, 0x32, 0x82, 0x36]).buffer, "gb18030", "CSV")).toBe("𠀀");
});

test("bytes that are text in no way are refused", () => {
  expect(() => decodeText(Uint8Array.of(0x61, 0xff, 0xff), "auto", "a.csv")).toThrow(
    "a.csv: the bytes are not utf-8 or gb18030 text; pass the right encoding, or save the file as UTF-8. (invalid_encoding)",
  );
  expect(() => decodeText(Uint8Array.from(gb18030), "utf-8", "a.csv")).toThrow(
    "a.csv: the bytes are not utf-8 text; pass the right encoding, or save the file as UTF-8. (invalid_encoding)",
  );
});
