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
  /** Rates [Hz] of LIF neurons at drives [mV]. */
  readonly lifCurve: { readonly drive: readonly number[]; readonly rate: readonly number[] };
  /** What a tiring and a warming synapse deliver, as shares, at a constant rate [Hz] in the end. */
  readonly shortTerm: readonly {
    readonly release: number;
    readonly tauRecovery: number;
    readonly tauFacilitation: number;
    readonly rate: number;
    readonly delivered: number;
  }[];
  /** Rates [Hz] at currents [µA/cm²]. */
  readonly hodgkinHuxleyCurve: { readonly current: readonly number[]; readonly rate: readonly number[] };
  readonly hodgkinHuxley: readonly { readonly current: number; readonly spikes: readonly number[] }[];
  /** Conduction velocity [m/s] at a temperature [°C]. */
  readonly axon: readonly { readonly temperature: number; readonly velocity: number }[];
}

export const readBrain = (): BrainGolden =>
  JSON.parse(readFileSync(new URL("brain.json", import.meta.url), "utf8"));
