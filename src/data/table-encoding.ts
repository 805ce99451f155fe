import { NeurogradError } from "../core/errors.js";
import { Tensor } from "../core/tensor.js";
import type { Column } from "./column.js";

export interface ToTensorsOptions {
  /** The column to predict. */
  readonly target?: string | undefined;
  /** The columns to predict from. Default: all but the target. */
  readonly features?: readonly string[] | undefined;
  /**
   * Rows with a missing value: an error, left out, or filled with the column's mean (strings and booleans: its most
   * frequent value; rows without a target are left out). Default `error`.
   */
  readonly missing?: "error" | "drop" | "mean" | undefined;
  /** What a target of numbers means. Default: classes for strings and booleans, else a quantity. */
  readonly task?: "classification" | "regression" | undefined;
  /** Most values a string column may have. Default 100. */
  readonly maxCategories?: number | undefined;
}

export interface TableTensors {
  /** float32 [rows, features] */
  readonly x: Tensor;
  readonly y?: Tensor;
  /** One name for each column of x. */
  readonly featureNames: readonly string[];
  /** The names that class numbers stand for; undefined for a quantity. */
  readonly classes: readonly string[] | undefined;
  /** How it was done, as plain data: give it to `encode` for other rows. */
  readonly encoding: TableEncoding;
}

export interface LabeledTensors extends TableTensors {
  /** int32 [rows] for classes, float32 [rows] for a quantity. */
  readonly y: Tensor;
}

export interface FeatureEncoding {
  readonly name: string;
  readonly type: Column["type"];
  /** Of a string column: its values, sorted. */
  readonly categories?: readonly string[];
  /** What stands for a missing value with `missing: "mean"`. */
  readonly fill: number | string;
}

export interface TableEncoding {
  readonly features: readonly FeatureEncoding[];
  readonly target?: { readonly name: string; readonly classes?: readonly string[] };
  readonly missing: "error" | "drop" | "mean";
}

/** What encoding needs of a table. */
export interface EncodableTable {
  readonly columns: readonly Column[];
  readonly size: number;
  column(name: string): Column;
  place(row: number): string;
}

const isMissing = (value: number | string | boolean | null): boolean => value === null || Number.isNaN(value);

/** The encoding that a table's own values ask for. */
export function fitEncoding(table: EncodableTable, options: ToTensorsOptions): TableEncoding {
  const { target, missing = "error", task, maxCategories = 100 } = options;
  const names =
    options.features ?? table.columns.map((column) => column.name).filter((name) => name !== target);
  if (names.length === 0)
    throw new NeurogradError(
      "empty_data",
      "toTensors: no column is left to predict from; name one in features",
    );
  if (target !== undefined && names.includes(target)) {
    throw new NeurogradError(
      "invalid_option",
      `toTensors: "${target}" is the target and among the features; leave it out of one`,
    );
  }
  const features = names.map((name) => fitFeature(table.column(name), maxCategories));
  return target === undefined
    ? { features, missing }
    : { features, target: fitTarget(table.column(target), task), missing };
}

function fitFeature(column: Column, maxCategories: number): FeatureEncoding {
  const { name, type } = column;
  if (column.type === "number") {
    const known = column.values.filter((value) => !Number.isNaN(value));
    if (known.length === 0) throw allMissing(name);
    return { name, type, fill: known.reduce((sum, value) => sum + value, 0) / known.length };
  }
  const counts = countValues(column.values);
  if (counts.size === 0) throw allMissing(name);
  const categories = [...counts.keys()].sort();
  const fill = categories.reduce((a, b) => ((counts.get(b) ?? 0) > (counts.get(a) ?? 0) ? b : a));
  if (column.type === "boolean") return { name, type, fill: Number(fill === "true") };
  if (categories.length > maxCategories) {
    throw new NeurogradError(
      "too_many_categories",
      `toTensors: column "${name}" has ${categories.length} different values in ${column.values.length} rows, over the limit of ${maxCategories}; leave it out with features, or raise maxCategories`,
    );
  }
  return { name, type, categories, fill };
}

function fitTarget(
  column: Column,
  task: ToTensorsOptions["task"],
): { name: string; classes?: readonly string[] } {
  const { name } = column;
  if (task === "regression" && column.type === "string") {
    throw new NeurogradError(
      "dtype_mismatch",
      `toTensors: target "${name}" holds strings, which no regression predicts; use task "classification"`,
    );
  }
  if (column.type === "number") {
    if (task !== "classification") return { name };
    const values = new Set(column.values.filter((value) => !Number.isNaN(value)));
    return { name, classes: [...values].sort((a, b) => a - b).map(String) };
  }
  return task === "regression" ? { name } : { name, classes: [...countValues(column.values).keys()].sort() };
}

function countValues(values: readonly (string | boolean | null)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values)
    if (value !== null) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  return counts;
}

/** A table's rows in a given encoding. */
export function encodeTable(table: EncodableTable, encoding: TableEncoding): TableTensors {
  const { features, target, missing } = encoding;
  const inputs = features.map(({ name }) => table.column(name));
  const output = target === undefined ? undefined : table.columns.find(({ name }) => name === target.name);
  const rows = keptRows(table, inputs, output, missing);
  const featureNames = features.flatMap(
    ({ name, categories }) => categories?.map((c) => `${name}=${c}`) ?? [name],
  );
  const width = featureNames.length;
  const x = new Float32Array(rows.length * width);
  let at = 0;
  features.forEach((feature, k) => {
    writeFeature(table, inputs[k], feature, rows, x, at, width);
    at += feature.categories?.length ?? 1;
  });
  const result = {
    x: new Tensor(x, [rows.length, width], "float32"),
    featureNames,
    classes: target?.classes,
    encoding,
  };
  if (output === undefined) return result;
  return {
    ...result,
    y:
      target?.classes === undefined
        ? quantities(output, rows)
        : classNumbers(table, output, rows, target.classes),
  };
}

function keptRows(
  table: EncodableTable,
  inputs: readonly Column[],
  output: Column | undefined,
  missing: TableEncoding["missing"],
): number[] {
  const checked = missing === "mean" ? [] : [...inputs];
  if (output !== undefined) checked.push(output);
  const rows = Array.from({ length: table.size }, (_, row) => row);
  const kept = rows.filter((row) => checked.every(({ values }) => !isMissing(values[row])));
  if (missing === "error" && kept.length < rows.length) throw missingIn(table, checked);
  if (kept.length === 0) {
    const why = rows.length === 0 ? "the table has no rows" : "every row has a missing value";
    throw new NeurogradError(
      "empty_data",
      `toTensors: ${why}, so none is left; ${rows.length === 0 ? "give some" : 'leave out the columns that lack them, or use missing: "mean"'}`,
    );
  }
  return kept;
}

function missingIn(table: EncodableTable, columns: readonly Column[]): NeurogradError {
  const counts = columns.map(
    ({ values }) => Array.from<number | string | boolean | null>(values).filter(isMissing).length,
  );
  const k = counts.findIndex((count) => count > 0);
  const first = Array.from<number | string | boolean | null>(columns[k].values).findIndex(isMissing);
  return new NeurogradError(
    "missing_values",
    `toTensors: column "${columns[k].name}" lacks ${counts[k]} of ${table.size} values, the first on ${table.place(first)}; choose missing: "drop" or "mean", or leave the column out`,
  );
}

function allMissing(name: string): NeurogradError {
  return new NeurogradError(
    "missing_values",
    `toTensors: column "${name}" has no value at all; leave it out with features`,
  );
}

function writeFeature(
  table: EncodableTable,
  column: Column,
  feature: FeatureEncoding,
  rows: readonly number[],
  x: Float32Array,
  at: number,
  width: number,
): void {
  const { name, categories, fill } = feature;
  if (categories !== undefined) {
    const places = new Map(categories.map((category, place) => [category, place]));
    rows.forEach((row, k) => {
      const value = column.values[row];
      const place = places.get(String(isMissing(value) ? fill : value));
      if (place === undefined) {
        throw new NeurogradError(
          "unknown_category",
          `toTensors: column "${name}" has ${JSON.stringify(value)} on ${table.place(row)}, not one of the encoded ${categories.join(", ")}; encode it together with them, or drop the row`,
        );
      }
      x[k * width + at + place] = 1;
    });
    return;
  }
  if (column.type === "string") {
    throw new NeurogradError(
      "dtype_mismatch",
      `toTensors: column "${name}" holds strings, and was ${feature.type} when it was encoded; mend the values that are not`,
    );
  }
  const { values } = column;
  rows.forEach((row, k) => {
    x[k * width + at] = Number(isMissing(values[row]) ? fill : values[row]);
  });
}

function quantities({ values, name, type }: Column, rows: readonly number[]): Tensor {
  if (type === "string") {
    throw new NeurogradError(
      "dtype_mismatch",
      `toTensors: target "${name}" holds strings, and was a quantity when it was encoded; mend the values that are not`,
    );
  }
  return new Tensor(
    Float32Array.from(rows, (row) => Number(values[row])),
    [rows.length],
    "float32",
  );
}

function classNumbers(
  table: EncodableTable,
  { name, values }: Column,
  rows: readonly number[],
  classes: readonly string[],
): Tensor {
  const places = new Map(classes.map((label, place) => [label, place]));
  const y = Int32Array.from(rows, (row) => {
    const place = places.get(String(values[row]));
    if (place !== undefined) return place;
    throw new NeurogradError(
      "unknown_category",
      `toTensors: target "${name}" is ${JSON.stringify(values[row])} on ${table.place(row)}, not one of the encoded ${classes.join(", ")}; encode it together with them, or drop the row`,
    );
  });
  return new Tensor(y, [rows.length], "int32");
}
