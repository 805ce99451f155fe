import { isMain, type Lang, runAsProgram, speaker } from "./command-line.js";

// Charts for a terminal, as strings: the caller prints them.

export interface Series {
  readonly name: string;
  /** Heights at equal distances from left to right; NaN leaves a gap. */
  readonly values: readonly number[];
}

export interface ChartOptions {
  readonly title?: string;
  /** Columns and rows of the plotting area. Default 64 × 14. */
  readonly width?: number;
  readonly height?: number;
  /** Heights on a scale of powers of ten; heights ≤ 0 are not drawn. */
  readonly log?: boolean;
  /** Lowest and highest height shown. Default: of the values. */
  readonly range?: readonly [number, number];
  /** What stands under the left and the right end of the x axis. */
  readonly ends?: readonly [string, string];
  readonly color?: boolean;
  readonly ascii?: boolean;
}

const marks = ["*", "+", "o", "x", "#", "@"] as const;
const colors = [36, 33, 35, 32, 31, 34] as const; // cyan, yellow, magenta, green, red, blue

/**
 * Curves in one frame, each with a mark of its own, so that they can be told apart without color.
 *
 * @example lineChart([{ name: "loss", values: [1, 0.5, 0.25] }], { log: true })
 */
export function lineChart(series: readonly Series[], options: ChartOptions = {}): string {
  const {
    title,
    width = 64,
    height = 14,
    log = false,
    ends,
    color = wantsColor(),
    ascii = wantsAscii(),
  } = options;
  const scale = (value: number): number => (log ? Math.log10(value) : value);
  const unscale = (value: number): number => (log ? 10 ** value : value);
  const [low, high] = (options.range ?? rangeOf(series, log)).map(scale);
  const paint = (text: string, k: number): string =>
    color ? `\x1b[${colors[k % colors.length]}m${text}\x1b[0m` : text;

  const cells: (number | undefined)[][] = Array.from({ length: height }, () =>
    new Array(width).fill(undefined),
  );
  for (const [k, { values }] of series.entries()) {
    let last: number | undefined; // the row drawn in the column before
    for (let column = 0; column < width; column++) {
      const value = scale(values[Math.round((column * (values.length - 1)) / Math.max(1, width - 1))]);
      const part = high === low ? 0.5 : (value - low) / (high - low);
      const row =
        Number.isFinite(value) && part >= 0 && part <= 1
          ? height - 1 - Math.round(part * (height - 1))
          : undefined;
      if (row !== undefined) {
        const from = last === undefined || Math.abs(row - last) < 2 ? row : last + Math.sign(row - last);
        for (let r = Math.min(from, row); r <= Math.max(from, row); r++) cells[r][column] = k; // joins steep parts
      }
      last = row;
    }
  }

  const tickRows = new Set([0, Math.floor((height - 1) / 2), height - 1]);
  const tick = (row: number): string => short(unscale(high - ((high - low) * row) / (height - 1)));
  const gutter = Math.max(...[...tickRows].map((row) => tick(row).length));
  const [side, corner, floor] = ascii ? ["|", "+", "-"] : ["│", "└", "─"];
  const lines = cells.map((row, r) => {
    const label = tickRows.has(r) ? tick(r) : "";
    const plot = row.map((k) => (k === undefined ? " " : paint(marks[k % marks.length], k))).join("");
    return `${label.padStart(gutter)} ${side}${plot}`.trimEnd();
  });
  lines.push(`${" ".repeat(gutter)} ${corner}${floor.repeat(width)}`);
  if (ends)
    lines.push(`${" ".repeat(gutter + 2)}${ends[0]}${ends[1].padStart(Math.max(1, width - ends[0].length))}`);
  const legend = series.map(({ name }, k) => paint(`${marks[k % marks.length]} ${name}`, k)).join("   ");
  return [...(title ? [title] : []), ...lines, `${" ".repeat(gutter + 2)}${legend}`].join("\n");
}

export interface HeatMapOptions {
  readonly title?: string;
  /** Values drawn as the lightest and the darkest shade. Default: of the values. */
  readonly range?: readonly [number, number];
  /** Characters a value takes. Default 2, about a square. */
  readonly cell?: number;
  readonly ascii?: boolean;
}

/** A grid of numbers as shades, first row on top: the larger, the fuller. */
export function heatMap(rows: readonly (readonly number[])[], options: HeatMapOptions = {}): string {
  const { title, cell = 2, ascii = wantsAscii() } = options;
  const shades = ascii ? [" ", ".", ":", "+", "#", "@"] : [" ", "·", "░", "▒", "▓", "█"];
  const [low, high] =
    options.range ??
    rangeOf(
      rows.map((values) => ({ name: "", values })),
      false,
    );
  const shade = (value: number): string => {
    if (!Number.isFinite(value)) return "?".repeat(cell);
    const part = high === low ? 0.5 : Math.min(1, Math.max(0, (value - low) / (high - low)));
    return shades[Math.min(shades.length - 1, Math.floor(part * shades.length))].repeat(cell);
  };
  return [...(title ? [title] : []), ...rows.map((row) => row.map(shade).join("").trimEnd())].join("\n");
}

/** A grey image, row by row, 0 empty to 255 full; two rows of pixels make one line of text. */
export function drawImage(
  pixels: ArrayLike<number>,
  width: number,
  options: { readonly ascii?: boolean } = {},
): string {
  const height = Math.floor(pixels.length / width / 2);
  const rows = Array.from({ length: height }, (_, r) =>
    Array.from(
      { length: width },
      (_, c) => (pixels[2 * r * width + c] + pixels[(2 * r + 1) * width + c]) / 2,
    ),
  );
  return heatMap(rows, { range: [0, 255], cell: 1, ...options });
}

/** The text with spaces up to this many columns; Chinese characters and their punctuation take two. */
export function padColumns(text: string, columns: number): string {
  const taken = [...text].reduce((sum, char) => sum + (/[\u2e80-\u9fff\uff00-\uff60]/.test(char) ? 2 : 1), 0);
  return text + " ".repeat(Math.max(0, columns - taken));
}

function rangeOf(series: readonly Series[], log: boolean): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const { values } of series) {
    for (const value of values) {
      if (!Number.isFinite(value) || (log && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low > high ? [log ? 1 : 0, 1] : [low, high];
}

/** A number in at most about six characters: 0.25, 1.2e-5, 1000. */
function short(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude < 1e-12) return "0";
  return magnitude >= 1e-3 && magnitude < 1e5 ? String(Number(value.toPrecision(3))) : value.toExponential(1);
}

// https://no-color.org: any value but the empty string means no color.
function wantsColor(): boolean {
  return !process.env.NO_COLOR && process.stdout.isTTY === true && process.env.TERM !== "dumb";
}

function wantsAscii(): boolean {
  return process.env.TERM === "dumb";
}

export interface Options {
  readonly lang?: Lang;
  readonly print?: (text: string) => void;
}

/** What this module can draw: a sine and a cosine, and their product over the plane. */
export async function run({ lang = "en", print = console.log }: Options = {}): Promise<{ points: number }> {
  const say = speaker(lang);
  const angles = Array.from({ length: 65 }, (_, i) => (i / 64) * 2 * Math.PI);
  const curves = [
    { name: say("sine", "正弦"), values: angles.map(Math.sin) },
    { name: say("cosine", "余弦"), values: angles.map(Math.cos) },
  ];
  print(lineChart(curves, { title: say("Two waves", "两条波"), ends: ["0", "2π"] }));
  const field = angles
    .slice(0, 17)
    .map((y) => angles.slice(0, 33).map((x) => Math.sin(x * 2) * Math.cos(y * 4)));
  print(heatMap(field, { title: say("\nTheir product over the plane", "\n二者之积在平面上") }));
  return { points: angles.length };
}

if (isMain(import.meta.url)) await runAsProgram(run, {});
