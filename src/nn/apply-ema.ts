import type { State } from "../core/executor.js";
import { averageSlot } from "./optimizer.js";
import { iterationsPath, slotPath } from "./state-entry.js";
import type { StepSpec } from "./step-spec.js";

/** Sets the weights to their running means, where the optimizer keeps them: what `fit` ends with, as in Keras. */
export function applyEma(state: State, { optimizer, trained }: StepSpec): void {
  if (!optimizer.common.useEma || state.read(iterationsPath).item() === 0) return;
  state.write(Object.fromEntries(trained.map((path) => [path, state.read(slotPath(averageSlot, path))])));
}
