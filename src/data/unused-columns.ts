import type { Column } from "./column.js";

/** A column that nothing can be learned from, and why. */
export interface UnusedColumn {
  readonly name: string;
  /** Too many different texts, as in names; no value at all; the number of the row. */
  readonly why: "texts" | "empty" | "rows";
  /** How many different texts. */
  readonly count: number;
}

/** Columns to leave out: empty ones, texts of more than `maxTexts` kinds or hardly two alike, and row numbers. */
export function unusedColumns(columns: readonly Column[], maxTexts: number): UnusedColumn[] {
  return columns.flatMap((column): UnusedColumn[] => {
    const { name } = column;
    if (column.type === "number") {
      if (column.values.every(Number.isNaN)) return [{ name, why: "empty", count: 0 }];
      return countsRows(name, column.values) ? [{ name, why: "rows", count: 0 }] : [];
    }
    if (column.type === "boolean") return [];
    const known = column.values.filter((value) => value !== null);
    const count = new Set(known).size;
    return count > maxTexts || (count > 10 && count > known.length * 0.5)
      ? [{ name, why: "texts", count }]
      : [];
  });
}

/** Names that spreadsheets and data libraries give to the numbers of the rows. */
const rowNames =
  /^(|column1|unnamed: 0|id|index|idx|no\.?|nr|#|row|row[ _]?(id|nr|no|name|names|number)|序号|编号)$/i;

const countsRows = (name: string, values: Float64Array): boolean =>
  values.length > 2 &&
  rowNames.test(name) &&
  values.every((value, row) => row === 0 || value === values[row - 1] + 1);
