import type { LabSpec } from "../engine/spec.js";
import type { Frame } from "../engine/training.js";
import type { HistoryPoint } from "../store.js";
import type { Text } from "../text/lang.js";

/** One network that an experiment trains. */
export interface Run {
  readonly label: Text;
  readonly spec: LabSpec;
  readonly steps: number;
}

/** How a run ended. */
export interface Ending {
  readonly frame: Omit<Frame, "readings">;
  readonly history: readonly HistoryPoint[];
}

/** A question, an experiment, an answer. The guess comes first. */
export interface Lesson {
  readonly id: string;
  readonly minutes: number;
  readonly question: Text;
  /** What one needs to know to guess. */
  readonly before: readonly Text[];
  readonly choices: readonly Text[];
  readonly runs: readonly Run[];
  /** The view in which the experiment is watched. */
  readonly view: string;
  /** Which of the choices came true: read from the endings, not written down. */
  readonly outcome: (endings: readonly Ending[]) => number;
  /** The answer: what is true whatever this run gave. */
  readonly after: readonly Text[];
  /** Set-ups to go on with. */
  readonly more: readonly { readonly label: Text; readonly spec: LabSpec }[];
  /** Other views to go on in: their addresses. */
  readonly elsewhere?: readonly { readonly label: Text; readonly address: string }[];
}
