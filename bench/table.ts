import type { Task } from "./protocol.js";
import { median, pairedRatio } from "./statistics.js";

/** What was compared: one block of the table. */
export interface Case {
  readonly task: Task;
  readonly optimizer: "sgd" | "adam";
  readonly batch: number;
  readonly threads: number;
}

/** One peer's times in a case, ms per step of each round. */
export interface Measurement {
  readonly peer: string;
  readonly label: string;
  readonly detail: string;
  readonly rounds: readonly number[];
}

/** A line of the table; `toNative` and `toWasm`: its time over ours, the median of the rounds' ratios. */
export interface Row extends Case {
  readonly peer: string;
  readonly label: string;
  readonly detail: string;
  readonly ms: number;
  readonly min: number;
  readonly max: number;
  readonly rounds: number;
  readonly toNative: number | null;
  readonly toWasm: number | null;
}

export interface Skip {
  readonly peer: string;
  readonly why: string;
  readonly install?: string;
}

export function rowsOf(what: Case, measurements: readonly Measurement[]): Row[] {
  const roundsOf = (peer: string) => measurements.find((m) => m.peer === peer)?.rounds ?? [];
  return measurements
    .filter(({ rounds }) => rounds.length > 0)
    .map(({ peer, label, detail, rounds }) => ({
      ...what,
      peer,
      label,
      detail,
      ms: median(rounds),
      min: Math.min(...rounds),
      max: Math.max(...rounds),
      rounds: rounds.length,
      toNative: pairedRatio(rounds, roundsOf("native")),
      toWasm: pairedRatio(rounds, roundsOf("wasm")),
    }));
}

/** The case's lines, columns aligned; `words` are the headings. */
export function formatRows(rows: readonly Row[], words: readonly string[]): string {
  const cells = rows.map((row) => [
    row.label,
    milliseconds(row.ms),
    `${milliseconds(row.min)}–${milliseconds(row.max)}`,
    times(row.toNative),
    times(row.toWasm),
    row.detail,
  ]);
  const all = [words, ...cells];
  const widths = words.map((_, column) => Math.max(...all.map((line) => width(line[column]))));
  return all
    .map((line) =>
      line
        .map((cell, column) => {
          const space = " ".repeat(widths[column] - width(cell));
          return column === 0 || column === line.length - 1 ? cell + space : space + cell;
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Three figures. */
export function milliseconds(ms: number): string {
  if (ms >= 100) return ms.toFixed(0);
  if (ms >= 10) return ms.toFixed(1);
  if (ms >= 1) return ms.toFixed(2);
  return ms >= 0.1 ? ms.toFixed(3) : ms.toFixed(4);
}

function times(ratio: number | null): string {
  if (ratio === null) return "";
  return `${ratio >= 100 ? ratio.toFixed(0) : ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2)}×`;
}

/** Columns that a terminal gives a text: Chinese characters take two. */
function width(text: string): number {
  return [...text].reduce(
    (sum, character) => sum + (/[\u2E80-\u9FFF\uFF00-\uFFEF]/.test(character) ? 2 : 1),
    0,
  );
}

/** Each peer once, several reasons joined; a library that one Python lacks and another has is not told of. */
export function tellSkips(
  skips: readonly (Skip & { family: string })[],
  measured: ReadonlySet<string>,
): Skip[] {
  const told = new Map<string, Skip>();
  for (const { family, ...skip } of skips) {
    const before = told.get(skip.peer);
    if (measured.has(family) && skip.why.includes("for this Python")) continue;
    if (before === undefined) told.set(skip.peer, skip);
    else if (!before.why.includes(skip.why))
      told.set(skip.peer, { ...before, why: `${before.why}; ${skip.why}` });
  }
  return [...told.values()];
}
