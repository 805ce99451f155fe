import { escapeXml } from "./escape-xml.js";
import { layerRanks, type Ranked } from "./layer-ranks.js";

// Imports nothing that training needs too: so bundlers can leave it in a file of its own, loaded when first used.

/** A box of the picture: an input, a call of a layer, an operation, or an output. */
export interface Box {
  readonly kind: "input" | "layer" | "shared" | "op" | "output";
  readonly lines: readonly string[];
  readonly from: readonly number[];
}

const line = 17;
const padding = 10;
const gap = { x: 24, y: 34 };
const fills: Readonly<Record<Box["kind"], string>> = {
  input: "#e3f0e6",
  layer: "#ffffff",
  shared: "#f4f1e6",
  op: "#f3f3f3",
  output: "#e4ecf7",
};

/** Boxes and the arrows between them as an SVG picture, from above. */
export function drawBoxes(boxes: readonly Box[]): string {
  const sizes = boxes.map(({ lines }) => ({
    width: Math.max(...lines.map(textWidth)) + 2 * padding,
    height: lines.length * line + 2 * padding - 4,
  }));
  const rows = layerRanks(boxes.map(({ from }) => from));
  const placed = place(rows, sizes);
  const width = Math.max(...placed.spots.map(({ x, width: w }) => x + w)) + gap.x;
  const shift = gap.x - Math.min(...placed.spots.map(({ x }) => x));
  const arrows = rows.edges.map((path) => arrow(path.map((k) => placed.spots[k])));
  const drawn = boxes.map((box, k) => draw(box, placed.spots[k]));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width + shift)}" height="${round(placed.height)}" viewBox="0 0 ${round(width + shift)} ${round(placed.height)}" role="img" aria-label="model" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="12">`,
    `<title>model</title>`,
    `<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0.5L8 4L0 7.5z" fill="#555555"/></marker></defs>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<g transform="translate(${round(shift)} 0)">`,
    ...arrows,
    ...drawn,
    "</g>",
    "</svg>",
  ].join("\n");
}

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Each row centered, one below the other; ways past a row have a narrow spot in it. */
function place(
  { rows }: Ranked,
  sizes: readonly { readonly width: number; readonly height: number }[],
): { readonly spots: readonly Spot[]; readonly height: number } {
  const spots: Spot[] = [];
  let y = gap.x;
  for (const row of rows) {
    const own = row.map((k) => sizes[k] ?? { width: 0, height: 0 });
    const height = Math.max(...own.map((size) => size.height));
    let x = -(own.reduce((sum, { width }) => sum + width + gap.x, 0) - gap.x) / 2;
    for (const [i, k] of row.entries()) {
      const { width } = own[i];
      spots[k] = { x, y, width, height: sizes[k] === undefined ? height : sizes[k].height };
      x += width + gap.x;
    }
    y += height + gap.y;
  }
  return { spots, height: y - gap.y + gap.x };
}

/** A way from box to box, straight through the spots between them. */
function arrow(path: readonly Spot[]): string {
  const middle = ({ x, width }: Spot): number => x + width / 2;
  let [at, d] = [path[0], `M${round(middle(path[0]))} ${round(path[0].y + path[0].height)}`];
  for (const next of path.slice(1)) {
    const [from, to] = [at.y + at.height, next.y];
    const bend = round((from + to) / 2);
    d += `C${round(middle(at))} ${bend} ${round(middle(next))} ${bend} ${round(middle(next))} ${round(to)}`;
    if (next !== path[path.length - 1]) d += `V${round(next.y + next.height)}`;
    at = next;
  }
  return `<path class="edge" d="${d}" fill="none" stroke="#555555" stroke-width="1.2" marker-end="url(#head)"/>`;
}

function draw({ kind, lines }: Box, { x, y, width, height }: Spot): string {
  const texts = lines.map(
    (text, i) =>
      `<text x="${round(x + width / 2)}" y="${round(y + padding + 9 + i * line)}" text-anchor="middle"${i === 0 ? ' font-weight="bold"' : ""} fill="#222222">${escapeXml(text)}</text>`,
  );
  const dash = kind === "shared" ? ' stroke-dasharray="4 3"' : "";
  const shape = `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${kind === "input" || kind === "output" ? 12 : 4}" fill="${fills[kind]}" stroke="#555555"${dash}/>`;
  return `<g class="${kind}">${shape}${texts.join("")}</g>`;
}

/** Width of a line in pixels: wide characters, such as Chinese ones, count as two. */
const textWidth = (text: string): number =>
  [...text].reduce((n, c) => n + ((c.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1), 0) * 7.3;

const round = (value: number): number => Math.round(value * 10) / 10;
