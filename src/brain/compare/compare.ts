import { unknownName } from "../../core/errors.js";
import { environment } from "../../environment.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkOneOf, checkWholeNumber } from "../../nn/options.js";
import { type DigitSource, hasMnist } from "./digits.js";
import type { Figure, Published, Row, Words } from "./row.js";
import { rows as allRows } from "./rows/index.js";
import { type CompareRuntime, Workshop } from "./workshop.js";

export interface CompareOptions {
  /** Which comparisons; see `compareRows`. Default: all. */
  readonly rows?: readonly string[];
  /** Default: 1. */
  readonly seed?: number;
  /** `mnist`: handwritten digits, which must be on this machine; `drawn`: digits by a generator. Default: MNIST where it is there; nothing is downloaded. */
  readonly digits?: DigitSource;
  /** For the networks that are trained. Default: "auto". */
  readonly runtime?: CompareRuntime;
  /** Told of each row when it is done. */
  readonly onRow?: (row: ComparedRow) => void;
  /** Stops before the next row; the comparison then has the rows that were done. */
  readonly signal?: AbortSignal;
}

/** A row with what was measured. */
export interface ComparedRow {
  readonly row: string;
  readonly title: Words;
  readonly question: Words;
  readonly artificial: readonly Figure[];
  readonly brain: readonly Figure[];
  readonly published: readonly Published[];
  /** One sentence: what is analogy, and what is not. */
  readonly analogy: Words;
  /** SVG text. */
  readonly plots: readonly Words[];
  /** Clock times, which differ from run to run; everything else is the same for the same seed, digits and runtime. */
  readonly times: { readonly seconds: number; readonly figures: readonly Figure[] };
}

/** Artificial networks beside models of the brain beside biology. */
export interface Comparison {
  readonly seed: number;
  readonly digits: DigitSource;
  readonly runtime: string;
  readonly rows: readonly ComparedRow[];
}

/** The names of all comparisons, in their order. */
export const compareRows: readonly string[] = allRows.map(({ row }) => row);

/**
 * Networks and models of the brain side by side: trains and simulates small instances of both, and puts beside them what has been published about brains. Every figure of the two is measured in this
 * run. It takes about half a minute, and uses `setSeed`.
 *
 * Throws  `unknown_name`, `invalid_option`; `dataset_unavailable` for `digits: "mnist"` where it is not there.
 *
 * @example
 * const { rows } = await compare({ rows: ["neuron"], seed: 1 });
 * for (const { name, value, unit } of rows[0].brain) console.log(name.en, value, unit);
 */
export async function compare(options: CompareOptions = {}): Promise<Comparison> {
  checkOptionNames("compare", options, ["rows", "seed", "digits", "runtime", "onRow", "signal"]);
  const { rows: names = compareRows, seed = 1, runtime = "auto", onRow, signal } = options;
  checkWholeNumber("compare", "seed", seed);
  if (options.digits !== undefined) checkOneOf("compare", "digits", options.digits, ["mnist", "drawn"]);
  for (const name of names)
    if (!compareRows.includes(name)) throw unknownName("compare: rows", name, compareRows);
  const digits = options.digits ?? ((await hasMnist()) ? "mnist" : "drawn");
  const executor = await environment.createExecutor({ runtime, threads: 1 });
  const workshop = new Workshop(seed, executor.runtime, digits);
  const rows: ComparedRow[] = [];
  for (const row of allRows) {
    if (!names.includes(row.row) || signal?.aborted) continue;
    rows.push(await measured(row, workshop));
    onRow?.(rows[rows.length - 1]);
  }
  return { seed, digits, runtime: executor.runtime, rows };
}

async function measured(record: Row, workshop: Workshop): Promise<ComparedRow> {
  const { row, title, question, published, analogy } = record;
  const start = performance.now();
  const { artificial, brain, times = [], plots = [] } = await record.measure(workshop);
  const seconds = (performance.now() - start) / 1000;
  return {
    row,
    title,
    question,
    artificial,
    brain,
    published,
    analogy,
    plots,
    times: { seconds, figures: times },
  };
}
