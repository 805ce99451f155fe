import { NeurogradError } from "../core/errors.js";
import { booleanOf, type CellRules, numberOf } from "./column.js";

/**
 * Whether the first row names the columns: none of its cells is a number or missing (the first may be empty, as above
 * row numbers), and either some column below is all numbers or booleans, or no column repeats its first cell below.
 */
export function looksLikeHeader(
  rows: readonly (readonly string[])[],
  { missing, decimal }: CellRules,
): boolean {
  const [first, ...rest] = rows;
  const isValue = (cell: string): boolean =>
    !Number.isNaN(numberOf(cell, decimal)) || booleanOf(cell) !== undefined;
  if (
    first.some(
      (cell, k) => isValue(cell) || (missing.has(cell) && !(k === 0 && cell === "" && first.length > 1)),
    )
  )
    return false;
  const hasValues = first.some((_, k) => {
    const known = rest.filter((row) => !missing.has(row[k]));
    return known.length > 0 && known.every((row) => isValue(row[k]));
  });
  return hasValues || first.every((cell, k) => rest.every((row) => row[k] !== cell));
}

/** The columns' names: those given, else the header's, else `column1`, `column2`, … Throws `csv_header`. */
export function columnNames(
  header: readonly string[] | undefined,
  width: number,
  given: readonly string[] | undefined,
  where: string,
): readonly string[] {
  if (given !== undefined && given.length !== width) {
    throw new NeurogradError(
      "csv_header",
      `${where}: ${given.length} names are given for ${width} columns; give one for each`,
    );
  }
  const names = given ?? Array.from({ length: width }, (_, k) => header?.[k] || `column${k + 1}`);
  const places = new Map<string, number>();
  names.forEach((name, k) => {
    const earlier = places.get(name);
    if (earlier !== undefined) {
      throw new NeurogradError(
        "csv_header",
        `${where}: columns ${earlier + 1} and ${k + 1} are both named ${JSON.stringify(name)}; pass columns with names of your own`,
      );
    }
    places.set(name, k);
  });
  return names;
}
