import { columnOf } from "../data/column.js";
import { Table } from "../data/index.js";

/** `[{ "age": 41, "city": "Lyon" }, …]`, or one such object, as a table; undefined for anything else. */
export function tableFromJson(data: unknown): Table | undefined {
  const rows = Array.isArray(data) ? data : [data];
  if (rows.length === 0 || !rows.every(isRecord)) return undefined;
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = { missing: new Set([""]), decimal: "." } as const;
  return new Table(
    names.map((name) =>
      columnOf(
        name,
        rows.map((row) => String(row[name] ?? "")),
        cells,
      ),
    ),
  );
}

const isRecord = (item: unknown): item is Readonly<Record<string, unknown>> =>
  typeof item === "object" && item !== null && !Array.isArray(item);
