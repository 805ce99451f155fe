import { figuresOf, metricsOf } from "./figures.js";
import type { Parameter } from "./parameters.js";
import type { Run } from "./run-list.js";

/** finished: run.json says so; open: it does not, because it runs or was broken off; undefined: there is no run.json. */
export const stateOf = ({ record }: Run): "finished" | "open" | undefined =>
  record === undefined ? undefined : record.finished ? "finished" : "open";

/** All figures of all metrics, in full. */
export function tableCsv(runs: readonly Run[], parameters: readonly Parameter[]): string {
  const metrics = metricsOf(runs);
  const header = [
    "run",
    "state",
    "started",
    "epochs",
    ...parameters.map(({ name }) => name),
    ...metrics.flatMap((key) =>
      ["last", "min", "min epoch", "max", "max epoch"].map((part) => `${key} ${part}`),
    ),
  ];
  const rows = runs.map((run) => [
    run.name,
    stateOf(run) ?? "",
    run.record?.started ?? "",
    run.curves.epoch.length,
    ...parameters.map(({ values }) => values.get(run.id) ?? ""),
    ...metrics.flatMap((key) => {
      const figures = figuresOf(run, key);
      if (figures === undefined) return ["", "", "", "", ""];
      const { last, min, max } = figures;
      return [last, min?.value ?? "", min?.epoch ?? "", max?.value ?? "", max?.epoch ?? ""];
    }),
  ]);
  return [header, ...rows].map((cells) => `${cells.map(cell).join(",")}\n`).join("");
}

/** Quoted where needed. A text that a spreadsheet would take for a formula gets an apostrophe, as such programs write it. */
function cell(value: string | number): string {
  const text = String(value);
  const isFormula = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text));
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
