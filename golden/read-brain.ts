import { readFileSync } from "node:fs";

/** What `brain.py` wrote; times in ms, potentials in mV. */
export interface BrainGolden {
  readonly adex: readonly {
    readonly current: number;
    readonly dt: number;
    readonly duration: number;
    readonly spikes: readonly number[];
  }[];
  readonly cubaLif: {
    readonly dt: number;
    readonly spikes: readonly (readonly number[])[];
    readonly steps: readonly number[];
    readonly i: readonly (readonly number[])[];
  };
  readonly synapses: {
    readonly times: readonly number[];
    readonly v: Readonly<
      Record<"exponential" | "alpha" | "doubleExponential" | "conductance", readonly number[]>
    >;
  };
  /** By length [ms], for five seeds. */
  readonly cubaNetwork: readonly Readonly<
    Record<"2000" | "500", { readonly rate: number; readonly irregularity: number }>
  >[];
  readonly hodgkinHuxley: readonly { readonly current: number; readonly spikes: readonly number[] }[];
}

export const readBrain = (): BrainGolden =>
  JSON.parse(readFileSync(new URL("brain.json", import.meta.url), "utf8"));
