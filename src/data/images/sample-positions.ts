/** Where each of `to` places along an axis lies among `from` elements: between `low` and `high`, `part` of the way. */
export interface LinearSamples {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly part: Float64Array;
}

/**
 * Place i lies at `(i + ½) · from / to − ½`: the centers of both rows of elements fill the same length. Beyond the first and the
 * last center the value stays.
 *
 * Source  TensorFlow's `image.resize`, half-pixel centers.
 */
export function linearSamples(from: number, to: number): LinearSamples {
  const low = new Int32Array(to);
  const high = new Int32Array(to);
  const part = new Float64Array(to);
  for (let i = 0; i < to; i++) {
    const at = ((i + 0.5) * from) / to - 0.5;
    low[i] = Math.max(Math.floor(at), 0);
    high[i] = Math.min(Math.floor(at) + 1, from - 1);
    part[i] = at - Math.floor(at);
  }
  return { low, high, part };
}

/** The element in which the center of each place lies: `⌊(i + ½) · from / to⌋`. */
export const nearestSamples = (from: number, to: number): Int32Array =>
  Int32Array.from({ length: to }, (_, i) => Math.min(Math.floor(((i + 0.5) * from) / to), from - 1));

/** A part of an image. */
export interface Window {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** The largest window in the middle of an image with the proportions of the size wanted. Source: Keras's `smart_resize`. */
export function windowOfAspect(height: number, width: number, size: readonly [number, number]): Window {
  const [toHeight, toWidth] = size;
  const within = (most: number, wanted: number): number => Math.max(Math.min(most, Math.floor(wanted)), 1);
  const cropHeight = within(height, Math.fround(width * toHeight) / toWidth);
  const cropWidth = within(width, Math.fround(height * toWidth) / toHeight);
  return {
    top: Math.floor((height - cropHeight) / 2),
    left: Math.floor((width - cropWidth) / 2),
    height: cropHeight,
    width: cropWidth,
  };
}
