import { constant } from "../../core/constant.js";
import type { Value } from "../../core/graph.js";
import {
  add,
  arange,
  broadcastTo,
  cast,
  clip,
  cumsum,
  divide,
  equal,
  expandDims,
  floor,
  greater,
  less,
  max,
  min,
  multiply,
  pad,
  power,
  reshape,
  round,
  scatterNdAdd,
  slice,
  subtract,
  sum,
  take,
  transpose,
  where,
} from "../../core/ops/index.js";
import { multiplySizes } from "../../core/size.js";
import { tensor } from "../../core/tensor.js";
import { imageSize } from "./image-options.js";

// What layers do to the values of images, given what was drawn for each image, [batch, 1, 1, 1]. Float images, [batch, height, width,
// channels].

/** Lowest and highest value. */
export type ValueRange = readonly [number, number];

const within = (x: Value, [minimum, maximum]: ValueRange): Value => clip(x, { minimum, maximum });
const like = (amount: Value, x: Value): Value => cast(amount, { dtype: x.dtype });

/** From one range to another. */
function rescaled(x: Value, [low, high]: ValueRange, [toLow, toHigh]: ValueRange): Value {
  if (low === toLow && high === toHigh) return x;
  return add(multiply(divide(subtract(x, low), high - low), toHigh - toLow), toLow);
}
const bytes = [0, 255] as const;

/** `x + f (gray − x)`, gray = 0.2989 R + 0.587 G + 0.114 B. */
export function degenerated(x: Value, factor: Value, range: ValueRange): Value {
  const weights = constant(tensor([0.2989, 0.587, 0.114]), x.dtype);
  const isColor = x.shape.at(-1) === 3;
  const gray = isColor ? sum(multiply(x, weights), { axis: -1, keepdims: true }) : x;
  return within(add(x, multiply(like(factor, x), subtract(gray, x))), range);
}

/** `x + (1 − 2f) (smooth − x)`, smooth = (8 neighbors + 5 x) / 13, beyond the ends 0. */
export function sharpened(x: Value, factor: Value, range: ValueRange): Value {
  const total = [1, 2].reduce((part, axis) => {
    const padWidth = part.shape.map((_, k): [number, number] => (k === axis ? [1, 1] : [0, 0]));
    const wide = pad(part, { padWidth });
    const size = part.shape[axis] as number; // images have numbers as sizes: the layers checked
    const shifted = (by: number): Value => slice(wide, { axes: [axis], starts: [by], ends: [by + size] });
    return add(add(shifted(0), shifted(1)), shifted(2));
  }, x);
  const smooth = divide(add(total, multiply(x, 4)), 13);
  const rest = subtract(1, multiply(like(factor, x), 2));
  return within(add(x, multiply(rest, subtract(smooth, x))), range);
}

/** Of 8 bits the upper `bits`, the others 0. */
export function posterized(x: Value, bits: Value | number, range: ValueRange): Value {
  const step = typeof bits === "number" ? 2 ** (8 - bits) : power(2, like(subtract(8, bits), x));
  const whole = floor(rescaled(x, range, bytes));
  return rescaled(multiply(floor(divide(whole, step)), step), bytes, range);
}

/** With `addition` of 255 added, what is not below `threshold` turned into its negative. */
export function solarized(x: Value, addition: Value, threshold: Value, range: ValueRange): Value {
  const brighter = within(add(rescaled(x, range, bytes), like(addition, x)), bytes);
  const turned = where(less(brighter, like(threshold, x)), brighter, subtract(255, brighter));
  return rescaled(turned, bytes, range);
}

/** The lowest value of each image and channel to the lowest there is, the highest to the highest. */
export function stretched(x: Value, range: ValueRange): Value {
  const own = rescaled(x, range, bytes);
  const [low, high] = [min, max].map((extreme) => extreme(own, { axis: [1, 2], keepdims: true }));
  const isFlat = equal(low, high);
  const scale = divide(255, where(isFlat, 1, subtract(high, low)));
  const result = within(add(multiply(own, scale), multiply(multiply(low, scale), -1)), bytes);
  return where(isFlat, x, rescaled(result, bytes, range));
}

/** Each of `bins` values as frequent as any other, as far as can be, in each image and channel by itself. */
export function equalized(name: string, x: Value, range: ValueRange, bins: number): Value {
  const { batch, height, width, channels } = imageSize(name, x.type);
  const rows = multiplySizes(batch, channels);
  const own = reshape(transpose(rescaled(x, range, bytes), { axes: [0, 3, 1, 2] }), {
    shape: [rows, height * width],
  });
  const bin = clip(floor(divide(multiply(own, bins - 1), 255)), { minimum: 0, maximum: bins - 1 });
  const first = expandDims(multiply(arange(rows, { dtype: "int64" }), bins), { axis: 1 });
  const place = add(cast(bin, { dtype: "int64" }), first);
  const flat = multiplySizes(rows, height * width);
  const one = broadcastTo(constant(tensor(1), x.dtype), { shape: [flat] });
  const none = broadcastTo(constant(tensor(0), x.dtype), { shape: [multiplySizes(rows, bins)] });
  const counts = reshape(scatterNdAdd(none, reshape(place, { shape: [flat, 1] }), one), {
    shape: [rows, bins],
  });
  const below = cumsum(counts, { axis: 1 });
  const most = height * width;
  const lowest = min(where(greater(below, 0), below, most), { axis: 1, keepdims: true });
  const rest = subtract(most, lowest);
  const table = divide(multiply(subtract(below, lowest), 255), where(equal(rest, 0), 1, rest));
  const values = clip(round(table), { minimum: 0, maximum: 255 });
  const found = take(reshape(values, { shape: [multiplySizes(rows, bins)] }), place);
  const spread = where(equal(rest, 0), own, found); // one bin alone stays
  const back = transpose(reshape(spread, { shape: [batch, channels, height, width] }), {
    axes: [0, 2, 3, 1],
  });
  return rescaled(back, bytes, range);
}
