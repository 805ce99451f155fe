import { inkColor, type Palette, type Rgb, signedColor } from "./colors.js";

/** A grid of numbers to be painted. */
export interface Grid {
  readonly width: number;
  readonly height: number;
  readonly value: (cell: number) => number;
}

/** A pixel for each cell; the style sheet says how large they are seen. */
export function paintCells(
  canvas: HTMLCanvasElement,
  { width, height }: Pick<Grid, "width" | "height">,
  color: (cell: number) => Rgb,
): void {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  if (context === null) return;
  const image = context.createImageData(width, height);
  for (let cell = 0; cell < width * height; cell++) {
    const [red, green, blue] = color(cell);
    const at = cell * 4;
    image.data[at] = red;
    image.data[at + 1] = green;
    image.data[at + 2] = blue;
    image.data[at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/** 0 is paper, `most` is ink. */
export function paintInk(canvas: HTMLCanvasElement, grid: Grid, most: number, palette: Palette): void {
  paintCells(canvas, grid, (cell) => inkColor(most > 0 ? grid.value(cell) / most : 0, palette));
}

/** 0 is plain; +`most` the color of the plus, −`most` that of the minus. */
export function paintSigned(canvas: HTMLCanvasElement, grid: Grid, most: number, palette: Palette): void {
  paintCells(canvas, grid, (cell) => signedColor(most > 0 ? grid.value(cell) / most : 0, palette));
}
