import type { TableFrame } from "../../engine/table/table-training.js";
import { axes } from "../chart/axes.js";
import { linePath } from "../chart/path.js";
import { planeOf } from "../chart/plane.js";
import { svgPlot } from "../chart/plot.js";
import { rangeOf } from "../chart/scale.js";
import { element, svg, tableHead } from "../dom.js";
import type { tableWords } from "./words.js";

type Say = ReturnType<typeof tableWords>;
type Quantity = Extract<TableFrame["result"], { kind: "quantity" }>;

export interface ResultPicture {
  readonly root: HTMLElement;
  show(result: TableFrame["result"], classes: readonly string[], target: string): void;
  dispose(): void;
}

/** What the network tells of the test rows: a matrix of classes, or answers over truths. */
export function resultPicture(say: Say): ResultPicture {
  let found: Quantity | undefined;
  let name = "";
  const plot = svgPlot(`${say.scatter}. ${say.scatterNote}`, 300, (width, height) =>
    found === undefined ? [] : scatter(found, name, width, height),
  );
  const figure = element(
    "figure",
    { class: "result scatter" },
    element("h3", {}, say.scatter),
    plot.root,
    element("figcaption", { class: "faint" }, say.scatterNote),
  );
  const root = element("div");
  return {
    root,
    show(result, classes, target) {
      if (result.kind === "classes") {
        root.replaceChildren(matrixTable(say, result.matrix, classes));
        return;
      }
      [found, name] = [result, target];
      if (figure.parentElement !== root) root.replaceChildren(figure);
      plot.draw();
    },
    dispose: plot.dispose,
  };
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
        tableHead([element("span", { class: "faint" }, say.actual), ...classes]),
        element("tbody", {}, ...rows),
      ),
    ),
  );
}

function scatter({ truth, told }: Quantity, target: string, width: number, height: number): SVGElement[] {
  const range = rangeOf(truth, { pad: 0.04 });
  const plane = planeOf({ left: 56, right: width - 12, top: 10, bottom: height - 40 }, range, range);
  const { x, y, top, bottom } = plane;
  const within = (at: number): number => Math.max(top, Math.min(bottom, at));
  const dots = Array.from(truth, (value, k) => `M${x(value).toFixed(1)},${within(y(told[k])).toFixed(1)}h0`);
  return [
    axes(plane, { x: x.ticks(4), y: y.ticks(4), xName: target }),
    svg("path", { d: linePath(range, range, plane), class: "diagonal" }),
    svg("path", { d: dots.join(""), class: "dots" }),
  ];
}
