/** A column of a table. A missing value is NaN among numbers, null elsewhere. */
export type Column =
  | { readonly name: string; readonly type: "number"; readonly values: Float64Array }
  | { readonly name: string; readonly type: "boolean"; readonly values: readonly (boolean | null)[] }
  | { readonly name: string; readonly type: "string"; readonly values: readonly (string | null)[] };

/** How cells of text are understood. */
export interface CellRules {
  /** Cells that mean "no value". */
  readonly missing: ReadonlySet<string>;
  /** What separates a number's fraction. */
  readonly decimal: "." | ",";
}

/** The column of a list of cells: numbers if all are, booleans if all are, else strings. */
export function columnOf(name: string, cells: readonly string[], rules: CellRules): Column {
  const isMissing = (cell: string): boolean => rules.missing.has(cell);
  const numbers = new Float64Array(cells.length).fill(Number.NaN);
  let known = 0;
  let areNumbers = true;
  for (let i = 0; i < cells.length && areNumbers; i++) {
    if (isMissing(cells[i])) continue;
    known++;
    numbers[i] = numberOf(cells[i], rules.decimal);
    areNumbers = !Number.isNaN(numbers[i]);
  }
  // A column without any value is one of missing numbers.
  if (areNumbers) return { name, type: "number", values: numbers };
  if (known > 0 && cells.every((cell) => isMissing(cell) || booleanOf(cell) !== undefined)) {
    return { name, type: "boolean", values: cells.map((cell) => booleanOf(cell) ?? null) };
  }
  return { name, type: "string", values: cells.map((cell) => (isMissing(cell) ? null : cell)) };
}

/** The finite decimal number that a cell spells, else NaN. */
export function numberOf(cell: string, decimal: "." | ","): number {
  const text = decimal === "," ? cell.replace(",", ".") : cell;
  // Number also reads "", "0x1f", "0b1", "0o7" and "Infinity", which are no numbers in a table.
  const value = text === "" || /^0[box]/i.test(text) ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}

export function booleanOf(cell: string): boolean | undefined {
  if (cell === "true" || cell === "True" || cell === "TRUE") return true;
  if (cell === "false" || cell === "False" || cell === "FALSE") return false;
  return undefined;
}
