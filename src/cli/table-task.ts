import { basename, extname } from "node:path";
import { nearestName } from "../core/errors.js";
import { type Column, readCsv, type Table } from "../data/index.js";
import * as layers from "../nn/layers/index.js";
import { input } from "../nn/symbol.js";
import { CommandError, usageError } from "./command-error.js";
import { holdOut } from "./hold-out.js";
import type { Messages } from "./messages.js";
import { typed } from "./parse-options.js";
import { readNamedFile } from "./read-file.js";
import type { Task } from "./task.js";
import type { TaskWord, TrainValues } from "./train-options.js";
import { unusedColumns } from "./unused-columns.js";

/** Held out of a table unless the user says otherwise. */
const defaultSplit = 0.2;
/** More texts than this in a column are names or remarks rather than kinds. */
const maxCategories = 100;

/** A column of a CSV file from the others. */
export async function tableTask(
  path: string,
  values: TrainValues,
  seed: number,
  say: Messages,
): Promise<Task> {
  for (const key of ["train", "test"] as const)
    if (values[key] !== undefined) throw usageError(say.notForCsv(typed(key)));
  const table = await readTable(path, say);
  const all = table.columns.map(({ name }) => name);
  const target = named(table, values.target ?? all.at(-1) ?? "", "--target", say);
  const ignored = new Set((values.ignore ?? []).map((name) => named(table, name, "--ignore", say).name));
  const task = taskOf(target, values.task, table.size);
  if (task.word === "regression" && target.type === "string")
    throw usageError(say.textTarget(path, target.name));

  const candidates = table.columns.filter(({ name }) => name !== target.name && !ignored.has(name));
  const unused = unusedColumns(candidates, maxCategories);
  const features = candidates.filter((column) => !unused.some(({ name }) => name === column.name));
  const { x, y, classes, encoding, featureNames } = table.toTensors({
    target: target.name,
    features: features.map(({ name }) => name),
    missing: "mean",
    task: task.word,
    maxCategories,
  });
  const rows = x.shape[0];
  if (classes !== undefined) checkClasses(path, target.name, classes, rows, say);
  const share = values.validationSplit ?? defaultSplit;
  if (rows < 2 && share > 0) throw new CommandError(say.tooFewRows(path, rows));
  const split = holdOut(x, y, share, seed);

  const scale = layers.normalization();
  scale.adapt(split.train.x);
  const missing = features.reduce((sum, column) => sum + missingIn(column), 0);
  const about = [
    say.csvData(path, table.size, all.length),
    say.target(target.name, values.target !== undefined),
    classes === undefined
      ? say.regression(task.why === "asked" ? "asked" : "numbers")
      : say.classification(classes.length, task.why === "numbers" ? "strings" : task.why),
    ...(unused.length > 0 ? [say.leftOut(unused)] : []),
    ...(missing > 0 ? [say.missingFilled(missing)] : []),
    ...(rows < table.size ? [say.missingTargets(table.size - rows)] : []),
    say.split(split.train.x.shape[0], split.validation?.x.shape[0] ?? 0),
  ];
  return {
    name: basename(path, extname(path)),
    about,
    ...split,
    test: undefined,
    input: input({ shape: [featureNames.length] }),
    entry: [scale],
    width: featureNames.length,
    classes,
    encoding,
  };
}

/** A CSV file as a table, with its path in what is said of it. */
export async function readTable(path: string, say: Messages): Promise<Table> {
  const bytes = await readNamedFile(path, say);
  // The first bytes of a ZIP archive, which .xlsx and .ods files are, and of an old .xls file.
  const magic = Buffer.from(bytes.subarray(0, 4)).toString("latin1");
  if (magic === "PK\x03\x04" || magic === "\xd0\xcf\x11\xe0") throw new CommandError(say.spreadsheet(path));
  return readCsv(bytes, { name: path });
}

function named(table: Table, name: string, option: string, say: Messages): Column {
  const names = table.columns.map((column) => column.name);
  if (names.includes(name)) return table.column(name);
  throw usageError(say.notAmong(option, name, nearestName(name, names), names));
}

type Reason = "asked" | "strings" | "integers" | "numbers";

/** Classes for texts, booleans, and few whole numbers that repeat; else a quantity. */
function taskOf(
  { type, values }: Column,
  asked: TaskWord | undefined,
  rows: number,
): { readonly word: TaskWord; readonly why: Reason } {
  if (asked !== undefined) return { word: asked, why: "asked" };
  if (type !== "number") return { word: "classification", why: "strings" };
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  const different = new Set(known).size;
  return known.every(Number.isInteger) && different <= 20 && different * 3 <= rows
    ? { word: "classification", why: "integers" }
    : { word: "regression", why: "numbers" };
}

function checkClasses(
  path: string,
  target: string,
  classes: readonly string[],
  rows: number,
  say: Messages,
): void {
  if (classes.length === 1) throw new CommandError(say.oneClass(path, target, classes[0]));
  if (classes.length > 2 && classes.length * 2 > rows)
    throw new CommandError(say.tooManyClasses(target, classes.length, rows));
}

function missingIn({ values }: Column): number {
  return Array.from<number | string | boolean | null>(values).filter((v) => v === null || Number.isNaN(v))
    .length;
}
