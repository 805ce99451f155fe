import { NeurogradError, unknownName } from "../../core/errors.js";
import type { TensorType, Value } from "../../core/graph.js";
import { transpose } from "../../core/ops/index.js";
import { type Pad, samePads, type WindowAttrs, windowOf } from "../../core/ops/window.js";
import { formatShape } from "../../core/size.js";

// What layers over one to three spatial axes share: their options, and the way between Keras's layout, channels last, and
// that of the ops. The transposes are for `simplify` to cancel.

/** One number for all spatial axes, or one for each. */
export type PerAxis = number | readonly number[];
export type Rank = 1 | 2 | 3;

/** An option as a list. Throws `invalid_option`. */
export function perAxis(where: string, option: string, value: PerAxis, rank: Rank): readonly number[] {
  const list = typeof value === "number" ? Array.from({ length: rank }, () => value) : value;
  if (list.length === rank && list.every((n) => Number.isInteger(n) && n >= 1)) return list;
  throw new NeurogradError(
    "invalid_option",
    `${where}: ${option} is ${JSON.stringify(value)}; use a whole number from 1${rank === 1 ? "" : `, or ${rank} of them`}`,
  );
}

/** One number, a list of numbers or a list of pairs, as a pair for each spatial axis. Throws `invalid_option`. */
export function pairs(where: string, option: string, value: unknown, rank: Rank): readonly Pad[] {
  const list: readonly unknown[] =
    Array.isArray(value) && rank > 1 ? value : Array.from({ length: rank }, () => value);
  const found: readonly (readonly unknown[])[] = list.map((item) =>
    Array.isArray(item) ? item : [item, item],
  );
  const isPair = (pair: readonly unknown[]): pair is Pad =>
    pair.length === 2 && pair.every((n) => Number.isInteger(n) && Number(n) >= 0);
  if (found.length === rank && found.every(isPair)) return found;
  throw new NeurogradError(
    "invalid_option",
    `${where}: ${option} is ${JSON.stringify(value)}; use a whole number from 0, or ${rank === 1 ? "a pair of them" : `${rank} of them, or ${rank} pairs`}`,
  );
}

/** Throws `unknown_name`. */
export function checkPadding(where: string, padding: string | undefined, known: readonly string[]): void {
  if (!known.includes(padding ?? "valid")) throw unknownName(`${where}: padding`, padding ?? "", known);
}

/** The number of channels. Throws `shape_mismatch` for what is not [batch, ...spatial, channels]. */
export function channelsOf(where: string, { shape }: TensorType, rank: Rank): number {
  const channels = shape.at(-1);
  if (shape.length === rank + 2 && typeof channels === "number") return channels;
  const axes = rank === 1 ? "steps" : rank === 2 ? "height, width" : "depth, height, width";
  throw new NeurogradError(
    "shape_mismatch",
    `${where}: expects [batch, ${axes}, channels] with a known number of channels, got ${formatShape(shape)}; give the input's shape in full, channels last`,
  );
}

const spatialAxes = (x: Value, first: number): number[] =>
  Array.from({ length: x.shape.length - 2 }, (_, k) => k + first);

/** [batch, ...spatial, channels] → [batch, channels, ...spatial]. */
export const channelsFirst = (x: Value): Value =>
  transpose(x, { axes: [0, x.shape.length - 1, ...spatialAxes(x, 1)] });

/** [batch, channels, ...spatial] → [batch, ...spatial, channels]. */
export const channelsLast = (x: Value): Value => transpose(x, { axes: [0, ...spatialAxes(x, 2), 1] });

/** The attributes of a window that moves over x [batch, channels, ...spatial] with Keras's padding. */
export function paddedWindow(
  where: string,
  padding: string | undefined,
  x: Value,
  size: readonly number[],
  strides: readonly number[],
  dilations: readonly number[] | null = null,
): WindowAttrs {
  const attrs = { strides, dilations, pads: null };
  if (padding === "valid") return attrs;
  const window = windowOf(where, size, attrs);
  const pads =
    padding === "causal"
      ? size.map((n, k): Pad => [window.dilations[k] * (n - 1), 0])
      : samePads(where, x.shape.slice(2), window);
  return { ...attrs, pads };
}
