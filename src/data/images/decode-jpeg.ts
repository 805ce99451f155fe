import type { MozJPEGModule } from "@jsquash/jpeg/codec/dec/mozjpeg_dec.js";
import moduleFactory from "@jsquash/jpeg/codec/dec/mozjpeg_dec.js";
import { NeurogradError } from "../../core/errors.js";
import type { Pixels } from "./color-mode.js";
import { type ImageHeader, type ImageLimits, invalidImage } from "./image-header.js";

/** libjpeg in WebAssembly, and what it said while it decoded. */
interface Decoder {
  readonly module: MozJPEGModule;
  readonly said: string[];
}

let decoder: Promise<Decoder> | undefined;

/** After so many pixels the decoder is let go with its memory, which WebAssembly does not give back. */
const manyPixels = 2 ** 24;

/**
 * The pixels of a JPEG file, 1 or 3 channels. The bits are those of libjpeg, so of Pillow and TensorFlow.
 *
 * Throws  `invalid_image` where libjpeg gives up, or goes on with what it made up; `limit_exceeded` for so many scans of so many
 *         pixels that only an attack makes them.
 */
export async function decodeJpeg(
  bytes: Uint8Array,
  { width, height, isGray }: ImageHeader,
  { name, maxPixels }: ImageLimits,
): Promise<Pixels> {
  const scans = countScans(bytes);
  if (scans * width * height > 16 * maxPixels) {
    throw new NeurogradError(
      "limit_exceeded",
      `${name}: ${scans} scans of ${width} × ${height} pixels would take too long; raise maxPixels if that is right`,
    );
  }
  decoder ??= startDecoder();
  const { module, said } = await decoder;
  said.length = 0;
  let image: ImageData | null;
  try {
    image = module.decode(bytes as Uint8Array<ArrayBuffer>, false); // it copies either kind of buffer
  } catch (error) {
    decoder = undefined; // it ended itself as a program does
    throw invalidImage(name, `cannot be decoded: ${said.at(-1) ?? "damaged JPEG"}; get it again`, error);
  }
  if (width * height > manyPixels) decoder = undefined;
  const made = said.find((line) => /premature end|corrupt jpeg data: (?!\d+ extraneous)/i.test(line));
  if (image === null || made !== undefined)
    throw invalidImage(name, `is damaged: ${made ?? "libjpeg gave nothing"}; get it again`);
  const channels = isGray ? 1 : 3;
  const data = new Uint8Array(width * height * channels);
  for (let i = 0, o = 0; o < data.length; i += 4, o += channels)
    for (let c = 0; c < channels; c++) data[o + c] = image.data[i + c];
  return { width, height, channels, data };
}

async function startDecoder(): Promise<Decoder> {
  const said: string[] = [];
  const options = { noInitialRun: true, print: () => {}, printErr: (line: string) => void said.push(line) };
  const wasmBinary = await wasmInNode();
  const module = await moduleFactory(wasmBinary === undefined ? options : { ...options, wasmBinary });
  return { module, said };
}

/** In Node the library would ask `fetch` for a file; in a browser, bundled or not, it finds its own. */
async function wasmInNode(): Promise<ArrayBuffer | undefined> {
  if (typeof process === "undefined" || process.versions?.node === undefined) return undefined;
  const { createRequire } = process.getBuiltinModule("node:module");
  const { readFile } = process.getBuiltinModule("node:fs/promises");
  const path = createRequire(import.meta.url).resolve("@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm");
  return new Uint8Array(await readFile(path)).buffer;
}

/** Starts of scans. Markers within coded data are only those of restarts. */
function countScans(bytes: Uint8Array): number {
  let scans = 0;
  for (let at = bytes.indexOf(0xff, 2); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1];
    if (marker === 0xda) scans++;
    const isSegment = marker >= 0xc0 && marker < 0xff && !(marker >= 0xd0 && marker <= 0xda);
    if (scans === 0 && isSegment) at += 1 + bytes[at + 2] * 256 + bytes[at + 3]; // a thumbnail within has scans of its own
  }
  return scans;
}
