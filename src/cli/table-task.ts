import { basename, extname } from "node:path";
import { nearestName } from "../core/errors.js";
import { type Column, classFault, planTable, readCsv, type Table } from "../data/index.js";
import { isSpreadsheet } from "../data/is-spreadsheet.js";
import * as layers from "../nn/layers/index.js";
import { input } from "../nn/symbol.js";
import { CommandError, usageError } from "./command-error.js";
import { holdOut } from "./hold-out.js";
import type { Messages } from "./messages.js";
import { typed } from "./parse-options.js";
import { readNamedFile } from "./read-file.js";
import type { Task } from "./task.js";
import type { TrainValues } from "./train-options.js";

/** Held out of a table unless the user says otherwise. */
const defaultSplit = 0.2;

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
  const ignore = (values.ignore ?? []).map((name) => named(table, name, "--ignore", say).name);
  const plan = planTable(table, { target: target.name, task: values.task, ignore });
  const { task, why, features, unused, missing, maxCategories } = plan;
  if (task === "regression" && target.type === "string") throw usageError(say.textTarget(path, target.name));
  const { x, y, classes, encoding, featureNames } = table.toTensors({
    target: target.name,
    features,
    missing: "mean",
    task,
    maxCategories,
  });
  const rows = x.shape[0];
  if (classes !== undefined) checkClasses(path, target.name, classes, rows, say);
  const share = values.validationSplit ?? defaultSplit;
  if (rows < 2 && share > 0) throw new CommandError(say.tooFewRows(path, rows));
  const split = holdOut(x, y, share, seed);

  const scale = layers.normalization();
  scale.adapt(split.train.x);
  const about = [
    say.csvData(path, table.size, all.length),
    say.target(target.name, values.target !== undefined),
    classes === undefined
      ? say.regression(why === "asked" ? "asked" : "numbers")
      : say.classification(classes.length, why === "numbers" ? "strings" : why),
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
  if (isSpreadsheet(bytes)) throw new CommandError(say.spreadsheet(path));
  return readCsv(bytes, { name: path });
}

function named(table: Table, name: string, option: string, say: Messages): Column {
  const names = table.columns.map((column) => column.name);
  if (names.includes(name)) return table.column(name);
  throw usageError(say.notAmong(option, name, nearestName(name, names), names));
}

function checkClasses(
  path: string,
  target: string,
  classes: readonly string[],
  rows: number,
  say: Messages,
): void {
  const fault = classFault(classes, rows);
  if (fault === "oneClass") throw new CommandError(say.oneClass(path, target, classes[0]));
  if (fault === "tooManyClasses") throw new CommandError(say.tooManyClasses(target, classes.length, rows));
}
