import { NeurogradError } from "../../core/errors.js";
import type { TensorType } from "../../core/graph.js";
import { formatShape, type Size } from "../../core/size.js";
import { checkOneOf } from "../options.js";
import { channelsOf } from "./spatial.js";

/** Of a random amount: the largest, or the least and the largest. */
export type Factor = number | readonly [number, number];

/** What an affine layer puts where the image ends. */
export type FillMode = "reflect" | "wrap" | "constant" | "nearest";

/** Options that all layers have that move pixels. */
export interface FillOptions {
  /** Beyond the ends: `reflect` (d c b a | a b c d | d c b a), `wrap` (a b c d | a b c d), `nearest`, `constant`. */
  readonly fillMode?: FillMode;
  readonly interpolation?: "bilinear" | "nearest";
  /** For `fillMode: "constant"`. */
  readonly fillValue?: number;
}

export const fillDefaults: Required<FillOptions> = {
  fillMode: "reflect",
  interpolation: "bilinear",
  fillValue: 0,
};

/** Throws `unknown_name`. */
export function checkFill(where: string, { fillMode, interpolation }: FillOptions): void {
  checkOneOf(where, "fillMode", fillMode, ["reflect", "wrap", "constant", "nearest"]);
  checkOneOf(where, "interpolation", interpolation, ["bilinear", "nearest"]);
}

/**
 * The least and the largest amount: of a number f, −|f| and |f|, as far as `least` allows. Throws `invalid_option` for what is
 * not within `least` and `most`.
 */
export function rangeOf(
  where: string,
  option: string,
  factor: Factor,
  [least, most]: readonly [number, number],
): readonly [number, number] {
  const isIn = (n: unknown): n is number => typeof n === "number" && n >= least && n <= most;
  if (typeof factor === "number" && (isIn(factor) || isIn(-factor)))
    return [Math.max(-Math.abs(factor), least), Math.abs(factor)];
  if (Array.isArray(factor) && factor.length === 2 && factor.every(isIn))
    return [Math.min(...factor), Math.max(...factor)];
  throw new NeurogradError(
    "invalid_option",
    `${where}: ${option} is ${JSON.stringify(factor)}; use a number from ${least} to ${most}, or two of them`,
  );
}

/** Throws `invalid_option` unless a range is two numbers, the lower first. */
export function checkValueRange(where: string, range: readonly [number, number] | undefined): void {
  if (range?.length === 2 && range.every(Number.isFinite) && range[0] < range[1]) return;
  throw new NeurogradError(
    "invalid_option",
    `${where}: valueRange is ${JSON.stringify(range)}; use the lowest and the highest value, such as [0, 255]`,
  );
}

export interface ImageSize {
  readonly batch: Size;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** The sizes of images [batch, height, width, channels]. Throws `shape_mismatch`; `unknown_size` for images of any size. */
export function imageSize(where: string, type: TensorType): ImageSize {
  const channels = channelsOf(where, type, 2);
  const [batch, height, width] = type.shape;
  if (typeof height === "number" && typeof width === "number") return { batch, height, width, channels };
  throw new NeurogradError(
    "unknown_size",
    `${where}: needs numbers as height and width, got ${formatShape(type.shape)}; fix the input's shape`,
  );
}
