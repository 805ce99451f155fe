import type { Logs } from "../nn/history.js";

/** A line of `history.jsonl`: the numbers of one epoch, counted from 1. */
export type EpochRecord = { readonly epoch: number } & Logs;

/** What is wrong with a line of a history, counted from 1. */
export interface HistoryFault {
  readonly line: number;
  /** `notFinite`: the number under `key` is none; the line counts nevertheless, with NaN. The others are no epochs. */
  readonly what: "notJson" | "noEpoch" | "tooLong" | "notFinite";
  readonly key?: string;
}

/** Most characters of a line. */
const longestLine = 1_000_000;
/** Faults that are kept; the others are counted. */
const keptFaults = 100;

/**
 * Reads a history while it grows: text comes in pieces of any length. Also what `neurograd train --json` prints: lines of other
 * events are passed over.
 *
 * @example
 * const reader = new HistoryReader();
 * reader.feed('{"epoch":1,"loss":0.5}\n{"epoch":2,"lo');
 * reader.epochs;                                                // [{ epoch: 1, loss: 0.5 }]
 */
export class HistoryReader {
  /** The epochs so far, in the order of the lines. */
  readonly epochs: EpochRecord[] = [];
  /** The line of each epoch. */
  readonly lines: number[] = [];
  readonly faults: HistoryFault[] = [];
  /** All faults, those that were not kept too. */
  faultCount = 0;
  private line = 1;
  private rest = "";
  private isTooLong = false;

  feed(text: string): void {
    let from = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", from)) {
      this.take(text.slice(from, end));
      this.finishLine();
      from = end + 1;
    }
    this.take(text.slice(from));
  }

  /** No more will come: what stands behind the last line break is a line, if it is whole. */
  end(): void {
    if (this.rest.trim() !== "" || this.isTooLong) this.finishLine();
  }

  private take(piece: string): void {
    if (this.isTooLong || this.rest.length + piece.length > longestLine) {
      this.isTooLong = true;
      this.rest = "";
    } else this.rest += piece;
  }

  private finishLine(): void {
    const text = this.rest.trim();
    if (this.isTooLong) this.fault({ line: this.line, what: "tooLong" });
    else if (text !== "") this.read(text);
    this.rest = "";
    this.isTooLong = false;
    this.line++;
  }

  private read(text: string): void {
    const { line } = this;
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      this.fault({ line, what: "notJson" }); // also two lines that a crash ran together
      return;
    }
    if (typeof json !== "object" || json === null) {
      this.fault({ line, what: "noEpoch" });
      return;
    }
    const { event, ...numbers } = json as Readonly<Record<string, unknown>>; // an object: its fields are looked at
    if (event !== undefined && event !== "epoch") return;
    if (!Number.isInteger(numbers.epoch)) {
      this.fault({ line, what: "noEpoch" });
      return;
    }
    const entries = Object.entries(numbers).map(([key, value]): [string, number] => {
      const number = typeof value === "number" ? value : Number.NaN; // JSON has null where it was not finite
      if (!Number.isFinite(number)) this.fault({ line, what: "notFinite", key });
      return [key, number];
    });
    this.epochs.push(Object.fromEntries(entries) as EpochRecord); // it has an epoch, and all are numbers
    this.lines.push(line);
  }

  private fault(fault: HistoryFault): void {
    this.faultCount++;
    if (this.faults.length < keptFaults) this.faults.push(fault);
  }
}
