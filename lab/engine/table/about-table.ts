import {
  type Column,
  type CsvFormat,
  classFault,
  type LabeledTensors,
  planTable,
  strayTexts,
  type TablePlan,
} from "neurograd";
import type { OpenTable } from "./open-table.js";
import { heldOut, type TableSpec } from "./table-spec.js";

export interface AboutColumn {
  readonly name: string;
  readonly type: Column["type"];
  readonly missing: number;
  /** How many different values there are of texts, up to `mostKinds`. */
  readonly kinds: readonly string[] | undefined;
  readonly role: "target" | "feature" | "ignored" | "unused";
  /** Why nothing can be learned from it. */
  readonly unused: TablePlan["unused"][number]["why"] | undefined;
  /** The first cells, as text; null where there is no value. */
  readonly preview: readonly (string | null)[];
}

/** Why a table that could be read cannot be learned from as it is. */
export type TableFault =
  | { readonly kind: "oneColumn" | "noFeatures" | "tooFewRows" | "textTarget" }
  | { readonly kind: "oneClass"; readonly value: string; readonly line: string }
  | { readonly kind: "tooManyClasses"; readonly count: number }
  | {
      readonly kind: "strayText";
      readonly column: string;
      readonly text: string;
      readonly line: string;
      readonly numbers: number;
      readonly texts: number;
    };

export interface AboutTable {
  readonly rows: number;
  readonly format: CsvFormat;
  readonly columns: readonly AboutColumn[];
  readonly target: string;
  readonly task: TablePlan["task"];
  readonly why: TablePlan["why"];
  readonly features: readonly string[];
  /** Values that features lack, and that means or the most frequent stand for. */
  readonly missing: number;
  /** Rows without a target, left out. */
  readonly leftOut: number;
  readonly trained: number;
  readonly tested: number;
  readonly classes: readonly string[] | undefined;
  /** Numbers that a row becomes. */
  readonly inputs: number;
  readonly fault: TableFault | undefined;
}

const previewRows = 8;
const mostKinds = 200;

/** What a table is, what can be learned from it, and its rows as numbers where that is so. */
export function aboutTable(
  { table, format }: OpenTable,
  spec: TableSpec,
): { readonly about: AboutTable; readonly tensors: LabeledTensors | undefined } {
  const names = table.columns.map(({ name }) => name);
  const target = names.find((name) => name === spec.target);
  const plan = planTable(table, {
    target,
    task: spec.task,
    ignore: spec.ignored.filter((name) => names.includes(name) && name !== target),
  });
  let fault = faultOf(table, plan, spec);
  const tensors =
    fault === undefined
      ? table.toTensors({
          target: plan.target.name,
          features: plan.features,
          missing: "mean",
          task: plan.task,
          maxCategories: plan.maxCategories,
        })
      : undefined;
  if (tensors?.classes !== undefined) fault = classesFault(tensors.classes, tensors.x.shape[0], table);
  const rows = tensors?.x.shape[0] ?? 0;
  const tested = rows < 2 ? 0 : heldOut(rows, spec.testShare);
  const about: AboutTable = {
    rows: table.size,
    format,
    columns: table.columns.map((column) => aboutColumn(column, plan)),
    target: plan.target.name,
    task: plan.task,
    why: plan.why,
    features: plan.features,
    missing: plan.missing,
    leftOut: tensors === undefined ? 0 : table.size - rows,
    trained: rows - tested,
    tested,
    classes: tensors?.classes,
    inputs: tensors?.featureNames.length ?? 0,
    fault,
  };
  return { about, tensors: fault === undefined ? tensors : undefined };
}

function faultOf(
  table: OpenTable["table"],
  plan: TablePlan,
  { mixed, reading }: TableSpec,
): TableFault | undefined {
  if (table.columns.length < 2) return { kind: "oneColumn" };
  const used = new Set([plan.target.name, ...plan.features, ...plan.unused.map(({ name }) => name)]);
  const stray = strayTexts(table, reading.decimal).find(
    ({ column }) => used.has(column) && !mixed.includes(column),
  );
  if (stray !== undefined) {
    const { column, text, row, numbers, texts } = stray;
    return { kind: "strayText", column, text, line: table.place(row), numbers, texts };
  }
  if (plan.features.length === 0) return { kind: "noFeatures" };
  if (table.size < 4) return { kind: "tooFewRows" };
  if (plan.task === "regression" && plan.target.type === "string") return { kind: "textTarget" };
  return undefined;
}

function classesFault(
  classes: readonly string[],
  rows: number,
  table: OpenTable["table"],
): TableFault | undefined {
  const kind = classFault(classes, rows);
  if (kind === "oneClass") return { kind, value: classes[0] ?? "", line: table.place(0) };
  return kind === undefined ? undefined : { kind, count: classes.length };
}

function aboutColumn(column: Column, plan: TablePlan): AboutColumn {
  const { name, type } = column;
  const values = Array.from<number | string | boolean | null>(column.values);
  const isMissing = (value: unknown): boolean => value === null || Number.isNaN(value);
  const kinds = new Set(column.type === "number" ? [] : values.filter((v) => v !== null).map(String));
  const unused = plan.unused.find((each) => each.name === name)?.why;
  return {
    name,
    type,
    missing: values.filter(isMissing).length,
    kinds: column.type === "number" ? undefined : [...kinds].sort().slice(0, mostKinds),
    role:
      name === plan.target.name
        ? "target"
        : plan.features.includes(name)
          ? "feature"
          : unused === undefined
            ? "ignored"
            : "unused",
    unused,
    preview: values.slice(0, previewRows).map((value) => (isMissing(value) ? null : String(value))),
  };
}
