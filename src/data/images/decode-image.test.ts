import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { imageBytes, readImages } from "../../../golden/read-images.js";
import { rejection } from "../../../test/support/thrown.js";
import { decodeImage } from "./decode-image.js";

const golden = readImages();
const readable = golden.files.filter(({ name }) => name !== "interlaced-4.png"); // see what is refused
const bytesOf = imageBytes(golden);
const file = (name: string): Uint8Array => bytesOf.get(name) ?? new Uint8Array();

/** A copy with some bytes changed. */
function changed(name: string, change: (bytes: Uint8Array) => void): Uint8Array {
  const copy = file(name).slice();
  change(copy);
  return copy;
}

function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + data.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  out.set(new TextEncoder().encode(type), 4);
  out.set(data, 8);
  let crc = 0xffffffff;
  for (const byte of out.subarray(4, 8 + data.length)) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  view.setUint32(8 + data.length, ~crc >>> 0);
  return out;
}

/** An 8-bit gray PNG of a size, with whatever its data unpack to. */
function grayPng(width: number, height: number, unpacked: Uint8Array): Uint8Array {
  const header = new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  return Buffer.concat([
    file("gray.png").subarray(0, 8),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(unpacked)),
    pngChunk("IEND", new Uint8Array()),
  ]);
}

describe("the pixels of a file are TensorFlow's and Pillow's, to the bit", () => {
  test.each(readable)("$name", async ({ name, y }) => {
    const image = await decodeImage(file(name));
    expect([image.dtype, image.shape]).toEqual(["uint8", y.shape]);
    expect([...image.toFloat64()]).toEqual(y.data);
  });
  test.each(golden.modes)("$name as $colorMode", async ({ name, colorMode, y }) => {
    const image = await decodeImage(file(name), { colorMode });
    expect(image.shape).toEqual(y.shape);
    expect([...image.toFloat64()]).toEqual(y.data);
  });
  test("from an ArrayBuffer, a Blob and a part of a larger array alike", async () => {
    const bytes = file("444.jpg").slice();
    const padded = new Uint8Array(bytes.length + 10);
    padded.set(bytes, 5);
    const wanted = (await decodeImage(bytes)).data;
    const forms = [bytes.buffer, new Blob([bytes.buffer]), padded.subarray(5, 5 + bytes.length)];
    for (const form of forms) expect((await decodeImage(form)).data).toEqual(wanted);
  });
});

describe("refused", () => {
  const refused: readonly (readonly [what: string, bytes: Uint8Array, text: string])[] = [
    ["nothing", new Uint8Array(), "cat.png: is empty; give the bytes of a PNG or JPEG file. (invalid_image)"],
    [
      "another format",
      new TextEncoder().encode("<html>not found"),
      "cat.png: begins with 3c 68 74 6d, which is neither PNG (89 50 4e 47) nor JPEG (ff d8); give a file of these formats. (invalid_image)",
    ],
    [
      "a PNG without pixels",
      grayPng(0, 5, new Uint8Array()),
      "cat.png: declares 0 × 5 pixels; it is damaged. (invalid_image)",
    ],
    [
      "a PNG cut off in its header",
      file("rgb.png").subarray(0, 20),
      "cat.png: has no whole PNG header; it was cut off or is damaged. (invalid_image)",
    ],
    [
      "a PNG cut off in its data",
      file("rgb.png").subarray(0, 100),
      "cat.png: ends within its chunk IDAT; it was cut off, get it again. (invalid_image)",
    ],
    [
      "a PNG without its end",
      file("rgb.png").subarray(0, -12),
      "cat.png: ends before its last chunk; it was cut off, get it again. (invalid_image)",
    ],
    [
      "a JPEG cut off in its header",
      file("420.jpg").subarray(0, 100),
      "cat.png: has no whole JPEG header; it was cut off or is damaged. (invalid_image)",
    ],
    [
      "a JPEG cut off in its data",
      file("420.jpg").subarray(0, -200),
      "cat.png: is damaged: Premature end of JPEG file; get it again. (invalid_image)",
    ],
    [
      "a JPEG that declares more than the limit",
      changed("420.jpg", (b) => b.set([0xff, 0xff, 0xff, 0xff], frameOf(b) + 5)),
      "cat.png: declares 65535 × 65535 pixels, over the limit of 67108864; raise maxPixels if that is right. (limit_exceeded)",
    ],
    [
      "a PNG that declares more than the limit",
      grayPng(2 ** 31 - 1, 2 ** 31 - 1, new Uint8Array(4)),
      "cat.png: declares 2147483647 × 2147483647 pixels, over the limit of 67108864; raise maxPixels if that is right. (limit_exceeded)",
    ],
    [
      "a JPEG of four colors",
      changed("444.jpg", (b) => b.set([4], frameOf(b) + 9)),
      "cat.png: is a JPEG of 4 color components (CMYK); save it as RGB. (invalid_image)",
    ],
    [
      "interlaced samples of 4 bits",
      file("interlaced-4.png"),
      "cat.png: is an interlaced PNG of 4-bit samples; save it without interlacing. (invalid_image)",
    ],
    [
      "a PNG that unpacks to far more than its pixels",
      grayPng(3, 3, new Uint8Array(400 * 2 ** 20)),
      "cat.png: declares 3 × 3 pixels, but unpacks to more than 704 bytes; it is damaged or hostile. (limit_exceeded)",
    ],
  ];
  test.each(refused)("%s", async (_what, bytes, text) => {
    expect(await rejection(decodeImage(bytes, { name: "cat.png" }))).toBe(text);
  });
  test("changed bytes in a PNG, by their checksum", async () => {
    const bytes = changed("rgb.png", (b) => b.set([b[60] ^ 1], 60));
    expect(await rejection(decodeImage(bytes))).toMatch(
      /^image: is a damaged PNG: CRC mismatch for chunk IDAT\. .*; get it again\. \(invalid_image\)$/,
    );
  });
  test("so many scans of a JPEG that only an attack has them", async () => {
    const progressive = file("progressive.jpg");
    const scan = progressive.subarray(progressive.lastIndexOf(0xda) - 1, progressive.length - 2);
    const bytes = Buffer.concat([progressive.subarray(0, -2), ...Array.from({ length: 200 }, () => scan)]);
    expect(await rejection(decodeImage(bytes, { maxPixels: 1155 * 2 }))).toMatch(
      /scans of 35 × 33 pixels would take too long/,
    );
  });
  test("a color mode that is none", async () => {
    // @ts-expect-error: what a JavaScript user may write
    expect(await rejection(decodeImage(file("rgb.png"), { colorMode: "gray" }))).toBe(
      'decodeImage: colorMode is "gray"; use "grayscale", "rgb" or "rgba". (invalid_option)',
    );
  });
});

const frameOf = (bytes: Uint8Array): number =>
  bytes.findIndex((byte, k) => byte === 0xff && (bytes[k + 1] === 0xc0 || bytes[k + 1] === 0xc2));

test("no damage does more than be refused, and the next file is read as before", {
  timeout: 30_000,
}, async () => {
  let refusals = 0;
  for (const name of ["420.jpg", "progressive.jpg", "palette-alpha.png", "interlaced-16.png"]) {
    const whole = file(name);
    for (let k = 0; k < whole.length; k += Math.ceil(whole.length / 60)) {
      const broken = changed(name, (b) => b.set([b[k] ^ 0x5a], k));
      await decodeImage(broken, { maxPixels: 2 ** 16 }).catch((error: unknown) => {
        refusals++;
        expect(String(error)).toMatch(/\((invalid_image|limit_exceeded)\)$/);
      });
    }
  }
  expect(refusals).toBeGreaterThan(100);
  for (const { name, y } of readable)
    expect([...(await decodeImage(file(name))).toFloat64()]).toEqual(y.data);
});
