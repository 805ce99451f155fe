import {
  type BaselineName,
  baselineNames,
  type Explanation,
  type MethodName,
  methodNames,
} from "../../engine/digits/explanation.js";
import { figure, withMinus } from "../../text/lang.js";
import { paintInk } from "../chart/cells.js";
import { cssOf, type Palette } from "../chart/colors.js";
import { element } from "../dom.js";
import { largest } from "./layers.js";
import { named, ofImage, paintImage, paintMarked, picture } from "./paint.js";
import { type DigitsWords, filled } from "./words.js";

export interface WhyPanel {
  readonly root: HTMLElement;
  readonly method: MethodName;
  readonly baseline: BaselineName;
  /** undefined: none yet; `since`: the step that it is of, where training has gone on. */
  show(explanation: Explanation | undefined, image: Uint8Array, since?: number): void;
}

/** What each pixel has to do with the answer, by a method and against a baseline that are chosen here. */
export function whyPanel(say: DigitsWords, palette: Palette, changed: () => void): WhyPanel {
  const method = choice(methodNames, say);
  const baseline = choice(baselineNames, say);
  const title = element("h2");
  const map = picture();
  const against = picture();
  const note = element("p", { class: "faint" });
  const stale = element("p", { class: "faint stale", role: "status" });
  const value = (): HTMLElement => element("output", { class: "number" });
  const [sum, score, baselineScore, difference, gap] = [value(), value(), value(), value(), value()];
  sum.dataset.testid = "attribution-sum";
  difference.dataset.testid = "attribution-difference";
  const rows = [
    { name: say.sumLabel, to: sum, isOfSum: true },
    { name: "F(x)", to: score, isOfSum: false },
    { name: "F(x′)", to: baselineScore, isOfSum: false },
    { name: "F(x) − F(x′)", to: difference, isOfSum: false },
    { name: say.gap, to: gap, isOfSum: true },
  ].map((row) => ({
    ...row,
    root: element("div", {}, element("dt", {}, row.name), element("dd", {}, row.to)),
  }));
  const signs = element("figcaption", { class: "faint" }, legend("plus", say.forIt), legend("minus", say.againstIt)); // biome-ignore format: one line
  const root = element(
    "section",
    { class: "why" },
    title,
    element("div", { class: "row" }, element("label", {}, `${say.method} `, method), element("label", {}, `${say.baseline} `, baseline)), // biome-ignore format: one line
    element(
      "div",
      { class: "beside" },
      element("figure", { class: "large" }, map, signs), // biome-ignore format: one line
      element("dl", { class: "sums" }, ...rows.map((row) => row.root), element("div", {}, element("dt", {}, "x′"), element("dd", {}, against))), // biome-ignore format: one line
    ),
    note,
    stale,
  );
  for (const select of [method, baseline]) select.addEventListener("change", changed);

  return {
    root,
    get method() {
      return method.value as MethodName; // one of the options
    },
    get baseline() {
      return baseline.value as BaselineName; // one of the options
    },
    show(explanation, image, since) {
      title.textContent = filled(say.why, { digit: explanation?.target ?? "…" });
      note.textContent = say[`${explanation?.method ?? "integratedGradients"}Text`];
      stale.textContent = since === undefined ? "" : filled(say.pauseToExplain, { step: since });
      root.classList.toggle("waiting", explanation === undefined);
      if (explanation === undefined) {
        paintInk(map, ofImage(image), 1000, palette); // faint: it waits
        return;
      }
      const { attributions, method: by, target } = explanation;
      paintMarked(map, ofImage(attributions), largest(attributions), palette, 8);
      outline(map, image, palette);
      named(map, filled(say.attributionLabel, { digit: target }));
      paintImage(against, explanation.baseline, palette);
      signs.hidden = by === "saliency";
      for (const row of rows) row.root.hidden = row.isOfSum && by === "saliency";
      write(sum, explanation.sum);
      write(score, explanation.score);
      write(baselineScore, explanation.baselineScore);
      write(difference, explanation.difference);
      gap.textContent = figure(Math.abs(explanation.sum - explanation.difference), 2);
    },
  };
}

function write(to: HTMLElement, number: number): void {
  to.textContent = withMinus(figure(number, 4));
  to.dataset.value = String(number);
}

const choice = (names: readonly (keyof DigitsWords)[], say: DigitsWords): HTMLSelectElement =>
  element("select", {}, ...names.map((name) => element("option", { value: name }, say[name])));

const legend = (kind: "plus" | "minus", text: string): HTMLElement =>
  element("span", { class: `legend ${kind}` }, text);

/** Where the ink of the image begins, as a thin line over the picture of its pixels. */
function outline(canvas: HTMLCanvasElement, image: Uint8Array, palette: Palette): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const scale = canvas.width / 28;
  const hasInk = (row: number, column: number): boolean =>
    row >= 0 && column >= 0 && row < 28 && column < 28 && image[row * 28 + column] > 100;
  context.strokeStyle = cssOf(palette.ink);
  context.globalAlpha = 0.55;
  context.beginPath();
  for (let row = 0; row <= 28; row++)
    for (let column = 0; column <= 28; column++) {
      const here = hasInk(row, column);
      if (here !== hasInk(row - 1, column)) line(column, row, column + 1, row);
      if (here !== hasInk(row, column - 1)) line(column, row, column, row + 1);
    }
  context.stroke();
  context.globalAlpha = 1;

  function line(x1: number, y1: number, x2: number, y2: number): void {
    context?.moveTo(x1 * scale, y1 * scale);
    context?.lineTo(x2 * scale, y2 * scale);
  }
}
