import { permutation } from "../../data/permutation.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkOneOf, checkPositiveInteger } from "../../nn/options.js";

export interface RecallOptions {
  /** One unit after another in random order, as cells do without a clock; or all at once. Default: "async". */
  readonly update?: "async" | "sync";
  /** After so many sweeps over all units it is given up. Default: 100. */
  readonly maxSweeps?: number;
  /** For the order of the units. */
  readonly seed?: number;
  /** Whether each change of a unit is kept. Default: false. */
  readonly record?: boolean;
}

/** A unit that changed its mind. */
export interface Flip {
  readonly unit: number;
  /** Energy of the network after it. */
  readonly energy: number;
}

/** What became of a cue. */
export interface Recalled {
  /** −1 and 1. */
  readonly state: Float64Array;
  /** Sweeps over all units, the last one, in which nothing changed, among them. */
  readonly sweeps: number;
  /** Whether it came to rest. */
  readonly settled: boolean;
  /** Energy of the cue, then after each sweep. */
  readonly energies: readonly number[];
  /** Every change in its order, where that was asked for. */
  readonly flips: readonly Flip[];
}

/** Units that follow one another: what recall needs to know of a network. */
export interface Units {
  readonly state: Float64Array;
  /** What draws the unit to 1 (> 0) or to −1 (< 0), given the others. */
  readonly pull: (i: number) => number;
  readonly flip: (i: number) => void;
  readonly energy: () => number;
}

/** Lets units follow their pull until none changes. A pull of 0 changes nothing. */
export function settle(where: string, units: Units, options: RecallOptions): Recalled {
  checkOptionNames(where, options, ["update", "maxSweeps", "seed", "record"]);
  const { update = "async", maxSweeps = 100, seed = 0, record = false } = options;
  checkOneOf(where, "update", update, ["async", "sync"]);
  checkPositiveInteger(where, "maxSweeps", maxSweeps);
  const { state } = units;
  const isUnhappy = (i: number): boolean => units.pull(i) * state[i] < 0;
  const energies = [units.energy()];
  const flips: Flip[] = [];
  let settled = false;
  while (!settled && energies.length <= maxSweeps) {
    const order = permutation(state.length, seed, energies.length);
    settled = true;
    for (const i of update === "sync" ? order.filter(isUnhappy) : order) {
      if (update === "async" && !isUnhappy(i)) continue;
      units.flip(i);
      if (record) flips.push({ unit: i, energy: units.energy() });
      settled = false;
    }
    energies.push(units.energy());
  }
  return { state, sweeps: energies.length - 1, settled, energies, flips };
}
