import { NeurogradError } from "../../core/errors.js";
import { type ArrayInput, inputTensor } from "../../data/array-input.js";
import { escapeXml } from "../../nn/escape-xml.js";
import { checkPositive } from "../../nn/options.js";
import { checkFigure, type FigureOptions, langOf, short } from "./figure.js";

export interface ImagesPlotOptions extends FigureOptions {
  /** Images side by side. Default: 10. */
  readonly columns?: number;
}

const [gap, top, shades] = [3, 28, 12];

/**
 * Gray images side by side, SVG text: 0 is black, 1 white.
 *
 * Shape   [n, height, width].
 * Throws  `shape_mismatch`, `invalid_option`, `unknown_name`.
 *
 * @example const svg = imagesPlot([[[0, 1], [1, 0]], [[1, 0], [0, 1]]], { columns: 2, title: "two checkerboards" });
 */
export function imagesPlot(images: ArrayInput, options: ImagesPlotOptions = {}): string {
  checkFigure("imagesPlot", options, ["columns"]);
  langOf("imagesPlot", options);
  const { columns = 10, width = 480, title = "" } = options;
  checkPositive("imagesPlot", "columns", columns);
  checkPositive("imagesPlot", "width", width);
  const given = inputTensor("imagesPlot: images", images);
  const [n, rows, across] = given.shape;
  if (given.shape.length !== 3) {
    throw new NeurogradError(
      "shape_mismatch",
      `imagesPlot: images have shape [${given.shape.join(", ")}]; give [images, height, width]`,
    );
  }
  const pixel = (width - gap * (columns + 1)) / (columns * across);
  const [wide, high] = [across * pixel + gap, rows * pixel + gap];
  const height = options.height ?? top + gap + Math.ceil(n / columns) * high;
  const numbers = given.toFloat64();
  const parts = new Map<number, string[]>(); // one path for each shade
  for (let k = 0; k < n; k++) {
    const [left, up] = [gap + (k % columns) * wide, top + gap + Math.floor(k / columns) * high];
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < across; ) {
        const at = (k * rows + row) * across;
        const shade = shadeOf(numbers[at + column]);
        let end = column + 1;
        while (end < across && shadeOf(numbers[at + end]) === shade) end++;
        const path = parts.get(shade) ?? [];
        const [x, y] = [left + column * pixel, up + row * pixel];
        path.push(`M${short(x)} ${short(y)}H${short(left + end * pixel)}V${short(y + pixel)}H${short(x)}z`);
        parts.set(shade, path);
        column = end;
      }
  }
  const name = escapeXml(title);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}" height="${short(height)}" viewBox="0 0 ${short(width)} ${short(height)}" role="img" aria-label="${name}" font-family="system-ui, sans-serif" font-size="13">`,
    `<title>${name}</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="${short(width / 2)}" y="18" text-anchor="middle">${name}</text>`,
    `<g class="images" shape-rendering="crispEdges">`,
    ...[...parts].map(([shade, path]) => `<path fill="${gray(shade)}" d="${path.join("")}"/>`),
    "</g>",
    "</svg>",
  ].join("\n");
}

const shadeOf = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * shades);

function gray(shade: number): string {
  const level = Math.round((shade / shades) * 255);
  return `rgb(${level},${level},${level})`;
}
