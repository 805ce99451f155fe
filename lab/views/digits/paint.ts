import type { Palette } from "../boundary/paint.js";
import { element } from "../dom.js";

type Rgb = readonly [number, number, number];

/** A grid of numbers to be painted. */
export interface Grid {
  readonly width: number;
  readonly height: number;
  readonly value: (cell: number) => number;
}

/** A canvas that shows its pixels as squares; its text says what is to be seen. */
export function picture(size: number, label?: string): HTMLCanvasElement {
  const canvas = element("canvas", {
    class: "pixels",
    width: 1,
    height: 1,
    "aria-hidden": label === undefined && "true",
  });
  canvas.style.width = canvas.style.height = `${size}px`;
  if (label !== undefined) named(canvas, label);
  return canvas;
}

export function named(canvas: HTMLCanvasElement, label: string): void {
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
}

/** 0 is paper, `most` is ink. */
export function paintInk(canvas: HTMLCanvasElement, grid: Grid, most: number, palette: Palette): void {
  const [paper, ink] = [rgbOf(palette.paper), rgbOf(palette.ink)];
  paintCells(canvas, grid, (value) =>
    mixed(paper, ink, most > 0 ? Math.max(0, Math.min(1, value / most)) : 0),
  );
}

/** 0 is plain; +`most` the color of the plus, −`most` that of the minus. */
export function paintSigned(canvas: HTMLCanvasElement, grid: Grid, most: number, palette: Palette): void {
  const [minus, plus] = palette.classes;
  paintCells(canvas, grid, (value) => {
    const share = most > 0 ? Math.max(-1, Math.min(1, value / most)) : 0;
    return mixed(palette.zero, share < 0 ? minus : plus, Math.abs(share) * 0.95);
  });
}

const small = element("canvas"); // where cells are painted before they are drawn larger

/** The same with a dash in each cell that is clearly below 0, so that the sign does not hang on colors; `scale` pixels a cell. */
export function paintMarked(
  canvas: HTMLCanvasElement,
  grid: Grid,
  most: number,
  palette: Palette,
  scale: number,
): void {
  paintSigned(small, grid, most, palette);
  const { width, height, value } = grid;
  Object.assign(canvas, { width: width * scale, height: height * scale });
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
  context.fillStyle = palette.ink;
  for (let cell = 0; cell < width * height; cell++) {
    if (value(cell) >= -0.15 * most || most === 0) continue;
    const [x, y] = [(cell % width) * scale, Math.floor(cell / width) * scale];
    context.fillRect(x + scale * 0.25, y + scale * 0.45, scale * 0.5, Math.max(1, scale * 0.12));
  }
}

/** 28 × 28 pixels. */
export const ofImage = (pixels: ArrayLike<number>): Grid => ({
  width: 28,
  height: 28,
  value: (cell) => pixels[cell],
});

function paintCells(
  canvas: HTMLCanvasElement,
  { width, height, value }: Grid,
  color: (value: number) => Rgb,
): void {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  if (context === null) return;
  const image = context.createImageData(width, height);
  for (let cell = 0; cell < width * height; cell++) {
    const [r, g, b] = color(value(cell));
    const at = cell * 4;
    image.data[at] = r;
    image.data[at + 1] = g;
    image.data[at + 2] = b;
    image.data[at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/** Of `rgb(1 2 3)`. */
export function rgbOf(color: string): Rgb {
  const [r, g, b] = (color.match(/[\d.]+/g) ?? ["0", "0", "0"]).map(Number);
  return [r, g, b];
}

const mixed = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];
