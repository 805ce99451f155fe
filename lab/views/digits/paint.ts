import { type Grid, paintInk, paintSigned } from "../chart/cells.js";
import { cssOf, type Palette } from "../chart/colors.js";
import { element } from "../dom.js";

/** A canvas that shows its pixels as squares; its text says what is to be seen. */
export function picture(label?: string): HTMLCanvasElement {
  const canvas = element("canvas", {
    class: "pixels",
    width: 1,
    height: 1,
    "aria-hidden": label === undefined && "true",
  });
  if (label !== undefined) named(canvas, label);
  return canvas;
}

export function named(canvas: HTMLCanvasElement, label: string): void {
  canvas.removeAttribute("aria-hidden");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
}

const small = element("canvas"); // where cells are painted before they are drawn larger

/** Signed cells with a dash in each that is clearly below 0, so that the sign does not hang on colors; `scale` pixels a cell. */
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
  context.fillStyle = cssOf(palette.ink);
  for (let cell = 0; cell < width * height; cell++) {
    if (value(cell) >= -0.15 * most || most === 0) continue;
    const [x, y] = [(cell % width) * scale, Math.floor(cell / width) * scale];
    context.fillRect(x + scale * 0.25, y + scale * 0.45, scale * 0.5, Math.max(1, scale * 0.12));
  }
}

/** An image of 28 × 28 pixels, in ink. */
export function paintImage(canvas: HTMLCanvasElement, pixels: ArrayLike<number>, palette: Palette): void {
  paintInk(canvas, ofImage(pixels), 255, palette);
}

export const ofImage = (pixels: ArrayLike<number>): Grid => ({
  width: 28,
  height: 28,
  value: (cell) => pixels[cell],
});
