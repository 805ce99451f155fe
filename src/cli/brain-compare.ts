import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ComparedRow, Comparison } from "../brain/compare/index.js";
import { nearestName } from "../core/errors.js";
import { brainCompareOptions } from "./brain-compare-options.js";
import { CommandError, exitCodes, usageError } from "./command-error.js";
import { describeComparison, describeRow } from "./describe-comparison.js";
import { watchInterrupt } from "./interrupt.js";
import type { Io } from "./io.js";
import { languageOf } from "./language.js";
import type { Messages } from "./messages.js";
import { paintFor } from "./paint.js";
import { parseOptions } from "./parse-options.js";
import { pickRuntime } from "./pick-runtime.js";

/** `neurograd brain compare`. */
export async function brainCompare(args: readonly string[], io: Io, say: Messages): Promise<number> {
  const { values, positionals } = parseOptions(args, brainCompareOptions, say);
  if (positionals.length > 0) throw usageError(say.tooManyArguments(positionals));
  const { json: asJson = false, out, rows, seed, digits } = values;
  // Loaded when asked for: other commands need nothing of the brain.
  const { compare, compareHtml, compareRows } = await import("../brain/compare/index.js");
  const { rows: allRows } = await import("../brain/compare/rows/index.js");
  const unknown = rows?.find((name) => !compareRows.includes(name));
  if (unknown !== undefined)
    throw usageError(say.notAmong("--rows", unknown, nearestName(unknown, compareRows), compareRows));
  const folder = out ?? (asJson ? undefined : "runs/brain-compare");
  if (folder !== undefined) await inFolder(folder, say, () => mkdir(folder, { recursive: true }));
  const runtime = await pickRuntime(values.runtime, 1, io, say);

  const language = values.lang ?? languageOf([], io.env);
  const paint = paintFor(io.stdout, io.env);
  const wanted = allRows.filter(({ row }) => rows?.includes(row) ?? true);
  const interrupt = watchInterrupt(io, say);
  const line = (text: string): void => {
    if (io.stderr.isTerminal && !interrupt.signal.aborted) io.stderr.write(`\r\x1b[K${text}`);
  };
  const begins = (number: number): void =>
    line(
      number < wanted.length ? say.comparing(wanted[number].title[language], number + 1, wanted.length) : "",
    );
  let done = 0;
  begins(0);
  const onRow = (row: ComparedRow): void => {
    line("");
    if (!asJson) io.stdout.write(`${describeRow(row, language, paint, io.stdout.columns()).join("\n")}\n\n`);
    begins(++done);
  };
  const comparison = await compare({
    onRow,
    runtime,
    signal: interrupt.signal,
    ...(rows && { rows }),
    ...(seed !== undefined && { seed }),
    ...(digits && { digits }),
  });
  interrupt.off();
  if (asJson) io.stdout.write(`${JSON.stringify(forPrograms(comparison))}\n`);
  else
    io.stdout.write(`${describeComparison(comparison, language, paint, io.stdout.columns()).join("\n")}\n`);
  if (folder !== undefined) {
    const [page, data] = [join(folder, "compare.html"), join(folder, "compare.json")];
    await inFolder(folder, say, async () => {
      await writeFile(page, compareHtml(comparison, { lang: language }));
      await writeFile(data, `${JSON.stringify(forPrograms(comparison), undefined, 2)}\n`);
    });
    if (!asJson) io.stdout.write(`${say.comparedWrote([page, data])}\n`);
  }
  return interrupt.signal.aborted ? exitCodes.interrupted : exitCodes.done;
}

async function inFolder(folder: string, say: Messages, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw new CommandError(say.cannotWrite(folder, error instanceof Error ? error.message : String(error)));
  }
}

/** All but the pictures, which are for the page. */
const forPrograms = ({ rows, ...rest }: Comparison): object => ({
  ...rest,
  rows: rows.map(({ plots, ...row }) => row),
});
