import type { Value } from "../../core/graph.js";
import { add, divide, greater, multiply, round, subtract, where } from "../../core/ops/index.js";
import type { Parameter } from "../dynamics/quantity.js";
import type { FireWhen, StepContext, StepResult, Values } from "./neuron.js";

/**
 * What happens to the membrane after a spike: set to `vReset`; lowered by `vThreshold − vReset`, which keeps what was above the
 * threshold; or nothing.
 */
export const resets = ["value", "subtract", "none"] as const;
export type Reset = (typeof resets)[number];

/** The choices of neurons with a threshold. */
export interface FiringChoices {
  readonly reset: readonly Reset[];
  readonly fireWhen: readonly FireWhen[];
}
export const firingChoices: FiringChoices = { reset: resets, fireWhen: [">", ">="] };

export type FiringParameter = "vThreshold" | "vReset" | "tRefractory";

/** The state that counts down, in steps, where neurons rest after a spike; nothing where they never do. */
export const refractoryState = (tRefractory: Parameter): Readonly<Record<string, Parameter>> =>
  tRefractory === 0 ? {} : { refractory: 0 };

/**
 * The end of a step: `v` is what the membrane would be. It fires, is reset, and holds still for `tRefractory`, in whole steps;
 * what arrives meanwhile is lost. Further states go through unchanged.
 */
export function fireAndReset(
  { state, p, chosen, dt, fires }: StepContext<FiringParameter, FiringChoices>,
  v: Value,
  others: Values = {},
): StepResult {
  const { refractory } = state;
  if (refractory === undefined) {
    const spikes = fires(v, p.vThreshold);
    return { state: { ...others, v: resetOf(v, spikes, p, chosen.reset) }, spikes };
  }
  const isResting = greater(refractory, 0);
  const held = where(isResting, state.v, v);
  const spikes = where(isResting, 0, fires(v, p.vThreshold));
  const steps = round(divide(p.tRefractory, dt));
  return {
    state: {
      ...others,
      v: resetOf(held, spikes, p, chosen.reset),
      refractory: add(where(isResting, subtract(refractory, 1), 0), multiply(spikes, steps)),
    },
    spikes,
  };
}

function resetOf(
  v: Value,
  spikes: Value,
  { vThreshold, vReset }: Values<"vThreshold" | "vReset">,
  reset: Reset,
): Value {
  if (reset === "none") return v;
  if (reset === "subtract") return subtract(v, multiply(spikes, subtract(vThreshold, vReset)));
  return where(greater(spikes, 0.5), vReset, v);
}

/** The membrane after a spike, in float64, for closed forms. */
export const resetNumber = (v: number, vThreshold: number, vReset: number, reset: Reset): number =>
  reset === "none" ? v : reset === "subtract" ? v - (vThreshold - vReset) : vReset;
