import type { InstrumentName, Readings, Watch } from "./instruments/index.js";
import type { LabSpec } from "./spec.js";
import type { Frame } from "./training.js";

// What the page and its worker say to each other.

/** From the page. */
export type Request =
  /** A new network, `steps` steps on. */
  | { readonly type: "build"; readonly spec: LabSpec; readonly steps: number }
  /** Trains on, `perSecond` steps a second (Infinity: as fast as it goes), up to step `until`. */
  | { readonly type: "run"; readonly perSecond: number; readonly until: number }
  | { readonly type: "pause" }
  | { readonly type: "advance"; readonly steps: number }
  /** What each frame is to hold from now on. */
  | { readonly type: "watch"; readonly watch: Watch }
  /** The page has drawn the last frame: the next may come. */
  | { readonly type: "drawn" }
  /** One reading of one instrument. */
  | { readonly type: "ask"; readonly id: number; readonly name: InstrumentName; readonly options: unknown }
  /** The model as a file. */
  | { readonly type: "save"; readonly id: number };

/** From the worker. `build` numbers the networks: what was said of an earlier one is old. */
export type Report =
  | { readonly type: "frame"; readonly build: number; readonly frame: Frame }
  | { readonly type: "state"; readonly running: boolean; readonly stepsPerSecond: number }
  | { readonly type: "answer"; readonly id: number; readonly value: Readings[InstrumentName] | Uint8Array }
  /** Of a question, or of the network: then it stands still. */
  | { readonly type: "failed"; readonly id?: number; readonly message: string; readonly code?: string };
