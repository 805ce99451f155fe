import type { LayerMaps } from "../../engine/instruments/maps.js";
import type { Warp } from "../../engine/instruments/warp.js";
import { figure } from "../../text/lang.js";
import { element, svg } from "../dom.js";
import { type Marked, pointMarks } from "./marks.js";
import { cellColors, type Palette } from "./paint.js";

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

interface Range {
  readonly low: number;
  readonly high: number;
}

/** The plane as a layer sees it: its grid and points where two units put them, colored by the network's answer. */
export function warpPicture(palette: Palette): WarpPicture {
  const canvas = element("canvas", { width: pixels, height: pixels });
  const drawing = svg("svg", { viewBox: "-1 -1 2 2", class: "points" });
  const across = element("span", { class: "axis across" });
  const up = element("span", { class: "axis up" });
  const root = element("div", { class: "boundary warp", role: "img" }, canvas, drawing, across, up);
  return {
    root,
    show(warp, output, points, isTestShown, names) {
      const ranges = [rangeOf(warp.corners, 0), rangeOf(warp.corners, 1)] as const;
      paintMesh(canvas, warp, ranges, cellColors(output, palette), palette);
      const at = Float32Array.from(warp.points, (value, i) => inRange(value, ranges[i % 2]));
      drawing.replaceChildren(...(points === undefined ? [] : pointMarks({ ...points, at }, isTestShown)));
      [across, up].forEach((axis, k) => {
        const { low, high } = ranges[k];
        axis.textContent = `${names[k]}: ${figure(low, 2)} … ${figure(high, 2)}`;
      });
    },
  };
}

/** From the smallest to the largest value, with a margin; of equal ones a little around. */
function rangeOf(values: Float32Array, axis: 0 | 1): Range {
  let [low, high] = [Infinity, -Infinity];
  for (let i = axis; i < values.length; i += 2) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  const margin = Math.max((high - low) * 0.06, 1e-3);
  return { low: low - margin, high: high + margin };
}

/** From −1 to 1. */
const inRange = (value: number, { low, high }: Range): number => ((value - low) / (high - low)) * 2 - 1;

function paintMesh(
  canvas: HTMLCanvasElement,
  { size, corners }: Warp,
  ranges: readonly [Range, Range],
  colors: (cell: number) => string,
  { ink, paper }: Palette,
): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const side = size + 1;
  const x = (corner: number): number => ((inRange(corners[2 * corner], ranges[0]) + 1) / 2) * pixels;
  const y = (corner: number): number => ((1 - inRange(corners[2 * corner + 1], ranges[1])) / 2) * pixels;
  context.fillStyle = paper;
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
  context.strokeStyle = ink;
  context.globalAlpha = 0.35;
  context.beginPath();
  for (let line = 0; line <= size; line += lineEvery)
    for (let k = 0; k <= size; k++) {
      if (k === 0) context.moveTo(x(line * side), y(line * side));
      else context.lineTo(x(line * side + k), y(line * side + k));
    }
  for (let line = 0; line <= size; line += lineEvery)
    for (let k = 0; k <= size; k++) {
      if (k === 0) context.moveTo(x(line), y(line));
      else context.lineTo(x(k * side + line), y(k * side + line));
    }
  context.stroke();
  context.globalAlpha = 1;
}
