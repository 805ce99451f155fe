import type { AboutColumn, AboutTable } from "../../engine/table/about-table.js";
import type { RowAnswer } from "../../engine/table/table-training.js";
import { figure } from "../../text/lang.js";
import { element } from "../dom.js";
import { select } from "./controls.js";
import type { tableWords } from "./words.js";

type Say = ReturnType<typeof tableWords>;
type Cells = Readonly<Record<string, string>>;

export interface AskPanel {
  readonly root: HTMLElement;
  /** Asks again: the network has learned on. */
  refresh(): void;
}

const mostBars = 8;

/** A row made by hand, and what the network says of it. */
export function askPanel(say: Say, about: AboutTable, ask: (cells: Cells) => Promise<RowAnswer>): AskPanel {
  const features = about.columns.filter(({ name }) => about.features.includes(name));
  const answer = element("div", { class: "answer", role: "status", "aria-label": say.answer });
  const inputs = new Map(features.map((column) => [column.name, cellInput(say, column)]));
  for (const input of inputs.values()) input.addEventListener("input", () => refresh());
  const rowCount = features[0]?.preview.length ?? 0;
  const fill = (row: number): void => {
    for (const { name, preview } of features) {
      const input = inputs.get(name);
      if (input !== undefined) input.value = preview[row] ?? "";
    }
  };
  fill(0);
  let isAsking = false;
  let isStale = false;
  function refresh(): void {
    if (isAsking) {
      isStale = true;
      return;
    }
    isAsking = true;
    isStale = false;
    const cells = Object.fromEntries([...inputs].map(([name, { value }]) => [name, value]));
    ask(cells)
      .then(({ values }) => answer.replaceChildren(...answerMarks(say, about, values)))
      .catch(() => answer.replaceChildren()) // the network is gone
      .finally(() => {
        isAsking = false;
        if (isStale) refresh();
      });
  }
  const fields = [...inputs].map(([name, input]) => element("label", {}, element("span", {}, name), input));
  const rows = Array.from({ length: rowCount }, (_, row) => ({ value: row, label: String(row + 1) }));
  return {
    root: element(
      "div",
      { class: "ask" },
      element(
        "div",
        {},
        element("p", { class: "faint" }, say.askHint),
        select(say.fillFrom, rows, 0, (row) => {
          fill(row);
          refresh();
        }),
        element("div", { class: "cells" }, ...fields),
      ),
      answer,
    ),
    refresh,
  };
}

function cellInput(say: Say, { type, kinds }: AboutColumn): HTMLInputElement | HTMLSelectElement {
  if (type === "number") return element("input", { type: "number", step: "any" });
  return element(
    "select",
    {},
    element("option", { value: "" }, `(${say.missing})`),
    ...(kinds ?? []).map((kind) => element("option", { value: kind }, kind)),
  );
}

function answerMarks(say: Say, { classes, target }: AboutTable, values: readonly number[]): HTMLElement[] {
  const head = element("p", { class: "faint" }, `${say.answer}: ${target}`);
  if (classes === undefined) return [head, element("p", { class: "told number" }, figure(values[0], 4))];
  const order = values.map((_, k) => k).sort((a, b) => values[b] - values[a]);
  const bars = order.slice(0, mostBars).map((k) => {
    const percent = `${(values[k] * 100).toFixed(1)} %`;
    return element(
      "li",
      {},
      element("span", {}, classes[k]),
      element("span", {
        class: "bar",
        style: `--share:${(values[k] * 100).toFixed(1)}%`,
        "aria-hidden": "true",
      }),
      element("span", { class: "number" }, percent),
    );
  });
  return [
    head,
    element("p", { class: "told" }, classes[order[0]]),
    element("ol", { class: "bars" }, ...bars),
  ];
}
