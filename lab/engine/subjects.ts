import type { DigitsSpec } from "./digits/digits.js";
import type { DescentSpec } from "./race/descent.js";
import type { RaceSpec } from "./race/race.js";
import type { LabSpec } from "./spec.js";
import type { SpikingSpec } from "./spiking/spec.js";
import type { Subject } from "./subject.js";
import type { TableSpec } from "./table/table-spec.js";

/** What can be trained in a worker: a folder or file here and a line below. Each is loaded when it is first wanted. */
export const subjects = {
  descent: async (spec: DescentSpec) => (await import("./race/descent.js")).Descent.begin(spec),
  diagram: async (_spec: object) => new (await import("./diagram/diagram.js")).Diagram(),
  digits: async (spec: DigitsSpec) => (await import("./digits/open.js")).openDigits(spec),
  network: async (spec: LabSpec) => new (await import("./training.js")).Training(spec),
  race: async (spec: RaceSpec) => (await import("./race/race.js")).Race.begin(spec),
  spiking: async (spec: SpikingSpec) => new (await import("./spiking/spiking.js")).Spiking(spec),
  table: async (spec: TableSpec) => (await import("./table/table-training.js")).tableTraining(spec),
} as const satisfies Readonly<Record<string, (spec: never) => Promise<Subject>>>;

export type Kind = keyof typeof subjects;
/** Everything that a subject of the kind follows from. */
export type SpecOf<K extends Kind> = Parameters<(typeof subjects)[K]>[0];
type SubjectOf<K extends Kind> = Awaited<ReturnType<(typeof subjects)[K]>>;
export type FrameOf<K extends Kind> = Awaited<ReturnType<SubjectOf<K>["frame"]>>;
export type WatchOf<K extends Kind> = Parameters<SubjectOf<K>["frame"]>[0];
type QuestionsOf<K extends Kind> = SubjectOf<K>["questions"];
export type QuestionName<K extends Kind> = keyof QuestionsOf<K> & string;
export type OptionsOf<K extends Kind, Q extends QuestionName<K>> = QuestionsOf<K>[Q] extends (
  options: infer Options,
) => unknown
  ? Options
  : never;
export type AnswerOf<K extends Kind, Q extends QuestionName<K>> = QuestionsOf<K>[Q] extends (
  options: never,
) => Promise<infer Answer>
  ? Answer
  : never;
