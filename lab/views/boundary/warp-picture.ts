import type { LayerMaps } from "../../engine/instruments/maps.js";
import type { Warp } from "../../engine/instruments/warp.js";
import { figure, withMinus } from "../../text/lang.js";
import { classColor, cssOf, type Palette, signedColor } from "../chart/colors.js";
import { fieldPicture } from "../chart/field.js";
import type { Marked } from "../chart/points.js";
import { rangeOf, type Scale, scale } from "../chart/scale.js";
import { element } from "../dom.js";

export interface WarpPicture {
  readonly root: HTMLElement;
  show(
    warp: Warp,
    output: LayerMaps,
    points: Marked | undefined,
    isTestShown: boolean,
    names: readonly [string, string],
  ): void;
}

const pixels = 640;
/** Each so many cells a line of the plane's grid. */
const lineEvery = 5;

/** Near colors are one, so that cells of one color can be drawn at once. */
const colorStep = 8;

/** The plane as a layer sees it: its grid and points where two units put them, colored by the network's answer. */
export function warpPicture(palette: Palette): WarpPicture {
  const { root, canvas, showPoints } = fieldPicture("boundary warp", palette, { role: "img" });
  Object.assign(canvas, { width: pixels, height: pixels });
  const across = element("span", { class: "axis across" });
  const up = element("span", { class: "axis up" });
  root.append(across, up);
  return {
    root,
    show(warp, output, points, isTestShown, names) {
      const ranges = [0, 1].map((axis) =>
        rangeOf(
          warp.corners.filter((_, i) => i % 2 === axis),
          { pad: 0.06 },
        ),
      );
      const [x, y] = ranges.map((range) => scale(range, [-1, 1]));
      paintMesh(canvas, warp, [x, y], cellColors(output, palette), palette);
      const at = Float32Array.from(warp.points, (value, i) => (i % 2 === 0 ? x : y)(value));
      if (points !== undefined) showPoints({ ...points, at }, { isTestShown });
      [across, up].forEach((axis, k) => {
        const [low, high] = ranges[k];
        axis.textContent = withMinus(`${names[k]}: ${figure(low, 2)} … ${figure(high, 2)}`);
      });
    },
  };
}

/** The color of each cell by what the output layer says there. */
function cellColors({ units, values }: LayerMaps, palette: Palette): (cell: number) => string {
  return (cell) => {
    const color =
      units === 1 ? signedColor(values[cell] * 2 - 1, palette) : classColor(values, cell, palette);
    const [red, green, blue] = color.map((part) => Math.round(part / colorStep) * colorStep);
    return cssOf([red, green, blue]);
  };
}

function paintMesh(
  canvas: HTMLCanvasElement,
  { size, corners }: Warp,
  [toX, toY]: readonly [Scale, Scale],
  colors: (cell: number) => string,
  { ink, paper }: Palette,
): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const side = size + 1;
  const x = (corner: number): number => ((toX(corners[2 * corner]) + 1) / 2) * pixels;
  const y = (corner: number): number => ((1 - toY(corners[2 * corner + 1])) / 2) * pixels;
  context.fillStyle = cssOf(paper);
  context.fillRect(0, 0, pixels, pixels);
  context.lineWidth = 1;
  const byColor = new Map<string, number[]>();
  for (let cell = 0; cell < size * size; cell++) {
    const color = colors(cell);
    const known = byColor.get(color);
    if (known === undefined) byColor.set(color, [cell]);
    else known.push(cell);
  }
  for (const [color, cells] of byColor) {
    context.fillStyle = context.strokeStyle = color;
    context.beginPath();
    for (const cell of cells) {
      const corner = Math.floor(cell / size) * side + (cell % size);
      const [a, b, c, d] = [corner, corner + 1, corner + side + 1, corner + side];
      const isFolded = (x(c) - x(a)) * (y(d) - y(b)) < (x(d) - x(b)) * (y(c) - y(a)); // seen from behind
      context.moveTo(x(a), y(a));
      for (const k of isFolded ? [d, c, b] : [b, c, d]) context.lineTo(x(k), y(k)); // all around one way: no holes
      context.closePath();
    }
    context.fill();
    context.stroke(); // no seams
  }
  context.strokeStyle = cssOf(ink);
  context.globalAlpha = 0.35;
  context.beginPath();
  for (let line = 0; line <= size; line += lineEvery)
    for (const corner of [(k: number) => line * side + k, (k: number) => k * side + line]) {
      context.moveTo(x(corner(0)), y(corner(0)));
      for (let k = 1; k <= size; k++) context.lineTo(x(corner(k)), y(corner(k)));
    }
  context.stroke();
  context.globalAlpha = 1;
}
