import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { decodePng, decodePnm, readPicture, resized } from "./read-image.js";

/** A PNG file around filtered lines; checksums are left 0, since the reader does not look at them. */
function png(
  width: number,
  height: number,
  depth: number,
  colorType: number,
  lines: number[],
  palette: number[] = [],
): Uint8Array {
  const chunk = (name: string, body: Uint8Array): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    return Buffer.concat([length, Buffer.from(name, "latin1"), body, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colorType, 0, 0, 0], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const parts = [
    signature,
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette)),
    chunk("IDAT", deflateSync(Buffer.from(lines))),
  ];
  return Buffer.concat([...parts, chunk("IEND", Buffer.alloc(0))]);
}

// Expected pixels by the filters' definitions in the PNG specification, chapter 9.2, worked out by hand.
test.each([
  ["none", [0, 10, 20, 0, 30, 40], [10, 20, 30, 40]],
  ["sub", [1, 10, 10, 1, 30, 10], [10, 20, 30, 40]],
  ["up", [0, 10, 20, 2, 20, 20], [10, 20, 30, 40]],
  ["average", [0, 10, 20, 3, 25, 15], [10, 20, 30, 40]],
  ["paeth", [0, 10, 20, 4, 20, 10], [10, 20, 30, 40]],
])("a gray PNG with filter %s", (_, lines, gray) => {
  const { rgb } = decodePng(png(2, 2, 8, 0, lines));
  expect([...rgb]).toEqual(gray.flatMap((value) => [value, value, value]));
});

test("palette, bits, and alpha", () => {
  expect([...decodePng(png(2, 1, 1, 3, [0, 0b01000000], [1, 2, 3, 4, 5, 6])).rgb]).toEqual([
    1, 2, 3, 4, 5, 6,
  ]);
  expect([...decodePng(png(2, 1, 4, 0, [0, 0xf0])).rgb]).toEqual([255, 255, 255, 0, 0, 0]);
  expect([...decodePng(png(1, 1, 8, 6, [0, 7, 8, 9, 128])).rgb]).toEqual([7, 8, 9]);
  expect([...decodePng(png(1, 1, 16, 2, [0, 7, 0, 8, 0, 9, 0])).rgb]).toEqual([7, 8, 9]);
});

test("PGM and PPM, with a comment, scaled to 255", () => {
  expect([...decodePnm(Buffer.from("P5 # gray\n2 1 255\n\x07\x09", "latin1")).rgb]).toEqual([
    7, 7, 7, 9, 9, 9,
  ]);
  expect([...decodePnm(Buffer.from("P6\n1 1\n100\n\x64\x32\x00", "latin1")).rgb]).toEqual([255, 128, 0]);
});

test("a smaller picture is made of means", () => {
  const rgb = Uint8Array.from([0, 10, 20, 100].flatMap((v) => [v, v, v]));
  expect([...resized({ width: 4, height: 1, rgb }, 2)]).toEqual([5, 5, 5, 60, 60, 60, 5, 5, 5, 60, 60, 60]);
});

test("what cannot be read is named", async () => {
  const folder = await mkdtemp(join(tmpdir(), "neurograd-pictures-"));
  const [broken, other] = [join(folder, "a.png"), join(folder, "a.txt")];
  await writeFile(broken, "not a picture");
  await writeFile(other, "");
  await expect(readPicture(broken)).rejects.toThrow(`${broken}: not a PNG file`);
  await expect(readPicture(other)).rejects.toThrow(`${other}: not one of .png, .pgm, .ppm, .jpg, .jpeg`);
  await rm(folder, { recursive: true });
});
