import { displayWidth } from "../core/display-width.js";
import type { Callback } from "../nn/callback.js";
import { progressLine } from "../nn/callbacks/progress-line.js";
import type { Io } from "./io.js";
import type { Messages } from "./messages.js";
import { paintFor } from "./paint.js";

export type OutputKind = "lines" | "json" | "quiet";

/** Lines of epochs that stay in a terminal; of more epochs every so many stay. */
const keptLines = 20;

/** What is printed while a network learns, and where it has come to. */
export class TrainingWatch implements Callback {
  readonly takesSeveralSteps = true;
  private before = 0;
  private inEpoch = 0;
  /** From 1; 0 before the first. */
  epoch = 0;

  get steps(): number {
    return this.before + this.inEpoch;
  }

  onEpochBegin(epoch: number): void {
    this.epoch = epoch + 1;
    this.before = this.steps;
    this.inEpoch = 0;
  }

  onTrainBatchEnd(batch: number): void {
    this.inEpoch = batch + 1;
  }
}

/** The callback that prints, in the way asked for. */
export function printingCallbacks(kind: OutputKind, io: Io, say: Messages): Callback[] {
  switch (kind) {
    case "quiet":
      return [];
    case "json":
      return [jsonLines(io)];
    case "lines": {
      const { stdout } = io;
      const paint = paintFor(stdout, io.env);
      const every = (epochs: number): number => Math.ceil(epochs / keptLines);
      return [
        progressLine((text) => stdout.write(text), {
          isLive: stdout.isTerminal,
          columns: () => stdout.columns(),
          width: displayWidth,
          words: say,
          paint: { bar: paint.good, faint: paint.faint },
          stays: (epoch, epochs) => (epoch + 1) % every(epochs) === 0,
          now: io.now,
        }),
      ];
    }
  }
}

/** One object a line for each epoch: its number from 1, the keys of the history, and its seconds. */
function jsonLines(io: Io): Callback {
  let began = 0;
  return {
    onEpochBegin: () => {
      began = io.now();
    },
    onEpochEnd: (epoch, logs) => {
      const seconds = secondsSince(began, io);
      io.stdout.write(`${JSON.stringify({ event: "epoch", epoch: epoch + 1, ...logs, seconds })}\n`);
    },
  };
}

/** With three decimals. */
export const secondsSince = (began: number, io: Io): number => Math.round(io.now() - began) / 1000;
