import { NeurogradError } from "../../core/errors.js";

/** Keras's names for 1, 3 and 4 channels. */
export type ColorMode = "grayscale" | "rgb" | "rgba";

/** Pixels of 1 (gray), 2 (gray, alpha), 3 (RGB) or 4 (RGBA) channels, a byte each. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Uint8Array;
}

export const channelsOfMode: Readonly<Record<ColorMode, number>> = { grayscale: 1, rgb: 3, rgba: 4 };

/** Throws `invalid_option`. */
export function checkColorMode(where: string, mode: ColorMode): void {
  if (Object.hasOwn(channelsOfMode, mode)) return;
  throw new NeurogradError(
    "invalid_option",
    `${where}: colorMode is ${JSON.stringify(mode)}; use "grayscale", "rgb" or "rgba"`,
  );
}

/**
 * Pixels with the channels of a color mode: gray = (19595 R + 38470 G + 7471 B + 2¹⁵) / 2¹⁶, rounded down; alpha is dropped, or
 * 255 where there was none.
 *
 * Source  ITU-R BT.601 in 16 bits, as Pillow's `convert("L")`, which Keras's `load_img` uses.
 */
export function withChannels(pixels: Pixels, mode: ColorMode): Pixels {
  const { width, height, channels: from, data } = pixels;
  const to = channelsOfMode[mode];
  if (from === to) return pixels;
  const out = new Uint8Array(width * height * to);
  for (let i = 0, o = 0; o < out.length; i += from, o += to) {
    const red = data[i];
    const green = from > 2 ? data[i + 1] : red;
    const blue = from > 2 ? data[i + 2] : red;
    if (to === 1) {
      out[o] = (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
      continue;
    }
    out[o] = red;
    out[o + 1] = green;
    out[o + 2] = blue;
    if (to === 4) out[o + 3] = from === 2 ? data[i + 1] : 255;
  }
  return { width, height, channels: to, data: out };
}
