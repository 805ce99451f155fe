import { constant } from "../../core/constant.js";
import type { Value } from "../../core/graph.js";
import {
  abs,
  add,
  arange,
  cast,
  clip,
  divide,
  expandDims,
  floor,
  greaterEqual,
  lessEqual,
  logicalAnd,
  minimum,
  multiply,
  reshape,
  sign,
  subtract,
  take,
  where,
} from "../../core/ops/index.js";
import { multiplySizes } from "../../core/size.js";
import { fromFloat64 } from "../../core/tensor.js";
import { type FillMode, type FillOptions, fillDefaults, imageSize } from "./image-options.js";

// Moving pixels: for each pixel of the new images a place in the old, and the values around it. All of it is plain operators, so it is
// part of the compiled step; the gradient by the images comes free (a scatter), and is left out where nobody asks for it.

/** A number for each image, [batch, 1], or one for all. */
export type PerImage = Value | number;

/** Pixel (x, y) of the new image lies at `(a₀ x + a₁ y + a₂, b₀ x + b₁ y + b₂)` of the old. */
export interface Affine {
  readonly a0: PerImage;
  readonly a1: PerImage;
  readonly a2: PerImage;
  readonly b0: PerImage;
  readonly b1: PerImage;
  readonly b2: PerImage;
}

/** Columns and rows of all pixels of an image, each [1, height · width]. */
export function pixelGrid(height: number, width: number): { readonly x: Value; readonly y: Value } {
  const grid = (at: (i: number) => number): Value => {
    const data = Float64Array.from({ length: height * width }, (_, i) => at(i));
    return constant(fromFloat64(data, [1, height * width], "float64"), "float32");
  };
  return { x: grid((i) => i % width), y: grid((i) => Math.floor(i / width)) };
}

/** The pixels at whole rows and columns, each [batch, n] and within the images: [batch, n, channels]. */
export function pixelsAt(where: string, images: Value, y: Value, x: Value): Value {
  const { batch, height, width, channels } = imageSize(where, images.type);
  const index = cast(add(multiply(y, width), x), { dtype: "int32" });
  const first = multiply(arange(batch, { dtype: "int32" }), height * width);
  const rows = reshape(images, { shape: [multiplySizes(batch, height * width), channels] });
  return take(rows, add(index, expandDims(first, { axis: 1 })), { axis: 0 });
}

/** A whole index where the old image has an element. */
const folded: Readonly<Record<FillMode, (i: Value, size: number) => Value>> = {
  constant: (i, size) => clip(i, { minimum: 0, maximum: size - 1 }),
  nearest: (i, size) => clip(i, { minimum: 0, maximum: size - 1 }),
  wrap: (i, size) => remainder(i, size),
  reflect: (i, size) => {
    const within = remainder(i, 2 * size);
    return minimum(within, subtract(2 * size - 1, within));
  },
};

const remainder = (i: Value, size: number): Value => subtract(i, multiply(floor(divide(i, size)), size));

/** Halves are rounded away from 0. */
const rounded = (x: Value): Value => multiply(sign(x), floor(add(abs(x), 0.5)));

/**
 * `y[i, j] = x[b₀ j + b₁ i + b₂, a₀ j + a₁ i + a₂]`, between pixels the weighted mean of the four around, or the nearest.
 *
 * Shape   x [batch, height, width, channels], float → the same.
 * Source  Keras 3 `ops.image.affine_transform`, as its JAX backend computes it.
 */
export function affineTransform(
  name: string,
  images: Value,
  { a0, a1, a2, b0, b1, b2 }: Affine,
  options: FillOptions,
): Value {
  const { height, width } = imageSize(name, images.type);
  const { fillMode, interpolation, fillValue } = { ...fillDefaults, ...options };
  const grid = pixelGrid(height, width);
  const place = (p: PerImage, q: PerImage, r: PerImage): Value =>
    add(add(multiply(grid.x, p), multiply(grid.y, q)), r);
  const [x, y] = [place(a0, a1, a2), place(b0, b1, b2)];
  const at = (row: Value, column: Value): Value =>
    pixelsAt(name, images, folded[fillMode](row, height), folded[fillMode](column, width));
  const isIn = (i: Value, size: number): Value => logicalAnd(greaterEqual(i, 0), lessEqual(i, size - 1));
  const inside = (row: Value, column: Value): Value => logicalAnd(isIn(row, height), isIn(column, width));
  const ofPixels = (weight: Value): Value => cast(expandDims(weight, { axis: -1 }), { dtype: images.dtype });
  const sampled = (): Value => {
    if (interpolation === "nearest") {
      const [row, column] = [rounded(y), rounded(x)];
      const pixels = at(row, column);
      if (fillMode !== "constant") return pixels;
      return where(expandDims(inside(row, column), { axis: -1 }), pixels, fillValue);
    }
    const [top, left] = [floor(y), floor(x)];
    const [bottom, right] = [add(top, 1), add(left, 1)];
    const [down, along] = [subtract(y, top), subtract(x, left)];
    const [up, back] = [subtract(1, down), subtract(1, along)];
    const corners = (
      [
        [top, left, multiply(up, back)],
        [top, right, multiply(up, along)],
        [bottom, left, multiply(down, back)],
        [bottom, right, multiply(down, along)],
      ] as const
    ).map(([row, column, weight]) => ({
      pixels: at(row, column),
      weight: fillMode === "constant" ? where(inside(row, column), weight, 0) : weight,
    }));
    const within = corners
      .map(({ pixels, weight }) => multiply(pixels, ofPixels(weight)))
      .reduce((total, part) => add(total, part));
    if (fillMode !== "constant" || fillValue === 0) return within;
    const filled = subtract(
      1,
      corners.map(({ weight }) => weight).reduce((total, weight) => add(total, weight)),
    );
    return add(within, ofPixels(multiply(filled, fillValue)));
  };
  return reshape(sampled(), { shape: images.shape });
}
