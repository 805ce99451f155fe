import type { AboutTable } from "../../engine/table/about-table.js";
import type { TableSpec } from "../../engine/table/table-spec.js";
import { element } from "../dom.js";
import { field, select } from "./controls.js";
import type { tableWords } from "./words.js";

const rates = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1];
const most = { layers: 6, units: 512, batch: 4096 };

/** What is told from what, and by which network. */
export function settingsPanel(
  say: ReturnType<typeof tableWords>,
  spec: TableSpec,
  about: AboutTable,
  change: (change: Partial<TableSpec>) => void,
): HTMLElement {
  const share = `${Math.round(spec.testShare * 100)} %`;
  return element(
    "div",
    { class: "controls" },
    select<TableSpec["task"]>(
      say.task,
      [
        { value: undefined, label: `${say.guess}: ${say[about.task]}` },
        { value: "classification", label: say.classification },
        { value: "regression", label: say.regression },
      ],
      spec.task,
      (task) => change({ task }),
    ),
    field(
      `${say.testShare}: ${share}`,
      { type: "range", min: 0, max: 0.5, step: 0.05, value: spec.testShare, "data-key": "share" },
      (input) => change({ testShare: input.valueAsNumber }),
    ),
    field(
      say.layers,
      { type: "text", value: spec.layers.join(", "), size: 10, inputmode: "numeric" },
      (input) => {
        const layers = unitsIn(input.value);
        if (layers === undefined) input.value = spec.layers.join(", ");
        else change({ layers });
      },
    ),
    select(
      say.learningRate,
      rates.map((value) => ({ value, label: String(value) })),
      spec.learningRate,
      (learningRate) => change({ learningRate }),
    ),
    field(say.batchSize, { type: "number", min: 1, max: most.batch, value: spec.batchSize }, (input) => {
      if (within(input, 1, most.batch, spec.batchSize)) change({ batchSize: input.valueAsNumber });
    }),
    field(say.seed, { type: "number", min: 0, max: 2 ** 31, value: spec.seed }, (input) => {
      if (within(input, 0, 2 ** 31, spec.seed)) change({ seed: input.valueAsNumber });
    }),
    field(say.scaling, { type: "checkbox", checked: spec.isScaled }, (input) =>
      change({ isScaled: input.checked }),
    ),
  );
}

/** `64, 32`, or in Chinese `64，32`; nothing: no hidden layer. */
function unitsIn(text: string): number[] | undefined {
  const units = text
    .split(/[\s,，、→]+/)
    .filter((part) => part !== "")
    .map(Number);
  const fits =
    units.length <= most.layers && units.every((n) => Number.isInteger(n) && n >= 1 && n <= most.units);
  return fits ? units : undefined;
}

function within(input: HTMLInputElement, least: number, highest: number, before: number): boolean {
  const value = input.valueAsNumber;
  if (Number.isInteger(value) && value >= least && value <= highest) return true;
  input.value = String(before);
  return false;
}
