import { NeurogradError } from "../../core/errors.js";
import { checkOptionNames } from "../../nn/config.js";
import { escapeXml } from "../../nn/escape-xml.js";
import { checkOneOf, checkPositive } from "../../nn/options.js";
import type { Lang } from "./words.js";

/** What every picture may be told. */
export interface FigureOptions {
  /** Pixels. Default: 480 by 300. */
  readonly width?: number;
  readonly height?: number;
  /** Language of the words. Default: "en". */
  readonly lang?: Lang;
  /** Stands above, and is read to those who cannot see it. */
  readonly title?: string;
}

export interface Axis {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/** Where numbers lie in the picture, in pixels. */
export interface Place {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What is drawn between the axes. */
export interface Drawing {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: (place: Place) => readonly string[];
  /** Names of the lines, in the order of their colors. */
  readonly names?: readonly string[];
}

/** Colors of lines, told apart also by those who do not see all (Okabe & Ito, 2008). */
export const colors: readonly string[] = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
  "#000000",
];
export const colorOfLine = (k: number): string => colors[k % colors.length];

const margin = { left: 64, right: 16, top: 30, bottom: 46 };

/** The options' language. Throws `unknown_name`. */
export function langOf(where: string, { lang = "en" }: FigureOptions): Lang {
  checkOneOf(where, "lang", lang, ["en", "zh"]);
  return lang;
}

/** A picture with axes, SVG text. The same numbers give the same text. Throws `invalid_option`, `unknown_name`. */
export function figure(
  where: string,
  options: FigureOptions,
  { title, x, y, marks, names = [] }: Drawing,
): string {
  const { width = 480, height = 300 } = options;
  checkPositive(where, "width", width);
  checkPositive(where, "height", height);
  const box = {
    left: margin.left,
    right: width - margin.right,
    top: margin.top,
    bottom: height - margin.bottom,
  };
  if (box.right <= box.left || box.bottom <= box.top) {
    throw new NeurogradError(
      "invalid_option",
      `${where}: ${width} by ${height} pixels leave no room beside the axes; use at least 160 by 120`,
    );
  }
  const [across, up] = [widened(x), widened(y)];
  const place: Place = {
    ...box,
    x: (v) => box.left + ((v - across.from) / (across.to - across.from)) * (box.right - box.left),
    y: (v) => box.bottom - ((v - up.from) / (up.to - up.from)) * (box.bottom - box.top),
  };
  const name = escapeXml(options.title ?? title);
  // Named after what it is: two pictures on one page may share it.
  const id = `box-${short(box.left)}-${short(box.top)}-${short(box.right)}-${short(box.bottom)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}" height="${short(height)}" viewBox="0 0 ${short(width)} ${short(height)}" role="img" aria-label="${name}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${name}</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="${short((box.left + box.right) / 2)}" y="18" text-anchor="middle" font-size="13">${name}</text>`,
    `<clipPath id="${id}"><rect x="${short(box.left)}" y="${short(box.top)}" width="${short(box.right - box.left)}" height="${short(box.bottom - box.top)}"/></clipPath>`,
    `<g class="marks" clip-path="url(#${id})">`,
    ...marks(place),
    "</g>",
    ...axes(place, across, up),
    ...legend(names, box.right),
    "</svg>",
  ].join("\n");
}

const widened = (axis: Axis): Axis => {
  const { from, to } = axis;
  if (to > from) return axis;
  const room = Math.abs(from) / 2 || 1;
  return { ...axis, from: from - room, to: from + room };
};

function axes({ x, y, left, right, top, bottom }: Place, across: Axis, up: Axis): string[] {
  const below = ticks(across.from, across.to).map(
    (v) =>
      `<path d="M${short(x(v))} ${short(bottom)}v4" stroke="#333333"/><text class="x" x="${short(x(v))}" y="${short(bottom + 17)}" text-anchor="middle">${number(v)}</text>`,
  );
  const beside = ticks(up.from, up.to).map(
    (v) =>
      `<path d="M${short(left)} ${short(y(v))}h-4" stroke="#333333"/><text class="y" x="${short(left - 7)}" y="${short(y(v))}" text-anchor="end" dominant-baseline="central">${number(v)}</text>`,
  );
  const middle = { x: short((left + right) / 2), y: short((top + bottom) / 2) };
  return [
    `<path d="M${short(left)} ${short(top)}V${short(bottom)}H${short(right)}" fill="none" stroke="#333333"/>`,
    ...below,
    ...beside,
    `<text class="label" x="${middle.x}" y="${short(bottom + 36)}" text-anchor="middle">${escapeXml(across.label)}</text>`,
    `<text class="label" x="14" y="${middle.y}" text-anchor="middle" transform="rotate(-90 14 ${middle.y})">${escapeXml(up.label)}</text>`,
  ];
}

function legend(names: readonly string[], right: number): string[] {
  return names.map((name, k) => {
    const y = margin.top + 12 + 16 * k;
    return `<text class="name" x="${short(right - 4)}" y="${y}" text-anchor="end" fill="${colorOfLine(k)}">${escapeXml(name)}</text>`;
  });
}

/** Round numbers between two, about six: steps of 1, 2 or 5 times a power of ten. */
export function ticks(from: number, to: number): number[] {
  const rough = (to - from) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((k) => k * power >= rough) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, k) => (first + k) * step);
}

/** A tick's number as text, with a true minus. */
const number = (v: number): string => {
  const text = String(Number(v.toPrecision(6)));
  return text === "-0" ? "0" : text.replace("-", "−");
};

/** Pixels with at most two decimals. */
export const short = (value: number): string => String(Number(value.toFixed(2)));

/** A line through points, thinned where many share a column of pixels. */
export function line(
  { x, y }: Pick<Place, "x" | "y">,
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  style: string,
): string {
  const points: string[] = [];
  for (const i of kept(xs, ys, x)) points.push(`${short(x(xs[i]))},${short(y(ys[i]))}`);
  return `<polyline fill="none" ${style} points="${points.join(" ")}"/>`;
}

/** Of the points in a column of pixels: the first, the lowest, the highest, the last. What is drawn looks the same. */
function kept(xs: ArrayLike<number>, ys: ArrayLike<number>, x: (v: number) => number): number[] {
  const out: number[] = [];
  for (let i = 0; i < xs.length; ) {
    const column = Math.floor(x(xs[i]));
    let [low, high, next] = [i, i, i + 1];
    for (; next < xs.length && Math.floor(x(xs[next])) === column; next++) {
      if (ys[next] < ys[low]) low = next;
      if (ys[next] > ys[high]) high = next;
    }
    out.push(...[...new Set([i, low, high, next - 1])].sort((a, b) => a - b));
    i = next;
  }
  return out;
}

/** The least and the greatest of numbers, with room beside them; of none, 0 to 1. Throws `non_finite_data`. */
export function rangeOf(
  where: string,
  room: number,
  ...lists: readonly ArrayLike<number>[]
): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const list of lists)
    for (let i = 0; i < list.length; i++) {
      if (!Number.isFinite(list[i])) {
        throw new NeurogradError(
          "non_finite_data",
          `${where}: number ${i} is ${list[i]}; leave out what is not finite`,
        );
      }
      low = Math.min(low, list[i]);
      high = Math.max(high, list[i]);
    }
  if (low > high) return [0, 1];
  return [low - room * (high - low), high + room * (high - low)];
}

/** The names that every picture takes. */
export const checkFigure = (where: string, options: FigureOptions, own: readonly string[] = []): void =>
  checkOptionNames(where, options, ["width", "height", "lang", "title", ...own]);
