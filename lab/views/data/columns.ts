import type { AboutColumn, AboutTable } from "../../engine/table/about-table.js";
import type { Reading, TableSpec } from "../../engine/table/table-spec.js";
import { element } from "../dom.js";
import { type Choice, select } from "./controls.js";
import type { tableWords } from "./words.js";

type Say = ReturnType<typeof tableWords>;

const mostShown = 40;

/** How bytes were understood, each with a choice of another way. */
export function readingControls(
  say: Say,
  spec: TableSpec,
  about: AboutTable | undefined,
  change: (reading: Reading) => void,
): HTMLElement {
  const { reading } = spec;
  const delimiters: readonly Choice<string | undefined>[] = [
    { value: ",", label: say.comma },
    { value: ";", label: say.semicolon },
    { value: "\t", label: say.tab },
    { value: "|", label: say.bar },
  ];
  const found = about?.format;
  const guess = (label: string | undefined): string =>
    label === undefined ? say.guess : `${say.guess}: ${label}`;
  const encodings = ["utf-8", "gb18030", "utf-16le", "utf-16be"] as const;
  return element(
    "div",
    { class: "controls", role: "group", "aria-label": say.understood },
    select(
      say.encoding,
      [
        { value: "auto" as const, label: guess(found?.encoding?.toUpperCase()) },
        ...encodings.map((value) => ({ value, label: value.toUpperCase() })),
      ],
      reading.encoding,
      (encoding) => change({ ...reading, encoding }),
    ),
    select(
      say.delimiter,
      [
        { value: undefined, label: guess(delimiters.find(({ value }) => value === found?.delimiter)?.label) },
        ...delimiters,
      ],
      reading.delimiter,
      (delimiter) => change({ ...reading, delimiter }),
    ),
    select<Reading["header"]>(
      say.header,
      [
        { value: "auto", label: guess(found && (found.hasHeader ? say.names : say.data)) },
        { value: true, label: say.names },
        { value: false, label: say.data },
      ],
      reading.header,
      (header) => change({ ...reading, header }),
    ),
    select(
      say.decimal,
      [
        { value: "." as const, label: say.point },
        { value: "," as const, label: say.pointComma },
      ],
      reading.decimal,
      (decimal) => change({ ...reading, decimal }),
    ),
  );
}

/** The first rows under their columns, each with its role. */
export function columnsTable(
  say: Say,
  about: AboutTable,
  setRole: (column: string, role: AboutColumn["role"]) => void,
): HTMLElement {
  const shown = about.columns.filter((column, k) => k < mostShown || column.role === "target");
  const unusedWords = { texts: say.texts, empty: say.empty, rows: say.rowNumbers };
  const head = shown.map((column) => {
    const { name, role, unused } = column;
    const choices: Choice<AboutColumn["role"]>[] = [
      { value: "feature", label: say.learnFrom },
      { value: "target", label: say.predict },
      { value: "ignored", label: say.leaveOut },
    ];
    if (unused !== undefined) choices.unshift({ value: "unused", label: unusedWords[unused] });
    return element(
      "th",
      { scope: "col", class: role },
      element("span", { class: "name" }, name),
      element("span", { class: "faint" }, typeText(say, column)),
      select(`${say.role} ${name}`, choices, role, (chosen) => setRole(name, chosen), {
        isLabelHidden: true,
        key: `role ${name}`,
      }),
    );
  });
  const rows = Array.from({ length: shown[0]?.preview.length ?? 0 }, (_, row) =>
    element(
      "tr",
      {},
      ...shown.map(({ preview, role, type }) => {
        const cell = preview[row];
        return element(
          "td",
          { class: `${role} ${type === "number" ? "number" : ""}` },
          cell ?? element("span", { class: "faint" }, "–"),
        );
      }),
    ),
  );
  const hidden = about.columns.length - shown.length;
  return element(
    "div",
    {},
    element(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": say.firstRows },
      element(
        "table",
        { class: "preview" },
        element("thead", {}, element("tr", {}, ...head)),
        element("tbody", {}, ...rows),
      ),
    ),
    ...(hidden > 0 ? [element("p", { class: "faint" }, `+ ${hidden} ${say.moreColumns}`)] : []),
  );
}

function typeText(say: Say, { type, kinds, missing }: AboutColumn): string {
  const count = type === "string" && kinds !== undefined ? `${kinds.length} ` : "";
  return `${count}${say[type]}${missing > 0 ? ` · ${missing} ${say.missing}` : ""}`;
}
