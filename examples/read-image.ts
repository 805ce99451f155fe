import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { inflateSync } from "node:zlib";

// Pictures from files, for the examples: PNG and PGM/PPM here, JPEG by the package jpeg-js where it is installed.

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue of each pixel, row by row, 0 to 255. */
  readonly rgb: Uint8Array;
}

export const pictureTypes = [".png", ".pgm", ".ppm", ".jpg", ".jpeg"] as const;

/** Reads one picture; an error names the file. */
export async function readPicture(file: string): Promise<Picture> {
  const bytes = await readFile(file);
  const type = extname(file).toLowerCase();
  try {
    if (type === ".png") return decodePng(bytes);
    if (type === ".pgm" || type === ".ppm") return decodePnm(bytes);
    if (type === ".jpg" || type === ".jpeg") return await decodeJpeg(bytes);
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`);
  }
  throw new Error(`${file}: not one of ${pictureTypes.join(", ")}`);
}

/** The picture squeezed into `size` × `size`: each new pixel is the mean of those it covers. */
export function resized({ width, height, rgb }: Picture, size: number): Uint8Array {
  const out = new Uint8Array(size * size * 3);
  for (let r = 0; r < size; r++) {
    const [top, bottom] = span(r, size, height);
    for (let c = 0; c < size; c++) {
      const [left, right] = span(c, size, width);
      for (let k = 0; k < 3; k++) {
        let sum = 0;
        for (let y = top; y < bottom; y++)
          for (let x = left; x < right; x++) sum += rgb[3 * (y * width + x) + k];
        out[3 * (r * size + c) + k] = Math.round(sum / ((bottom - top) * (right - left)));
      }
    }
  }
  return out;
}

function span(i: number, size: number, length: number): [number, number] {
  const start = Math.floor((i * length) / size);
  return [start, Math.max(start + 1, Math.floor(((i + 1) * length) / size))];
}

const samplesPerPixel: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Source: the PNG specification, chapters 5 (chunks), 7 (samples) and 9 (filters); without interlacing. */
export function decodePng(bytes: Uint8Array): Picture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || view.getUint32(0) !== 0x89504e47) throw new Error("not a PNG file");
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, colorType, interlace] = [bytes[24], bytes[25], bytes[28]];
  const samples = samplesPerPixel[colorType];
  if (samples === undefined || interlace !== 0)
    throw new Error("an interlaced or unknown kind of PNG; save it again without interlacing");
  let palette: Uint8Array = new Uint8Array(0);
  const parts: Uint8Array[] = [];
  for (let at = 8; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) {
    const body = bytes.subarray(at + 8, at + 8 + view.getUint32(at));
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (name === "PLTE") palette = body;
    if (name === "IDAT") parts.push(body);
  }
  const stride = Math.ceil((width * samples * depth) / 8);
  const raw = inflateSync(Buffer.concat(parts));
  if (raw.length < height * (stride + 1)) throw new Error("the PNG file breaks off");
  const lines = unfiltered(raw, height, stride, Math.max(1, (samples * depth) / 8));

  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sample = (k: number): number => sampleAt(lines, y * stride, (x * samples + k) * depth, depth);
      const out = 3 * (y * width + x);
      if (colorType === 3) rgb.set(palette.subarray(3 * sample(0), 3 * sample(0) + 3), out);
      else {
        const scale = 255 / (depth === 16 ? 255 : 2 ** depth - 1); // of 16 bits the upper 8 are read
        const isGray = samples < 3;
        for (let k = 0; k < 3; k++) rgb[out + k] = Math.round(sample(isGray ? 0 : k) * scale);
      }
    }
  }
  return { width, height, rgb };
}

function sampleAt(lines: Uint8Array, line: number, bit: number, depth: number): number {
  const byte = lines[line + (bit >> 3)];
  return depth >= 8 ? byte : (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}

function unfiltered(raw: Uint8Array, height: number, stride: number, pixel: number): Uint8Array {
  const out = new Uint8Array(height * stride);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)];
    for (let i = 0; i < stride; i++) {
      const at = y * stride + i;
      const left = i >= pixel ? out[at - pixel] : 0;
      const up = y > 0 ? out[at - stride] : 0;
      const corner = y > 0 && i >= pixel ? out[at - stride - pixel] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      if (guess === undefined) throw new Error(`a PNG filter of type ${filter}, which does not exist`);
      out[at] = raw[y * (stride + 1) + 1 + i] + guess;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** Binary PGM (P5, gray) and PPM (P6, color) with at most 8 bits. */
export function decodePnm(bytes: Uint8Array): Picture {
  const header = new TextDecoder("latin1").decode(bytes.subarray(0, 512));
  const match = /^P([56])(?:\s+|#[^\n]*\n)*(\d+)(?:\s+|#[^\n]*\n)*(\d+)(?:\s+|#[^\n]*\n)*(\d+)\s/.exec(
    header,
  );
  if (!match || Number(match[4]) > 255) throw new Error("not a binary PGM or PPM file of 8 bits");
  const [width, height, max] = match.slice(2).map(Number);
  const samples = match[1] === "6" ? 3 : 1;
  const body = bytes.subarray(match[0].length);
  if (body.length < width * height * samples) throw new Error("the file breaks off");
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) =>
    Math.round((body[samples === 3 ? i : Math.floor(i / 3)] * 255) / max),
  );
  return { width, height, rgb };
}

interface JpegLibrary {
  decode(
    bytes: Uint8Array,
    options: { useTArray: true; formatAsRGBA: false },
  ): { width: number; height: number; data: Uint8Array };
}

async function decodeJpeg(bytes: Uint8Array): Promise<Picture> {
  const name = "jpeg-js"; // not among our packages: whoever has JPEG files installs it
  let library: JpegLibrary;
  try {
    const loaded: { default: JpegLibrary } = await import(name);
    library = loaded.default;
  } catch {
    throw new Error(
      "JPEG files need one more package: npm install --no-save jpeg-js; or save the picture as PNG",
    );
  }
  const { width, height, data } = library.decode(bytes, { useTArray: true, formatAsRGBA: false });
  return { width, height, rgb: data };
}
