import type { Kind } from "./subjects.js";

// What the page and its worker say to each other. The types of specs, frames and answers are those of the subject's kind
// (`Remote` knows them).

/** From the page. */
export type Request =
  /** A new subject, `steps` steps on. */
  | { readonly type: "build"; readonly kind: Kind; readonly spec: unknown; readonly steps: number }
  /** Goes on, `perSecond` steps a second (Infinity: as fast as it goes), up to step `until`. */
  | { readonly type: "run"; readonly perSecond: number; readonly until: number }
  | { readonly type: "pause" }
  | { readonly type: "advance"; readonly steps: number }
  /** What each frame is to hold from now on. */
  | { readonly type: "watch"; readonly watch: unknown }
  /** The page has drawn the last frame: the next may come. */
  | { readonly type: "drawn" }
  /** One question to the subject. */
  | { readonly type: "ask"; readonly id: number; readonly name: string; readonly options: unknown };

/** From the worker. `build` numbers the subjects: what was said of an earlier one is old. */
export type Report =
  | { readonly type: "frame"; readonly build: number; readonly frame: unknown }
  | { readonly type: "state"; readonly running: boolean; readonly stepsPerSecond: number }
  | { readonly type: "answer"; readonly id: number; readonly value: unknown }
  /** Of a question, or of the subject: then it stands still. */
  | { readonly type: "failed"; readonly id?: number; readonly message: string; readonly code?: string };
