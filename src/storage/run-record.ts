import { NeurogradError } from "../core/errors.js";
import type { DataFingerprint } from "./fingerprint.js";

/** The version of what stands in `run.json`. */
export const runVersion = 1;

/** `run.json`: what a run is. */
export interface RunRecord {
  readonly format: number;
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  /** Null while it runs, and after a crash. */
  readonly finished: string | null;
  readonly versions: Readonly<Record<string, string>>;
  /** What the run was told: plain data, as the program gave it. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly data: DataFingerprint | null;
  /** What came of it. */
  readonly results: Readonly<Record<string, unknown>> | null;
}

/** The text of a `run.json`; `path` is the folder's, for messages. Throws `not_a_run`, `newer_format`. */
export function parseRunRecord(path: string, text: string): RunRecord {
  let record: Partial<RunRecord> | null;
  try {
    record = JSON.parse(text) as Partial<RunRecord> | null;
  } catch {
    throw notRun(path, "its run.json is not JSON");
  }
  const { format } = record ?? {};
  if (typeof format !== "number") throw notRun(path, "its run.json has no format version");
  if (format <= runVersion) return record as RunRecord; // as that version has it
  throw new NeurogradError(
    "newer_format",
    `${path}: run.json has format version ${format}, this Neurograd reads up to ${runVersion}; update neurograd`,
  );
}

export const notRun = (path: string, what: string): NeurogradError =>
  new NeurogradError(
    "not_a_run",
    `${path}: is not the folder of a run, for ${what}; give a folder such as runs/mnist`,
  );
