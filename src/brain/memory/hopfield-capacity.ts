import { erfOf } from "../../core/ops/erf.js";
import { checkPositive } from "../../nn/options.js";

/** How many patterns a Hopfield network holds, as a share of its units, and how well it recalls them there. */
export interface HopfieldCapacity {
  readonly load: number;
  readonly overlap: number;
}

// √(2α) = erf(x)/x − (2/√π) e^(−x²)
const rootOfLoad = (x: number): number => erfOf(x) / x - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x);

/**
 * The most patterns per unit that a large Hopfield network by Hebb holds: the greatest α for which `√(2α) = erf(x)/x − (2/√π) e^(−x²)` has a solution, 0.1379, and the overlap `m = erf x` of what is
 * recalled there with what was stored, 0.967. Beyond it all memories are lost at once.
 *
 * Source  Amit, Gutfreund & Sompolinsky (1985), Phys. Rev. Lett. 55:1530, at zero temperature, with replica symmetry
 *
 * @example hopfieldCapacity().load;                               // 0.1379
 */
export function hopfieldCapacity(): HopfieldCapacity {
  const x = criticalX();
  return { load: rootOfLoad(x) ** 2 / 2, overlap: erfOf(x) };
}

/**
 * Overlap of what a large Hopfield network recalls with what was stored, when it holds `load` patterns per unit: m = erf x for the greater solution x of the equation of `hopfieldCapacity`; 0 beyond it.
 *
 * Throws  `invalid_option`.
 * Source  Amit, Gutfreund & Sompolinsky (1985), Phys. Rev. Lett. 55:1530
 *
 * @example hopfieldOverlap(0.1);                                  // 0.998: one unit in a thousand is wrong
 */
export function hopfieldOverlap(load: number): number {
  checkPositive("hopfieldOverlap", "load", load);
  const root = Math.sqrt(2 * load);
  const least = criticalX();
  if (root > rootOfLoad(least)) return 0;
  return erfOf(zeroOf((x) => rootOfLoad(x) - root, least, 10 + 2 / root)); // there erf(x)/x is below the root
}

/**
 * Share of units that leave a stored pattern at the first step: `½ (1 − erf √(1/(2α)))`, for α random patterns per unit.
 *
 * Throws  `invalid_option`.
 * Source  Hertz, Krogh & Palmer, Introduction to the Theory of Neural Computation (1991), equation 2.15 and table 2.1
 *
 * @example hopfieldFirstErrors(0.138);                            // 0.0036
 */
export function hopfieldFirstErrors(load: number): number {
  checkPositive("hopfieldFirstErrors", "load", load);
  return (1 - erfOf(Math.sqrt(1 / (2 * load)))) / 2;
}

/** The x at which `rootOfLoad` is greatest: where its slope, times x², changes sign. */
const criticalX = (): number =>
  zeroOf((x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * x * (1 + 2 * x * x) - erfOf(x), 1, 2);

/** Where a function goes from above 0 to below, between low and high. */
function zeroOf(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high];
  for (let k = 0; k < 60; k++) {
    const middle = (a + b) / 2;
    if (f(middle) > 0) a = middle;
    else b = middle;
  }
  return a;
}
