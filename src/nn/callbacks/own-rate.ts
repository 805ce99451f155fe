import { NeurogradError } from "../../core/errors.js";
import type { Model } from "../model.js";

/** Throws `invalid_option` where the learning rate is a schedule: callbacks cannot set it. */
export function checkOwnRate(where: string, model: Model): void {
  const { kind, schedule } = model.compiled(where).optimizer;
  if (schedule === null) return;
  throw new NeurogradError(
    "invalid_option",
    `${where}: the learningRate of ${kind} is the schedule ${schedule.kind}, which says it for every step; use this callback with a number, or the schedule alone`,
  );
}
