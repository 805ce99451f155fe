import { NeurogradError } from "../errors.js";
import type { OnnxNode } from "../onnx-contract.js";
import { addSizes, floorDivideSize, formatShape, multiplySizes, type Shape, type Size } from "../size.js";

export type Pad = readonly [before: number, after: number];

/** How a window moves over the spatial axes of [batch, channels, ...spatial]; null stands for 1s, pads of 0. */
export interface WindowAttrs {
  strides: readonly number[] | null;
  /** `[before, after]` for each spatial axis. */
  pads: readonly Pad[] | null;
  dilations: readonly number[] | null;
}
export const plainWindow = (): WindowAttrs => ({ strides: null, pads: null, dilations: null });

/** A window with everything filled in, one entry for each spatial axis. */
export interface Window {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly pads: readonly Pad[];
  readonly dilations: readonly number[];
}

/** Throws `invalid_option` for lists of the wrong length or numbers that make no window. */
export function windowOf(where: string, size: readonly number[], attrs: WindowAttrs): Window {
  const ones = size.map(() => 1);
  const window = {
    size,
    strides: attrs.strides ?? ones,
    pads: attrs.pads ?? size.map((): Pad => [0, 0]),
    dilations: attrs.dilations ?? ones,
  };
  for (const [name, list, least] of [
    ["window", window.size, 1],
    ["strides", window.strides, 1],
    ["dilations", window.dilations, 1],
    ["pads", window.pads.flat(), 0],
  ] as const) {
    const isWhole = list.every((n) => Number.isInteger(n) && n >= least);
    if (isWhole && list.length === (name === "pads" ? 2 * size.length : size.length)) continue;
    const each = name === "pads" ? "a pair [before, after]" : "a number";
    throw new NeurogradError(
      "invalid_option",
      `${where}: ${name} ${JSON.stringify(attrs[name as keyof WindowAttrs] ?? list)} for ${size.length} spatial axes; give ${each} for each, whole numbers from ${least}`,
    );
  }
  return window;
}

/** Elements from the first to the last that a window sees along axis k. */
export const extent = ({ size, dilations }: Window, k: number): number => dilations[k] * (size[k] - 1) + 1;

/** The numbers of places at which a window stands. Throws `shape_mismatch` where it does not fit at all. */
export function placesOf(where: string, spatial: Shape, window: Window): Shape {
  return spatial.map((size, k) => {
    const [before, after] = window.pads[k];
    const free = addSizes(size, before + after - extent(window, k));
    if (typeof free === "number" && free < 0) {
      throw new NeurogradError(
        "shape_mismatch",
        `${where}: a window of ${extent(window, k)} does not fit into spatial axis ${k} of ${formatShape(spatial)} with pads [${before}, ${after}]; make it smaller, or pad`,
      );
    }
    return addSizes(floorDivideSize(free, window.strides[k]), 1);
  });
}

/**
 * Pads with which a window stands at ⌈size / stride⌉ places, the larger half after (or before, where `isLower`). Throws
 * `unknown_size` where that depends on a size that is only a name.
 *
 * Source  Keras's padding "same", ONNX's SAME_UPPER.
 */
export function samePads(where: string, spatial: Shape, window: Window, isLower = false): readonly Pad[] {
  return spatial.map((size, k): Pad => {
    const stride = window.strides[k];
    const total =
      stride === 1
        ? extent(window, k) - 1
        : Math.max(
            0,
            (Math.ceil(known(where, size) / stride) - 1) * stride + extent(window, k) - known(where, size),
          );
    const [small, large] = [Math.floor(total / 2), Math.ceil(total / 2)];
    return isLower ? [large, small] : [small, large];
  });
}

function known(where: string, size: Size): number {
  if (typeof size === "number") return size;
  throw new NeurogradError(
    "unknown_size",
    `${where}: padding to the same size with strides needs numbers, got ${size}; fix the input's shape`,
  );
}

/** Where a slice with the window's strides ends that takes one element for each place, from `starts` on. */
export const endsOf = (starts: readonly number[], places: Shape, { strides }: Window): Shape =>
  starts.map((start, k) => addSizes(multiplySizes(strides[k], addSizes(places[k], -1)), start + 1));

/** All indices of an array of `shape`, the last axis fastest. */
export function indicesOf(shape: readonly number[]): readonly (readonly number[])[] {
  return shape.reduce<readonly (readonly number[])[]>(
    (found, size) => found.flatMap((index) => Array.from({ length: size }, (_, i) => [...index, i])),
    [[]],
  );
}

/** The window of an ONNX operator over `spatial`: its lists, or what `auto_pad` and `ceil_mode` make of them. */
export function readWindow(node: OnnxNode, spatial: Shape, size: readonly number[]): Required<WindowAttrs> {
  const ones = size.map(() => 1);
  const list = node.attr("pads", [...ones, ...ones].fill(0));
  const given = {
    strides: node.attr("strides", ones),
    dilations: node.attr("dilations", ones),
    pads: size.map((_, k): Pad => [list[k], list[k + size.length]]),
  };
  const automatic = node.attr("auto_pad", "NOTSET");
  if (automatic === "VALID") return { ...given, pads: size.map((): Pad => [0, 0]) };
  const window = windowOf(node.opType, size, given);
  if (automatic.startsWith("SAME"))
    return { ...given, pads: samePads(node.opType, spatial, window, automatic === "SAME_LOWER") };
  if (node.attr("ceil_mode", 0) === 0) return given;
  return { ...given, pads: given.pads.map((pad, k) => roundedUp(node.opType, pad, spatial[k], window, k)) };
}

/** `pad` with so much more behind that the places are rounded up; none begins in the padding behind. */
function roundedUp(where: string, [before, after]: Pad, size: Size, window: Window, k: number): Pad {
  const n = known(where, size);
  const [stride, seen] = [window.strides[k], extent(window, k)];
  let places = Math.ceil((n + before + after - seen) / stride) + 1;
  if ((places - 1) * stride >= n + before) places--;
  return [before, Math.max(after, (places - 1) * stride + seen - n - before)];
}
