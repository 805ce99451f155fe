import { contours } from "d3-contour";
import type { LayerMaps } from "../../engine/instruments/maps.js";
import { cssColor } from "../dom.js";

/** Colors of a picture, read from the theme once. */
export interface Palette {
  readonly classes: readonly Rgb[];
  readonly zero: Rgb;
  readonly ink: string;
  readonly paper: string;
}
type Rgb = readonly [number, number, number];

export function paletteOf(at: Element): Palette {
  const rgb = (name: string): Rgb => toRgb(cssColor(at, name));
  return {
    classes: [rgb("--class-0"), rgb("--class-1"), rgb("--class-2")],
    zero: rgb("--zero"),
    ink: resolved(cssColor(at, "--ink")),
    paper: resolved(cssColor(at, "--panel")),
  };
}

/** A color of any notation as the canvas says it. */
function toRgb(color: string): Rgb {
  const [r, g, b] = pixel(color);
  return [r, g, b];
}

const resolved = (color: string): string => `rgb(${toRgb(color).join(" ")})`;

function pixel(color: string): Uint8ClampedArray {
  const probe = document.createElement("span");
  probe.style.color = color;
  document.body.append(probe);
  const computed = getComputedStyle(probe).color;
  probe.remove();
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return new Uint8ClampedArray(4);
  context.fillStyle = computed;
  context.fillRect(0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data;
}

/**
 * Fills a canvas of size × size cells with what one unit says: −1 in the first color, 0 plain, 1 in the second.
 */
export function paintUnit(
  canvas: HTMLCanvasElement,
  size: number,
  value: (cell: number) => number,
  palette: Palette,
): void {
  paintCells(canvas, size, (cell) => unitColor(value(cell), palette));
}

function unitColor(value: number, { classes, zero }: Palette): Rgb {
  const v = Math.max(-1, Math.min(1, value));
  return mixed(zero, v < 0 ? classes[0] : classes[1], Math.abs(v) * 0.85);
}

/** Fills it with the probable class of each cell, the paler the less sure. */
export function paintClasses(
  canvas: HTMLCanvasElement,
  size: number,
  values: Float32Array,
  palette: Palette,
): void {
  paintCells(canvas, size, (cell) => classColor(values, cell, palette));
}

function classColor(values: Float32Array, cell: number, { classes, zero }: Palette): Rgb {
  const count = classes.length;
  const shares = values.subarray(cell * count, (cell + 1) * count);
  let best = 0;
  for (let k = 1; k < count; k++) if (shares[k] > shares[best]) best = k;
  return mixed(zero, classes[best], Math.max(0, (shares[best] - 1 / count) / (1 - 1 / count)) * 0.85);
}

/** Near colors are one, so that cells of one color can be drawn at once. */
const colorStep = 8;

/** The color of each cell by what the output layer says there, for drawings. */
export function cellColors(
  { units, values }: Pick<LayerMaps, "units" | "values">,
  palette: Palette,
): (cell: number) => string {
  return (cell) => {
    const color = units === 1 ? unitColor(values[cell] * 2 - 1, palette) : classColor(values, cell, palette);
    return `rgb(${color.map((part) => Math.round(part / colorStep) * colorStep).join(" ")})`;
  };
}

function paintCells(canvas: HTMLCanvasElement, size: number, color: (cell: number) => Rgb): void {
  if (canvas.width !== size) canvas.width = canvas.height = size;
  const context = canvas.getContext("2d");
  if (context === null) return;
  const image = context.createImageData(size, size);
  for (let cell = 0; cell < size * size; cell++) {
    const [r, g, b] = color(cell);
    image.data.set([r, g, b, 255], cell * 4);
  }
  context.putImageData(image, 0, 0);
}

const mixed = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

/** The lines along which a unit says `threshold`, in cells, as the path of an SVG. The picture's own edge is no line. */
export function levelPath(size: number, value: (cell: number) => number, threshold: number): string {
  const values = Array.from({ length: size * size }, (_, cell) => value(cell));
  const [line] = contours().size([size, size]).thresholds([threshold])(values);
  return line.coordinates.flatMap((polygon) => polygon.map((ring) => ringPath(ring, size))).join("");
}

function ringPath(ring: readonly number[][], size: number): string {
  const isEdge = (at: number): boolean => at <= 0.5 || at >= size - 0.5;
  return ring
    .map(([x, y], k) => {
      const [beforeX, beforeY] = ring[Math.max(0, k - 1)];
      const isAlongEdge = (isEdge(x) && isEdge(beforeX)) || (isEdge(y) && isEdge(beforeY));
      return `${k === 0 || isAlongEdge ? "M" : "L"}${x.toFixed(2)},${y.toFixed(2)}`;
    })
    .join("");
}
