import {
  adex,
  type IzhikevichKind,
  izhikevich,
  izhikevichKinds,
  lif,
  lifRate,
  type Neuron,
  noiseCurrent,
  siegertRate,
  simulate,
} from "neurograd/brain";
import { type Bounds, nameFrom, numberFrom } from "../panel.js";

export const patternKinds = [
  "regularSpiking",
  "intrinsicallyBursting",
  "chattering",
  "fastSpiking",
  "lowThresholdSpiking",
] as const satisfies readonly (keyof typeof izhikevichKinds)[];
export type PatternKind = (typeof patternKinds)[number];
export type NeuronKind = "lif" | "adex" | PatternKind;
export const kinds: readonly NeuronKind[] = ["lif", "adex", ...patternKinds];

/** What of the five neurons is not the same. */
export type Differing = "current" | "noise";

export interface FiringSettings {
  readonly kind: NeuronKind;
  readonly differing: Differing;
  /** Of the first neuron, in the neuron's unit; the others have more by steps, or the same. */
  readonly current: number;
  readonly threshold: number;
  readonly tauMembrane: number;
  readonly tRefractory: number;
  /** Of the adaptive neuron: how much a spike tires it [pA], for how long [ms], where it is reset to [mV]. */
  readonly b: number;
  readonly tauW: number;
  readonly vReset: number;
}

/** Duration and step [ms], unit of the current, and by how much it grows from neuron to neuron. */
export const frames: Readonly<
  Record<
    "lif" | "adex" | "pattern",
    { readonly duration: number; readonly dt: number; readonly unit: string; readonly more: number }
  >
> = {
  lif: { duration: 400, dt: 0.1, unit: "nA", more: 0.25 },
  adex: { duration: 400, dt: 0.05, unit: "pA", more: 100 },
  pattern: { duration: 400, dt: 0.05, unit: "", more: 2 },
};
export const frameOf = (kind: NeuronKind): (typeof frames)["lif"] =>
  frames[kind === "lif" || kind === "adex" ? kind : "pattern"];

export const bounds = {
  threshold: [-65, -40, 0.5],
  tauMembrane: [2, 50, 1],
  tRefractory: [0, 20, 0.5],
  b: [0, 300, 0.5],
  tauW: [10, 300, 2],
  vReset: [-75, -44, 0.2],
} as const satisfies Readonly<Partial<Record<keyof FiringSettings, Bounds>>>;
export const currentBounds = (kind: NeuronKind): Bounds =>
  kind === "lif" ? [0, 5, 0.05] : kind === "adex" ? [0, 1500, 25] : [0, 20, 0.5];
export const usualCurrent = (kind: NeuronKind): number => (kind === "lif" ? 1.75 : kind === "adex" ? 600 : 6);

/** As the package has them, but for a refractory period. */
export const usualFiring: FiringSettings = {
  kind: "lif",
  differing: "current",
  current: usualCurrent("lif"),
  threshold: lif.parameters.vThreshold[0],
  tauMembrane: lif.parameters.tauMembrane[0],
  tRefractory: 2,
  b: adex.parameters.b[0],
  tauW: adex.parameters.tauW[0],
  vReset: adex.parameters.vReset[0],
};

/** The settings of an address; what it does not say is as usual. */
export function firingFrom(asked: URLSearchParams): FiringSettings {
  const kind = nameFrom(asked, "kind", kinds, "lif");
  const numbers = Object.entries(bounds).map(([name, range]) => [
    name,
    numberFrom(asked, name, range, usualFiring[name as keyof typeof bounds]), // its names
  ]);
  return {
    ...usualFiring,
    ...Object.fromEntries(numbers),
    kind,
    differing: nameFrom(asked, "differing", ["current", "noise"], "current"),
    current: numberFrom(asked, "current", currentBounds(kind), usualCurrent(kind)),
  };
}

/** What of the settings is not as usual, for an address. */
export const addressOfFiring = (settings: FiringSettings): Record<string, string> =>
  Object.fromEntries(
    Object.entries(settings)
      .filter(([name, value]) => name === "current" || value !== usualFiring[name as keyof FiringSettings]) // its names
      .map(([name, value]) => [name, String(value)]),
  );

/** σ of the five, where noise differs [mV]. */
export const noises = [0, 1, 2, 4, 8] as const;

/** Up to where spikes are drawn, by kinds that have an upstroke of their own [mV]. */
export const peakOf = (kind: Exclude<NeuronKind, "lif">): number =>
  (kind === "adex" ? adex : izhikevich).parameters.vPeak[0];

/** One of the five. */
export interface FiringRow {
  readonly current: number;
  /** [mV] */
  readonly noise: number;
  /** Times of its spikes [ms]. */
  readonly spikes: readonly number[];
  /** Counted [Hz]. */
  readonly rate: number;
  /** By the closed form, where there is one [Hz]. */
  readonly exact: number | undefined;
  /** The membrane at the end of each step [mV]. */
  readonly v: Float64Array;
}

export interface Firing {
  readonly settings: FiringSettings;
  readonly duration: number;
  readonly dt: number;
  readonly rows: readonly FiringRow[];
}

/** Five neurons for some tenths of a second, with their spikes. */
export async function firing(settings: FiringSettings): Promise<Firing> {
  const { kind, differing, current } = settings;
  const { duration, dt, more } = frameOf(kind);
  const isNoisy = kind === "lif" && differing === "noise";
  const currents = noises.map((_, i) => (isNoisy ? current : current + i * more));
  const { tauMembrane } = settings;
  const drives = noises.map((deviation, i) =>
    noiseCurrent({ current: currents[i], deviation, tauMembrane, dt, seed: i }),
  );
  const { spikes, traces } = await simulate(neuronOf(settings), {
    n: noises.length,
    current: isNoisy
      ? (t, row) => {
          for (const [i, drive] of drives.entries()) drive(t, row.subarray(i, i + 1));
        }
      : currents,
    dt,
    duration,
    record: ["v"],
  });
  const v = traces.v.toFloat64();
  const rates = spikes.rates();
  const rows = currents.map((own, i) => {
    const noise = isNoisy ? noises[i] : 0;
    return {
      current: own,
      noise,
      spikes: spikes.of(i),
      rate: rates[i],
      exact: kind === "lif" ? exactRate(settings, own, noise) : undefined,
      v: v.filter((_, k) => k % noises.length === i),
    };
  });
  return { settings, duration, dt, rows };
}

function neuronOf({ kind, threshold, tauMembrane, tRefractory, b, tauW, vReset }: FiringSettings): Neuron {
  if (kind === "lif") return lif({ vThreshold: threshold, tauMembrane, tRefractory });
  if (kind === "adex") return adex({ b, tauW, vReset });
  return izhikevich(izhikevichKinds[kind]);
}

function exactRate(settings: FiringSettings, current: number, noise: number): number {
  const options = {
    vThreshold: settings.threshold,
    tauMembrane: settings.tauMembrane,
    tRefractory: settings.tRefractory,
  };
  const { resistance, vRest } = lif.parameters;
  return noise === 0
    ? lifRate(current, options)
    : siegertRate({ ...options, mean: vRest[0] + resistance[0] * current, deviation: noise });
}

/** The numbers of a pattern, to be shown. */
export const numbersOf = (kind: PatternKind): IzhikevichKind => izhikevichKinds[kind];
