import { type Doctor, doctor, type Finding, type Reading } from "neurograd/explain";
import type { Training } from "../training.js";

export interface Inside {
  /** The first, some between, the latest. */
  readonly readings: readonly Reading[];
  readonly findings: readonly Finding[];
}

export interface InsideOptions {
  /** What was said when training broke off. */
  readonly failure?: string;
}

const mostExamples = 256;
const mostReadings = 24;

const doctors = new WeakMap<Training, Doctor>();

/** The doctor's readings of this training, one for each step at which somebody looked, and what is wrong. */
export async function inside(training: Training, { failure }: InsideOptions): Promise<Inside> {
  const own = doctors.get(training) ?? newDoctor(training);
  doctors.set(training, own);
  if (own.readings.at(-1)?.step !== training.step) await own.look(training.net, training.step);
  if (failure !== undefined) own.hear(new Error(failure));
  return { readings: thinned(own.readings), findings: own.findings };
}

function newDoctor({ data: { train } }: Training): Doctor {
  return doctor({ x: train.x.slice(0, mostExamples), y: train.y.slice(0, mostExamples) });
}

function thinned(readings: readonly Reading[]): readonly Reading[] {
  const last = readings.length - 1;
  if (last < mostReadings) return readings;
  return Array.from(
    { length: mostReadings },
    (_, k) => readings[Math.round((k * last) / (mostReadings - 1))],
  );
}
