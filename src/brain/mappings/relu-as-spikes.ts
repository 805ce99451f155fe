import { clip } from "../../core/ops/index.js";
import { checkPositiveInteger } from "../../nn/options.js";
import { integrateAndFire } from "../neurons/integrate-and-fire.js";
import type { UnitMapping } from "./unit-mapping.js";

export interface ReluAsSpikesOptions {
  /** Steps in which it answers. */
  readonly steps: number;
  /** Where the membrane begins, as a share of the threshold: 0 (default), or 0.5, which halves the largest error. */
  readonly start?: number;
}

/**
 * A ReLU is the rate of an integrate-and-fire neuron with soft reset: for `0 ≤ z ≤ 1` it fires `N = ⌊zT + V₀⌋` times in T steps, so its rate is off by less than 1/T; from V₀ = ½ on by at
 * most 1/2T. A neuron cannot fire more than once a step, so above 1 it stays at 1: what is mapped is `min(max(z, 0), 1)`, and networks are scaled to that before they are converted.
 *
 * Throws  `invalid_option`.
 * Source  Rueckauer et al. (2017), Front. Neurosci. 11:682, equation 5
 *
 * @example
 * const [answer] = await askBoth(reluAsSpikes({ steps: 128 }), [0.37]);
 * answer.rate * 128;                                            // 47 = ⌊0.37·128⌋
 */
export function reluAsSpikes({ steps, start = 0 }: ReluAsSpikesOptions): UnitMapping {
  checkPositiveInteger("reluAsSpikes", "steps", steps);
  return {
    activation: (x) => clip(x, { minimum: 0, maximum: 1 }),
    neuron: integrateAndFire({ reset: "subtract", fireWhen: ">=" }),
    steps,
    initial: { v: start },
    error: () => Math.max(start, 1 - start) / steps,
  };
}
