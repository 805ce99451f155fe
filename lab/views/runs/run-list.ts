import { HistoryReader, parseRunRecord, type RunRecord } from "neurograd";

/** Where a run came from: the server's folder, a file of the person's, the examples. */
export type Source = "live" | "file" | "example";

/** What the page says of a run's files, with the line where there is one. */
export interface Notice {
  readonly line?: number;
  readonly what: "notJson" | "noEpoch" | "tooLong" | "notFinite" | "notGrowing" | "record" | "cut" | "more";
  readonly detail?: string;
}

export interface Run {
  readonly id: string;
  readonly name: string;
  readonly source: Source;
  /** Its color and shape. */
  readonly mark: number;
  readonly record: RunRecord | undefined;
  readonly curves: Curves;
  readonly notices: readonly Notice[];
}

/** The numbers of a history, column by column. */
export interface Curves {
  readonly epoch: Float64Array;
  /** By key, without epoch. */
  readonly columns: ReadonlyMap<string, Column>;
}

/** The values under one key, of the lines that have it: validation may come every few epochs. */
export interface Column {
  /** Which epochs have one, by their place in `epoch`. */
  readonly rows: readonly number[];
  readonly values: readonly number[];
}

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly source: Source;
  readonly mark: number;
  record: RunRecord | undefined;
  recordFault: string | undefined;
  reader: HistoryReader;
  isCut: boolean;
  /** Before the connection was begun anew. */
  isOld: boolean;
  shown: { readonly at: string; readonly run: Run } | undefined;
}

/** The runs on the page, as their files come in. */
export class RunList {
  private readonly entries = new Map<string, Entry>();
  private begun = 0;

  get runs(): readonly Run[] {
    return [...this.entries.values()].map(runOf);
  }

  /** The text of a run.json. */
  record(id: string, name: string, source: Source, text: string): void {
    const entry = this.entry(id, name, source);
    try {
      entry.record = parseRunRecord(name, text);
      entry.recordFault = undefined;
    } catch (error) {
      entry.recordFault = error instanceof Error ? error.message : String(error);
    }
    entry.shown = undefined;
  }

  /** A file that could not be read at all. */
  fault(id: string, name: string, source: Source, message: string): void {
    const entry = this.entry(id, name, source);
    entry.recordFault = message;
    entry.shown = undefined;
  }

  /** More of a history. */
  history(id: string, name: string, source: Source, text: string, isFirst = false): void {
    const entry = this.entry(id, name, source);
    if (isFirst) {
      entry.reader = new HistoryReader();
      entry.isCut = false;
    }
    entry.reader.feed(text);
  }

  /** No more of it will come. */
  end(id: string): void {
    this.entries.get(id)?.reader.end();
  }

  /** Only the beginning of its history was read. */
  cut(id: string): void {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    entry.isCut = true;
    entry.shown = undefined;
  }

  remove(id: string): void {
    this.entries.delete(id);
  }

  /** Takes away the runs of a source. */
  clear(source: Source): void {
    for (const { id, source: own } of this.entries.values()) if (own === source) this.entries.delete(id);
  }

  /** The server tells everything again; what it does not name until `settle` is gone. */
  expectAnew(): void {
    for (const entry of this.entries.values()) entry.isOld = entry.source === "live";
  }

  settle(): void {
    for (const { id, isOld } of this.entries.values()) if (isOld) this.entries.delete(id);
  }

  private entry(id: string, name: string, source: Source): Entry {
    const known = this.entries.get(id);
    if (known !== undefined) {
      known.isOld = false;
      return known;
    }
    const made: Entry = {
      id,
      name,
      source,
      mark: this.begun++,
      record: undefined,
      recordFault: undefined,
      reader: new HistoryReader(),
      isCut: false,
      isOld: false,
      shown: undefined,
    };
    this.entries.set(id, made);
    return made;
  }
}

/** The same object while nothing has come in. */
function runOf(entry: Entry): Run {
  const { id, name, source, mark, record, recordFault, reader, isCut, shown } = entry;
  const at = `${reader.epochs.length} ${reader.faultCount} ${isCut}`;
  if (shown?.at === at) return shown.run;
  const { curves, notGrowing } = curvesOf(reader);
  const hidden = reader.faultCount - reader.faults.length;
  const notices: Notice[] = [
    ...(recordFault === undefined ? [] : [{ what: "record" as const, detail: recordFault }]),
    ...(isCut ? [{ what: "cut" as const }] : []),
    ...reader.faults.map(({ line, what, key }) => ({
      line,
      what,
      ...(key !== undefined && { detail: key }),
    })),
    ...notGrowing.map((line) => ({ line, what: "notGrowing" as const })),
    ...(hidden > 0 ? [{ what: "more" as const, detail: String(hidden) }] : []),
  ];
  const run: Run = { id, name, source, mark, record, curves, notices };
  entry.shown = { at, run };
  return run;
}

const mostNotices = 100;

/** A line whose epoch does not come after the one before it does not count: a curve goes one way. */
function curvesOf({ epochs, lines }: HistoryReader): {
  readonly curves: Curves;
  readonly notGrowing: readonly number[];
} {
  const kept: number[] = [];
  const notGrowing: number[] = [];
  let last = -Infinity;
  for (let k = 0; k < epochs.length; k++) {
    if (epochs[k].epoch > last) {
      last = epochs[k].epoch;
      kept.push(k);
    } else if (notGrowing.length < mostNotices) notGrowing.push(lines[k]);
  }
  const columns = new Map<string, { rows: number[]; values: number[] }>();
  for (const [row, k] of kept.entries()) {
    const record = epochs[k];
    for (const key of Object.keys(record)) {
      if (key === "epoch") continue;
      let column = columns.get(key);
      if (column === undefined) {
        if (columns.size >= mostColumns) continue;
        column = { rows: [], values: [] };
        columns.set(key, column);
      }
      column.rows.push(row);
      column.values.push(record[key]);
    }
  }
  return { curves: { epoch: Float64Array.from(kept, (k) => epochs[k].epoch), columns }, notGrowing };
}

const mostColumns = 100;
