import { readFileSync } from "node:fs";
import type { GoldenTensor } from "./read-golden.js";

/** What `spiking.py` wrote. */
export interface SpikingGolden {
  readonly rate: number;
  readonly weights: readonly GoldenTensor[];
  readonly batches: readonly { readonly x: GoldenTensor; readonly y: GoldenTensor }[];
  readonly runs: readonly {
    readonly case: {
      readonly surrogate: "arctan" | "fastSigmoid" | "sigmoid" | "triangular";
      readonly reset: "subtract" | "zero" | "none";
      readonly slope: number;
      readonly beta: number;
      readonly learnBeta?: boolean;
      readonly detachReset?: boolean;
      /** Of synapses with a current of their own. */
      readonly alpha?: number;
      readonly recurrent?: boolean;
    };
    readonly torch64: readonly number[];
    readonly torch32: readonly number[];
    readonly hiddenSpikes: readonly number[];
    /** Of both layers; trained where `learnBeta` says so. */
    readonly finalBetas: readonly number[];
  }[];
}

export const readSpiking = (): SpikingGolden =>
  JSON.parse(readFileSync(new URL("spiking.json", import.meta.url), "utf8")) as SpikingGolden; // of our own making
