import type { ColorMode } from "./color-mode.js";
import { decodePixels } from "./decode-image.js";
import { type Interpolation, resizePixels } from "./resize-pixels.js";
import { windowOfAspect } from "./sample-positions.js";

/** What is made of an image file. Plain data: it is sent to workers. */
export interface PixelOptions {
  /** The file's path, for messages. */
  readonly name: string;
  readonly colorMode: ColorMode;
  readonly size: readonly [height: number, width: number];
  readonly interpolation: Interpolation;
  readonly cropToAspectRatio: boolean;
  readonly maxPixels: number | undefined;
}

/** The values of an image file in the size wanted, [height, width, channels], 0–255. */
export async function loadPixels(bytes: Uint8Array, options: PixelOptions): Promise<Float32Array> {
  const { size, interpolation, cropToAspectRatio } = options;
  const pixels = await decodePixels(bytes, options);
  const { width, height } = pixels;
  const window = cropToAspectRatio ? windowOfAspect(height, width, size) : { top: 0, left: 0, height, width };
  return resizePixels(pixels, window, size, interpolation);
}
