import { type OwnPoint, thousandths } from "../../engine/own-points.js";
import { ownData } from "../../engine/points.js";
import { defaultSpec } from "../../engine/spec.js";
import type { AboutTable } from "../../engine/table/about-table.js";
import type { TablePoints } from "../../engine/table/table-training.js";
import { addressOf } from "../../place.js";
import type { LabStore } from "../../store.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import { select } from "./controls.js";
import type { tableWords } from "./words.js";

/** Classes that the workbench can show. */
const mostClasses = 3;

/** Two columns of numbers as the points of the workbench; undefined where the table has not these, or too many classes. */
export function workbenchPanel(
  say: ReturnType<typeof tableWords>,
  { columns, classes, target }: AboutTable,
  store: LabStore,
  ask: (axes: { readonly x: string; readonly y: string }) => Promise<TablePoints>,
): HTMLElement | undefined {
  const names = columns
    .filter(({ type, name, unused }) => type === "number" && name !== target && unused === undefined)
    .map(({ name }) => name);
  if (classes === undefined || classes.length > mostClasses || names.length < 2) return undefined;
  let [x, y] = names.slice(-2);
  const choices = names.map((name) => ({ value: name, label: name }));
  return element(
    "div",
    {},
    element("p", {}, say.workbenchText),
    element(
      "div",
      { class: "controls" },
      select(say.across, choices, x, (name) => {
        x = name;
      }),
      select(say.up, choices, y, (name) => {
        y = name;
      }),
      button(say.open, () => void show(), { class: "primary" }),
    ),
  );

  async function show(): Promise<void> {
    const { at, labels } = await ask({ x, y });
    const points = labels.map(
      (label, k): OwnPoint => ({ x: thousandths(at[2 * k]), y: thousandths(at[2 * k + 1]), label }),
    );
    store.change({ ...defaultSpec, data: ownData(defaultSpec.data, points) });
    location.hash = addressOf("boundary");
  }
}
