import { figure } from "../../text/lang.js";
import { markIcon } from "../chart/marks.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import { type At, figuresOf, placesOf } from "./figures.js";
import { differing, type Parameter, settingsOf } from "./parameters.js";
import type { Run } from "./run-list.js";
import { sparkline } from "./sparkline.js";
import { stateOf } from "./table-csv.js";
import type { RunsWords } from "./words.js";

export interface TableState {
  readonly metric: string;
  readonly hidden: ReadonlySet<string>;
  readonly baseline: string | undefined;
}

export interface TableActs {
  hide(id: string, isHidden: boolean): void;
  pin(id: string | undefined): void;
  highlight(id: string | undefined): void;
}

export interface RunTable {
  readonly root: HTMLElement;
  show(runs: readonly Run[], state: TableState): void;
}

interface Column {
  readonly id: string;
  readonly title: string;
  /** To sort by; NaN last. */
  readonly value: (run: Run) => number | string;
  readonly cell: (run: Run) => HTMLElement;
}

const mostSettings = 12;

/** One row a run: the settings that differ, and of one metric the last, best, lowest and highest value. */
export function runTable(say: RunsWords, acts: TableActs): RunTable {
  const table = element("table", { class: "runs number" });
  const root = element(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": say.runs },
    table,
  );
  let sorted: { readonly by: string; readonly isDown: boolean } | undefined;
  let shown: { runs: readonly Run[]; state: TableState } = {
    runs: [],
    state: { metric: "", hidden: new Set(), baseline: undefined },
  };

  function draw(): void {
    const { runs, state } = shown;
    const columns = columnsOf(runs, state.metric, say);
    const focused = document.activeElement?.getAttribute("data-key");
    const runHead = element("th", { scope: "col" }, say.run);
    const heads = columns.map(({ id, title }) => {
      const isSorted = sorted?.by === id;
      const sort = (): void => {
        sorted = { by: id, isDown: isSorted ? !sorted?.isDown : false };
        draw();
      };
      const arrow = isSorted ? (sorted?.isDown ? " ↓" : " ↑") : "";
      return element(
        "th",
        { scope: "col", ...(isSorted && { "aria-sort": sorted?.isDown ? "descending" : "ascending" }) },
        button(`${title}${arrow}`, sort, { "data-key": `sort ${id}`, title: `${say.sort} ${title}` }),
      );
    });
    const column = columns.find(({ id }) => id === sorted?.by);
    const ordered = [...runs];
    if (column !== undefined)
      ordered.sort((a, b) => compare(column.value(a), column.value(b)) * (sorted?.isDown ? -1 : 1));
    table.replaceChildren(
      element("thead", {}, element("tr", {}, runHead, element("th", { scope: "col" }, say.curve), ...heads)),
      element("tbody", {}, ...ordered.map((run) => rowOf(run, columns, state, say, acts))),
    );
    if (focused) table.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }
  return {
    root,
    show(runs, state) {
      shown = { runs, state };
      draw();
    },
  };
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === "string" || typeof b === "string")
    return String(a).localeCompare(String(b), undefined, { numeric: true });
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b;
}

function columnsOf(runs: readonly Run[], metric: string, say: RunsWords): readonly Column[] {
  const settings = differing(runs)
    .slice(0, mostSettings)
    .map((parameter) => settingColumn(parameter, say));
  const at = (id: string, title: string, of: (run: Run) => At | undefined): Column => ({
    id,
    title: `${metric} ${title}`,
    value: (run) => of(run)?.value ?? Number.NaN,
    cell: (run) => valueCell(of(run), say),
  });
  const all: readonly Column[] = [
    at("best", say.best, (run) => figuresOf(run, metric)?.best),
    {
      id: "last",
      title: `${metric} ${say.last}`,
      value: (run) => figuresOf(run, metric)?.last ?? Number.NaN,
      cell: (run) => {
        const last = figuresOf(run, metric)?.last;
        if (last === undefined) return element("td", {}, say.unknown);
        return element("td", { title: String(last) }, Number.isFinite(last) ? figure(last, 4) : say.lost);
      },
    },
    at("min", say.min, (run) => figuresOf(run, metric)?.min),
    at("max", say.max, (run) => figuresOf(run, metric)?.max),
    ...settings,
    {
      id: "epochs",
      title: say.epochs,
      value: ({ curves }) => curves.epoch.length,
      cell: ({ curves }) => element("td", {}, String(curves.epoch.length)),
    },
    {
      id: "state",
      title: say.state,
      value: (run) => stateOf(run) ?? "",
      cell: (run) => element("td", {}, say[stateOf(run) ?? "unknown"]),
    },
  ];
  const hasBest = runs.some((run) => figuresOf(run, metric)?.best !== undefined);
  return all.filter(({ id }) => id !== "best" || hasBest);
}

function settingColumn({ name, values }: Parameter, say: RunsWords): Column {
  const text = ({ id }: Run): string => values.get(id) ?? say.unknown;
  const isNumeric = [...values.values()].every((value) => Number.isFinite(Number(value)));
  return {
    id: `setting ${name}`,
    title: name,
    value: (run) => (isNumeric ? Number(values.get(run.id) ?? Number.NaN) : text(run)),
    cell: (run) => element("td", { class: "setting", title: text(run) }, text(run)),
  };
}

function valueCell(at: At | undefined, say: RunsWords): HTMLElement {
  if (at === undefined) return element("td", {}, say.unknown);
  return element(
    "td",
    { title: String(at.value) },
    figure(at.value, 4),
    " ",
    element("span", { class: "faint" }, say.inEpoch.replace("%", String(at.epoch))),
  );
}

function rowOf(
  run: Run,
  columns: readonly Column[],
  state: TableState,
  say: RunsWords,
  acts: TableActs,
): HTMLElement {
  const { id, name, mark, curves, record } = run;
  const column = curves.columns.get(state.metric);
  const isPinned = state.baseline === id;
  const box = element("input", {
    type: "checkbox",
    checked: !state.hidden.has(id),
    "aria-label": `${name}: ${say.show}`,
    "data-key": `show ${id}`,
  });
  box.addEventListener("change", () => acts.hide(id, !box.checked));
  const pin = button("⚑", () => acts.pin(isPinned ? undefined : id), {
    class: "pin",
    "aria-pressed": String(isPinned),
    "aria-label": `${name}: ${say.pin}`,
    title: say.pin,
    "data-key": `pin ${id}`,
  });
  const settings = [...settingsOf(record?.config)].map(([key, value]) => `${key}: ${value}`).join("\n");
  const row = element(
    "tr",
    { "data-run": name, class: isPinned ? "pinned" : undefined },
    element(
      "th",
      { scope: "row" },
      element(
        "div",
        { class: "name" },
        box,
        markIcon(mark),
        element("span", { title: settings === "" ? name : `${say.settings}:\n${settings}` }, name),
        pin,
      ),
    ),
    element(
      "td",
      {},
      column === undefined ? "" : sparkline(placesOf(run, state.metric, "epoch") ?? [], column.values, mark),
    ),
    ...columns.map(({ cell }) => cell(run)),
  );
  row.addEventListener("pointerenter", () => acts.highlight(id));
  row.addEventListener("pointerleave", () => acts.highlight(undefined));
  row.addEventListener("focusin", () => acts.highlight(id));
  row.addEventListener("focusout", () => acts.highlight(undefined));
  return row;
}
