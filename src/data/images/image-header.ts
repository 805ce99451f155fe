import { NeurogradError } from "../../core/errors.js";

/** What the first bytes of an image file say, before anything is decoded. */
export interface ImageHeader {
  readonly format: "png" | "jpeg";
  readonly width: number;
  readonly height: number;
  /** Gray, with or without alpha. */
  readonly isGray: boolean;
}

export interface ImageLimits {
  /** What the bytes are, for messages: a file's name. */
  readonly name: string;
  readonly maxPixels: number;
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Format and size of an image. What a file is, is said by its bytes; its name does not count.
 *
 * Throws  `invalid_image` for what is neither PNG nor JPEG; `limit_exceeded` for more than `maxPixels` pixels.
 * Source  ISO/IEC 15948 (PNG), 5.2 and 11.2.2; ITU-T T.81 (JPEG), B.2.
 */
export function readImageHeader(bytes: Uint8Array, { name, maxPixels }: ImageLimits): ImageHeader {
  const header = pngSignature.every((byte, k) => bytes[k] === byte)
    ? pngHeader(bytes, name)
    : bytes[0] === 0xff && bytes[1] === 0xd8
      ? jpegHeader(bytes, name)
      : undefined;
  if (header === undefined) {
    const first = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    throw invalidImage(
      name,
      bytes.length === 0
        ? "is empty; give the bytes of a PNG or JPEG file"
        : `begins with ${first}, which is neither PNG (89 50 4e 47) nor JPEG (ff d8); give a file of these formats`,
    );
  }
  const { width, height } = header;
  if (width === 0 || height === 0)
    throw invalidImage(name, `declares ${width} × ${height} pixels; it is damaged`);
  if (width * height > maxPixels) {
    throw new NeurogradError(
      "limit_exceeded",
      `${name}: declares ${width} × ${height} pixels, over the limit of ${maxPixels}; raise maxPixels if that is right`,
    );
  }
  return header;
}

/** Throws `invalid_image`. */
export function invalidImage(name: string, what: string, cause?: unknown): NeurogradError {
  return new NeurogradError("invalid_image", `${name}: ${what}`, cause === undefined ? undefined : { cause });
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** IHDR comes first: its length and name, then width, height, depth and color type. */
function pngHeader(bytes: Uint8Array, name: string): ImageHeader {
  const view = viewOf(bytes);
  if (bytes.length < 33 || view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452)
    throw invalidImage(name, "has no whole PNG header; it was cut off or is damaged");
  const isGray = bytes[25] === 0 || bytes[25] === 4;
  return { format: "png", width: view.getUint32(16), height: view.getUint32(20), isGray };
}

/** Segments, each with its marker and length, up to the start of a frame: precision, height, width, components. */
function jpegHeader(bytes: Uint8Array, name: string): ImageHeader {
  const view = viewOf(bytes);
  const cutOff = (): NeurogradError =>
    invalidImage(name, "has no whole JPEG header; it was cut off or is damaged");
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) throw cutOff();
    const marker = bytes[at + 1];
    if (marker === 0xff)
      at++; // padding
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else if (!isFrame(marker)) at += 2 + view.getUint16(at + 2);
    else {
      if (bytes[at + 9] === 4)
        throw invalidImage(name, "is a JPEG of 4 color components (CMYK); save it as RGB");
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return { format: "jpeg", width, height, isGray: bytes[at + 9] === 1 };
    }
  }
  throw cutOff();
}

/** SOF0 to SOF15, without the tables that stand among them. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
