import type { Pixels } from "./color-mode.js";
import { linearSamples, nearestSamples, type Window } from "./sample-positions.js";

export type Interpolation = "bilinear" | "nearest";

/**
 * A window of an image in another size, [height, width, channels]: for bilinear each value is a weighted mean of the four pixels
 * around it, without smoothing first, as in Keras.
 *
 * Source  TensorFlow's `image.resize`, `antialias=False`.
 */
export function resizePixels(
  pixels: Pixels,
  { top, left, height, width }: Window,
  [toHeight, toWidth]: readonly [number, number],
  interpolation: Interpolation,
): Float32Array {
  const { channels, data } = pixels;
  const rowLength = pixels.width * channels;
  const out = new Float32Array(toHeight * toWidth * channels);
  if (interpolation === "nearest") {
    const columns = nearestSamples(width, toWidth);
    let o = 0;
    for (const y of nearestSamples(height, toHeight)) {
      const row = (top + y) * rowLength;
      for (const x of columns)
        for (let c = 0; c < channels; c++) out[o++] = data[row + (left + x) * channels + c];
    }
    return out;
  }
  const rows = linearSamples(height, toHeight);
  const columns = linearSamples(width, toWidth);
  let o = 0;
  for (let i = 0; i < toHeight; i++) {
    const upper = (top + rows.low[i]) * rowLength;
    const lower = (top + rows.high[i]) * rowLength;
    const down = rows.part[i];
    for (let j = 0; j < toWidth; j++) {
      const before = (left + columns.low[j]) * channels;
      const after = (left + columns.high[j]) * channels;
      const along = columns.part[j];
      for (let c = 0; c < channels; c++) {
        const a = data[upper + before + c];
        const b = data[lower + before + c];
        const first = a + (data[upper + after + c] - a) * along;
        const second = b + (data[lower + after + c] - b) * along;
        out[o++] = first + (second - first) * down;
      }
    }
  }
  return out;
}
