import type { TensorNumbers } from "../../engine/diagram/numbers.js";
import { figure } from "../../text/lang.js";
import { element, svg } from "../dom.js";
import type { GraphWords } from "./words.js";

const mostCells = 1024;
const mostInTable = 96;

/** A tensor: what its numbers are like, how often which occur, each as a spot of color, the first of them in a table. */
export function numbersPanel(numbers: TensorNumbers, title: string, say: GraphWords): HTMLElement {
  const { distribution: d, shape } = numbers;
  const facts = [
    `[${shape.join(", ")}]`,
    ...(d.count === 1
      ? [figure(d.mean, 5)]
      : [
          `${say.mean} ${figure(d.mean)}`,
          `${say.spread} ${figure(d.standardDeviation)}`,
          `${say.range} ${figure(d.minimum)} … ${figure(d.maximum)}`,
        ]),
    ...(d.zeros > 0 && d.count > 1 ? [`${say.zeros} ${d.zeros} / ${d.count}`] : []),
    ...(d.nonFinite > 0 ? [`${say.notFinite} ${d.nonFinite}`] : []),
  ];
  return element(
    "section",
    {},
    element("h3", {}, title),
    element("p", { class: "number" }, facts.join(" · ")),
    ...(d.count > 1 ? [histogram(numbers, say), image(numbers, say)] : []),
    ...(d.count > 1 ? [table(numbers, say)] : []),
  );
}

function histogram({ distribution }: TensorNumbers, say: GraphWords): HTMLElement {
  const { counts, from, to } = distribution.histogram;
  const most = Math.max(...counts, 1);
  const [width, height] = [260, 56];
  const each = width / counts.length;
  const zero = from < 0 && to > 0 ? (-from / (to - from)) * width : undefined;
  return element(
    "figure",
    {},
    svg(
      "svg",
      {
        class: "bars",
        viewBox: `0 0 ${width} ${height}`,
        width,
        height,
        role: "img",
        "aria-label": `${say.histogram}: ${figure(from)} … ${figure(to)}`,
      },
      ...counts.map((count, k) => {
        const h = (count / most) * (height - 4);
        return svg("rect", { x: k * each, y: height - h, width: Math.max(1, each - 1), height: h });
      }),
      ...(zero === undefined ? [] : [svg("line", { x1: zero, x2: zero, y1: 0, y2: height })]),
    ),
    element("figcaption", {}, `${figure(from)} … ${figure(to)} · ${say.histogram}`),
  );
}

/** Rows and columns of a tensor: the last axis runs across. */
function gridOf({ shape, first }: TensorNumbers, most: number): { columns: number; rows: number } {
  const columns = Math.min(shape.at(-1) ?? 1, most);
  const rows = Math.ceil(Math.min(first.length, most) / columns);
  return { columns, rows: Math.max(1, rows) };
}

function image(numbers: TensorNumbers, say: GraphWords): HTMLElement {
  const { columns, rows } = gridOf(numbers, mostCells);
  const size = Math.max(5, Math.min(22, Math.floor(300 / Math.max(columns, rows / 1.5))));
  const top = Math.max(-numbers.distribution.minimum, numbers.distribution.maximum) || 1;
  const cells = Array.from(numbers.first.subarray(0, columns * rows), (value, k) => {
    const [x, y] = [(k % columns) * size, Math.floor(k / columns) * size];
    const share = Number.isFinite(value) ? Math.round((Math.abs(value) / top) * 100) : 0;
    const color = value < 0 ? "--negative" : "--positive";
    const rect = svg("rect", {
      x,
      y,
      width: size,
      height: size,
      style: `fill: color-mix(in oklab, var(${color}) ${share}%, var(--zero))`,
    });
    rect.append(svg("title", {}, figure(value, 5)));
    const dot =
      value < 0 && size >= 9
        ? [svg("circle", { cx: x + size / 2, cy: y + size / 2, r: 1.6, fill: "var(--ink)" })]
        : [];
    return [rect, ...dot];
  });
  const [width, height] = [columns * size, rows * size];
  return element(
    "figure",
    {},
    svg(
      "svg",
      {
        class: "cells",
        viewBox: `0 0 ${width} ${height}`,
        width,
        height,
        role: "img",
        "aria-label": say.image,
      },
      ...cells.flat(),
    ),
    element("figcaption", {}, say.image),
  );
}

function table(numbers: TensorNumbers, say: GraphWords): HTMLElement {
  const { columns, rows } = gridOf(numbers, mostInTable);
  const lines = Array.from({ length: rows }, (_, r) =>
    element(
      "tr",
      {},
      ...Array.from(numbers.first.subarray(r * columns, Math.min((r + 1) * columns, mostInTable)), (value) =>
        element("td", { class: "number" }, figure(value, 4)),
      ),
    ),
  );
  const shown = Math.min(numbers.first.length, mostInTable);
  const total = numbers.distribution.count + numbers.distribution.nonFinite;
  const name = shown < total ? `${say.allNumbers} (${shown} / ${total})` : say.allNumbers;
  return element(
    "details",
    {},
    element("summary", {}, name),
    element(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": say.allNumbers },
      element("table", {}, ...lines),
    ),
  );
}
