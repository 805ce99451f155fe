import { type Column, numberOf } from "./column.js";
import type { Table } from "./table.js";
import { type UnusedColumn, unusedColumns } from "./unused-columns.js";

/** Where a model's file keeps the encoding of its table, as JSON: `net.metadata[tableEncodingKey]`. `neurograd predict` reads it. */
export const tableEncodingKey = "neurograd.table";

/** More texts than this in a column are names or remarks rather than kinds. */
const mostCategories = 100;

export interface PlanTableOptions {
  /** The column to predict. Default: the last. */
  readonly target?: string | undefined;
  /** Default: classes for texts, booleans, and few whole numbers that repeat; else a quantity. */
  readonly task?: "classification" | "regression" | undefined;
  /** Columns not to learn from. */
  readonly ignore?: readonly string[] | undefined;
  /** Most texts that a column of kinds may have. Default 100. */
  readonly maxCategories?: number | undefined;
}

export interface TablePlan {
  readonly target: Column;
  readonly task: "classification" | "regression";
  /** What the task follows from: it was asked for; the target holds texts or booleans, few whole numbers, other numbers. */
  readonly why: "asked" | "strings" | "integers" | "numbers";
  /** Names of the columns to learn from. */
  readonly features: readonly string[];
  /** Columns that nothing can be learned from, which are left out. */
  readonly unused: readonly UnusedColumn[];
  /** How many values the features lack. */
  readonly missing: number;
  /** To give to `toTensors` with the features. */
  readonly maxCategories: number;
}

/**
 * What can be learned from a table: which column from which, as classes or as a quantity. It is what `neurograd train
 * table.csv` does.
 *
 * Throws  `unknown_name`.
 *
 * @example
 * const table = await readCsv(new TextEncoder().encode("length,species\n1.4,setosa\n4.7,versicolor\n"));
 * const { target, task, features } = planTable(table, { target: "species" });
 * const { x, y, classes } = table.toTensors({ target: target.name, features, task, missing: "mean" });
 */
export function planTable(table: Table, options: PlanTableOptions = {}): TablePlan {
  const { ignore = [], maxCategories = mostCategories } = options;
  const target = table.column(options.target ?? table.columns.at(-1)?.name ?? "");
  const ignored = new Set(ignore.map((name) => table.column(name).name));
  const candidates = table.columns.filter(({ name }) => name !== target.name && !ignored.has(name));
  const unused = unusedColumns(candidates, maxCategories);
  const features = candidates.filter((column) => !unused.some(({ name }) => name === column.name));
  return {
    target,
    ...taskOf(target, options.task, table.size),
    features: features.map(({ name }) => name),
    unused,
    missing: features.reduce((sum, column) => sum + missingIn(column), 0),
    maxCategories,
  };
}

function taskOf(
  { type, values }: Column,
  asked: PlanTableOptions["task"],
  rows: number,
): Pick<TablePlan, "task" | "why"> {
  if (asked !== undefined) return { task: asked, why: "asked" };
  if (type !== "number") return { task: "classification", why: "strings" };
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  const different = new Set(known).size;
  return known.every(Number.isInteger) && different <= 20 && different * 3 <= rows
    ? { task: "classification", why: "integers" }
    : { task: "regression", why: "numbers" };
}

/** Why classes cannot be told apart: all rows are of one, or hardly two of the same. */
export function classFault(
  classes: readonly string[],
  rows: number,
): "oneClass" | "tooManyClasses" | undefined {
  if (classes.length < 2) return "oneClass";
  return classes.length > 2 && classes.length * 2 > rows ? "tooManyClasses" : undefined;
}

/** How many values a column lacks. */
export const missingIn = ({ values }: Column): number =>
  Array.from<number | string | boolean | null>(values).filter((v) => v === null || Number.isNaN(v)).length;

/** A text in a column whose other values are nearly all numbers. */
export interface StrayText {
  readonly column: string;
  readonly text: string;
  /** Its row, from 0. */
  readonly row: number;
  /** How many values are numbers, and how many are not. */
  readonly numbers: number;
  readonly texts: number;
}

/**
 * The first text of each column that would be one of numbers but for a few: at least 9 of 10 are numbers. A typing error, a
 * unit, or a mark for a missing value.
 */
export function strayTexts(table: Table, decimal: "." | "," = "."): StrayText[] {
  return table.columns.flatMap(({ name, type, values }) => {
    if (type !== "string") return [];
    const isText = (value: unknown): boolean =>
      typeof value === "string" && Number.isNaN(numberOf(value, decimal));
    const texts = values.filter(isText).length;
    const numbers = values.filter((value) => value !== null).length - texts;
    if (texts === 0 || texts * 10 > texts + numbers) return [];
    const row = values.findIndex(isText);
    return [{ column: name, text: String(values[row]), row, numbers, texts }];
  });
}
