import { convertIndexedToRgb, type DecodedPng, decode } from "fast-png";
import { NeurogradError } from "../../core/errors.js";
import type { Pixels } from "./color-mode.js";
import { type ImageHeader, type ImageLimits, invalidImage } from "./image-header.js";

/** Deflate packs no more than 1,032 bytes into one. */
const mostPacked = 1032;
/** Data that cannot unpack to more than this are unpacked without counting first. */
const unguarded = 2 ** 28;

/**
 * The pixels of a PNG file, each channel a byte: of 16 bits the upper 8, of fewer than 8 spread over 0–255; palettes are looked up. A
 * color declared transparent gives an alpha channel in palettes only, as in TensorFlow.
 *
 * Throws  `invalid_image` for what is damaged or cut off; `limit_exceeded` for data that unpack to more than the pixels need.
 */
export async function decodePng(
  bytes: Uint8Array,
  header: ImageHeader,
  limits: ImageLimits,
): Promise<Pixels> {
  const { name } = limits;
  const { width, height } = header;
  const [depth, isInterlaced] = [bytes[24], bytes[28] === 1];
  if (isInterlaced && depth < 8)
    // what the library would read wrongly
    throw invalidImage(name, `is an interlaced PNG of ${depth}-bit samples; save it without interlacing`);
  const { file, data } = criticalChunks(bytes, name);
  await checkUnpacked(data, header, name);
  let png: DecodedPng;
  try {
    png = decode(file, { checkCrc: true });
    if (png.palette !== undefined) {
      const channels = png.palette[0]?.length ?? 3;
      return { width, height, channels, data: convertIndexedToRgb(png) };
    }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw invalidImage(name, `is a damaged PNG: ${text}; get it again`, error);
  }
  return { width, height, channels: png.channels, data: toBytes(png) };
}

/** The chunks that pixels need, alone: what else a file brings (packed profiles, texts) is not looked at. */
function criticalChunks(bytes: Uint8Array, name: string): { file: Uint8Array; data: Uint8Array[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  const data: Uint8Array[] = [];
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length)
      throw invalidImage(name, "ends before its last chunk; it was cut off, get it again");
    const length = view.getUint32(at);
    const end = at + 12 + length;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (end > bytes.length)
      throw invalidImage(name, `ends within its chunk ${type}; it was cut off, get it again`);
    if (["IHDR", "PLTE", "tRNS", "IDAT", "IEND"].includes(type)) kept.push(bytes.subarray(at, end));
    if (type === "IDAT") data.push(bytes.subarray(at + 8, end - 4));
    if (type === "IEND") break;
    at = end;
  }
  return { file: joined(kept), data };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** The library unpacks all there is; so what could be very much is counted first, and no further than is right. */
async function checkUnpacked(data: readonly Uint8Array[], header: ImageHeader, name: string): Promise<void> {
  const packed = data.reduce((sum, part) => sum + part.length, 0);
  if (packed * mostPacked <= unguarded) return;
  const { width, height } = header;
  const most = 2 * (width * 8 + 8) * (height + 8); // 4 channels of 16 bits, a byte a row, seven passes if interlaced
  // The cast: DOM types tell buffers that can be shared from those that cannot; a Blob copies either.
  const stream = new Blob(data as Uint8Array<ArrayBuffer>[])
    .stream()
    .pipeThrough(new DecompressionStream("deflate"));
  const reader = stream.getReader();
  let length = 0;
  try {
    for (let part = await reader.read(); !part.done && length <= most; part = await reader.read())
      length += part.value.length;
  } catch (error) {
    throw invalidImage(name, "is a damaged PNG: its data cannot be unpacked; get it again", error);
  } finally {
    await reader.cancel().catch(() => {}); // the reason is thrown already
  }
  if (length > most) {
    throw new NeurogradError(
      "limit_exceeded",
      `${name}: declares ${width} × ${height} pixels, but unpacks to more than ${most} bytes; it is damaged or hostile`,
    );
  }
}

/** Samples of 1, 2, 4, 8 or 16 bits as bytes. Rows of small samples begin at whole bytes. */
function toBytes({ width, height, channels, depth, data }: DecodedPng): Uint8Array {
  if (depth === 8) return new Uint8Array(data);
  const out = new Uint8Array(width * height * channels);
  if (depth === 16) {
    for (let i = 0; i < out.length; i++) out[i] = data[i] >> 8;
    return out;
  }
  const most = 2 ** depth - 1;
  const rowBytes = Math.ceil((width * depth) / 8);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const sample = (data[y * rowBytes + (bit >> 3)] >> (8 - depth - (bit & 7))) & most;
      out[y * width + x] = (sample * 255) / most;
    }
  }
  return out;
}
