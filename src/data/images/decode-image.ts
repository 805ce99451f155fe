import { Tensor } from "../../core/tensor.js";
import { type ColorMode, checkColorMode, type Pixels, withChannels } from "./color-mode.js";
import { type ImageLimits, readImageHeader } from "./image-header.js";

export interface DecodeImageOptions {
  /** The channels wanted: 1, 3 or 4. Default: those of the file, 1 to 4; gray with alpha has 2. */
  readonly colorMode?: ColorMode | undefined;
  /** What the bytes are, for messages: a file's name. Default `image`. */
  readonly name?: string | undefined;
  /** Most pixels that the file may declare. Default 2²⁶. */
  readonly maxPixels?: number | undefined;
}

/**
 * The pixels of a PNG or JPEG file. Of 16 bits the upper 8 are kept; palettes are looked up; gray is 0.299 R + 0.587 G + 0.114 B. An
 * orientation in the file's metadata is not applied, as in Keras.
 *
 * Shape   [height, width, channels].
 * Dtype   uint8.
 * Throws  `invalid_image` for other formats, and for files that are damaged or cut off; `limit_exceeded`; `invalid_option`.
 * Source  TensorFlow's `io.decode_image`, Keras's `load_img`: the same bits.
 *
 * @example const photo = await decodeImage(await readFile("cat.jpg"), { colorMode: "rgb" });   // uint8 [h, w, 3]
 */
export async function decodeImage(
  bytes: Uint8Array | ArrayBuffer | Blob,
  options: DecodeImageOptions = {},
): Promise<Tensor> {
  const { width, height, channels, data } = await decodePixels(bytes, options);
  return new Tensor(data, [height, width, channels], "uint8");
}

/** `decodeImage`, not yet a tensor. */
export async function decodePixels(
  bytes: Uint8Array | ArrayBuffer | Blob,
  { colorMode, name = "image", maxPixels = 2 ** 26 }: DecodeImageOptions,
): Promise<Pixels> {
  if (colorMode !== undefined) checkColorMode("decodeImage", colorMode);
  const file =
    bytes instanceof Uint8Array
      ? bytes
      : new Uint8Array(bytes instanceof ArrayBuffer ? bytes : await bytes.arrayBuffer());
  const limits: ImageLimits = { name, maxPixels };
  const header = readImageHeader(file, limits);
  // The decoders are loaded when first asked for: who shows no images does not download them.
  const pixels =
    header.format === "png"
      ? await (await import("./decode-png.js")).decodePng(file, header, limits)
      : await (await import("./decode-jpeg.js")).decodeJpeg(file, header, limits);
  return colorMode === undefined ? pixels : withChannels(pixels, colorMode);
}
