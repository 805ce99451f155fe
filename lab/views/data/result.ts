import type { TableFrame } from "../../engine/table/table-training.js";
import { figure } from "../../text/lang.js";
import { element, svg } from "../dom.js";
import type { tableWords } from "./words.js";

type Say = ReturnType<typeof tableWords>;

/** What the network tells of the test rows: a matrix of classes, or answers over truths. */
export function resultPicture(
  say: Say,
  result: TableFrame["result"],
  classes: readonly string[],
  target: string,
): HTMLElement {
  return result.kind === "classes" ? matrixTable(say, result.matrix, classes) : scatter(say, result, target);
}

function matrixTable(
  say: Say,
  matrix: readonly (readonly number[])[],
  classes: readonly string[],
): HTMLElement {
  const rows = matrix.map((row, k) => {
    const total = row.reduce((a, b) => a + b, 0);
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, classes[k]),
      ...row.map((count, told) =>
        element(
          "td",
          {
            class: `number ${told === k ? "right" : "wrong"}`,
            style: `--share:${total === 0 ? 0 : Math.round((count / total) * 100)}%`,
          },
          count === 0 ? "·" : String(count),
        ),
      ),
    );
  });
  return element(
    "div",
    { class: "result" },
    element("h3", {}, say.confusion),
    element(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": say.confusion },
      element(
        "table",
        { class: "matrix" },
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            element("td", { class: "faint" }, say.actual),
            ...classes.map((name) => element("th", { scope: "col" }, name)),
          ),
        ),
        element("tbody", {}, ...rows),
      ),
    ),
  );
}

const size = { width: 360, height: 300, left: 52, right: 12, top: 10, bottom: 40 };

function scatter(
  say: Say,
  { truth, told }: Extract<TableFrame["result"], { kind: "quantity" }>,
  target: string,
): HTMLElement {
  let low = Infinity;
  let high = -Infinity;
  for (const value of truth) [low, high] = [Math.min(low, value), Math.max(high, value)];
  if (!(high > low)) high = low + 1;
  const x = (value: number): number =>
    size.left + ((value - low) / (high - low)) * (size.width - size.left - size.right);
  const y = (value: number): number =>
    size.height -
    size.bottom -
    Math.max(-0.06, Math.min(1.03, (value - low) / (high - low))) * (size.height - size.top - size.bottom);
  let dots = "";
  truth.forEach((value, k) => {
    dots += `M${x(value).toFixed(1)},${y(told[k]).toFixed(1)}h0`;
  });
  const text = `${say.scatter}. ${say.scatterNote}`;
  return element(
    "figure",
    { class: "result" },
    element("h3", {}, say.scatter),
    svg(
      "svg",
      { viewBox: `0 0 ${size.width} ${size.height}`, role: "img", "aria-label": text, class: "scatter" },
      svg("path", {
        d: `M${size.left},${size.top}V${size.height - size.bottom}H${size.width - size.right}`,
        class: "axis",
      }),
      svg("path", { d: `M${x(low)},${y(low)}L${x(high)},${y(high)}`, class: "diagonal" }),
      svg("path", { d: dots, class: "dots" }),
      svg("text", { x: size.left, y: size.height - size.bottom + 16 }, figure(low)),
      svg(
        "text",
        { x: size.width - size.right, y: size.height - size.bottom + 16, "text-anchor": "end" },
        figure(high),
      ),
      svg("text", { x: size.left - 6, y: size.height - size.bottom, "text-anchor": "end" }, figure(low)),
      svg("text", { x: size.left - 6, y: size.top + 8, "text-anchor": "end" }, figure(high)),
      svg("text", { x: (size.left + size.width) / 2, y: size.height - 6, "text-anchor": "middle" }, target),
    ),
    element("figcaption", { class: "faint" }, say.scatterNote),
  );
}
