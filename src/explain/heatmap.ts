import { isFloat } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { sizeOf } from "../core/tensor.js";
import { type ArrayInput, inputTensor } from "../data/array-input.js";
import { checkFinite } from "../nn/batches.js";
import { colorOf, hex } from "../nn/color-map.js";
import { checkOptionNames } from "../nn/config.js";
import { escapeXml } from "../nn/escape-xml.js";
import { checkPositive, checkWholeNumber } from "../nn/options.js";

export interface HeatmapOptions {
  /** The image that lies below, of any size: [height, width], or a batch as `values`; 1 channel or 3. Floats up to 1, else up to 255. */
  readonly over?: ArrayInput;
  /** Which example of a batch. Default: 0. */
  readonly example?: number;
  /** Pixels of the longer side. Default: 280. */
  readonly size?: number;
  /** What the picture is called, for those who cannot see it. Default: "heatmap". */
  readonly title?: string;
}

/** How many shades each side of 0 has. */
const shades = 64;

/**
 * Numbers as a picture, SVG text: 0 is white, the largest size the darkest. Positive ones red; where there are negative ones, they are
 * blue, on the same scale. Over an image, which is drawn pale, 0 is transparent. The same numbers give the same text.
 *
 * Shape   [height, width]; [batch, height, width]; [batch, height, width, channels], whose channels are summed.
 * Throws  `shape_mismatch`, `non_finite_data`, `index_out_of_range`, `unknown_name`, `invalid_option`.
 *
 * @example
 * const svg = heatmap([[0, 1], [-2, 0.5]], { title: "four numbers" });
 */
export function heatmap(values: ArrayInput, options: HeatmapOptions = {}): string {
  checkOptionNames("heatmap", options, ["over", "example", "size", "title"]);
  const { over, example = 0, size = 280, title = "heatmap" } = options;
  checkPositive("heatmap", "size", size);
  checkWholeNumber("heatmap", "example", example);
  const { height, width, channels, numbers } = pictureOf("heatmap: values", values, example);
  const sums = Array.from({ length: height * width }, (_, i) =>
    numbers.subarray(i * channels, (i + 1) * channels).reduce((a, b) => a + b, 0),
  );
  const top = sums.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  const levels = sums.map((v) => (top === 0 ? 0 : Math.round((v / top) * shades)));
  const below = over === undefined ? undefined : imageCells(over, example);
  const box = below ?? { width, height };
  const scale = size / Math.max(box.width, box.height);
  const paint = (level: number): string => {
    const share = level / shades;
    if (below === undefined) return `fill="${colorOf(share)}"`;
    return `fill="${colorOf(Math.sign(share) * 0.75)}" fill-opacity="${short(Math.abs(share) * 0.9)}"`;
  };
  const cells = cellPaths(levels, width, (level) => (level === 0 ? undefined : paint(level)));
  const stretch = `${short(box.width / width)} ${short(box.height / height)}`;
  const name = escapeXml(title);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${short(box.width * scale)}" height="${short(box.height * scale)}" viewBox="0 0 ${box.width} ${box.height}" preserveAspectRatio="none" role="img" aria-label="${name}" shape-rendering="crispEdges">`,
    `<title>${name}</title>`,
    `<rect width="${box.width}" height="${box.height}" fill="#ffffff"/>`,
    ...(below === undefined ? [] : [`<g opacity="0.4">${below.paths}</g>`]),
    `<g transform="scale(${stretch})">${cells}</g>`,
    "</svg>",
  ].join("\n");
}

interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly numbers: Float64Array;
  readonly isWhole: boolean;
}

/** One example of an array as a picture. */
function pictureOf(where: string, values: ArrayInput, example: number): Picture {
  const given = inputTensor(where, values);
  checkFinite(where, given);
  const { shape } = given;
  if (shape.length < 2 || shape.length > 4 || given.size === 0) {
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: has shape [${shape.join(", ")}]; give [height, width], [batch, height, width] or [batch, height, width, channels]`,
    );
  }
  const [count, height, width, channels = 1] = shape.length === 2 ? [1, ...shape] : shape;
  const row = shape.length === 2 ? 0 : example;
  if (row >= count) {
    throw new NeurogradError(
      "index_out_of_range",
      `${where}: has ${count} examples, there is no example ${row}; the last is ${count - 1}`,
    );
  }
  const each = sizeOf([height, width, channels]);
  const numbers = given.toFloat64().subarray(row * each, (row + 1) * each);
  return { height, width, channels, numbers, isWhole: !isFloat(given.dtype) };
}

/** An image as cells of its colors. */
function imageCells(over: ArrayInput, example: number): { width: number; height: number; paths: string } {
  const { width, height, channels, numbers, isWhole } = pictureOf("heatmap: over", over, example);
  if (channels !== 1 && channels !== 3) {
    throw new NeurogradError(
      "shape_mismatch",
      `heatmap: over has ${channels} channels; give an image of 1 channel, gray, or 3: red, green, blue`,
    );
  }
  const unit = isWhole || numbers.some((v) => v > 1) ? 1 : 255;
  const colors = Array.from({ length: width * height }, (_, i) => {
    const parts = [0, 1, 2].map((c) => numbers[i * channels + (channels === 3 ? c : 0)] * unit);
    return hex(parts);
  });
  return { width, height, paths: cellPaths(colors, width, (color) => `fill="${color}"`) };
}

/** Equal cells as one path, neighbors in a row as one rectangle; cells without a paint are left out. */
function cellPaths<T>(cells: readonly T[], width: number, paint: (cell: T) => string | undefined): string {
  const paths = new Map<T, string[]>();
  for (let i = 0; i < cells.length; ) {
    const end = i - (i % width) + width;
    let next = i + 1;
    while (next < end && cells[next] === cells[i]) next++;
    const parts = paths.get(cells[i]) ?? [];
    parts.push(`M${i % width} ${Math.floor(i / width)}h${next - i}v1h${i - next}z`);
    paths.set(cells[i], parts);
    i = next;
  }
  return [...paths]
    .flatMap(([cell, parts]) => {
      const how = paint(cell);
      return how === undefined ? [] : [`<path ${how} d="${parts.join("")}"/>`];
    })
    .join("\n");
}

/** A number with at most four decimals. */
const short = (value: number): string => String(Number(value.toFixed(4)));
