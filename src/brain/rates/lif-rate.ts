import { lif } from "../neurons/lif.js";

/** The numbers of a LIF that its rate depends on; the defaults are `lif`'s. */
export type LifRateOptions = Partial<
  Readonly<Record<"tauMembrane" | "resistance" | "vRest" | "vThreshold" | "vReset" | "tRefractory", number>>
>;

export type LifNumbers = Readonly<Record<keyof LifRateOptions, number>>;

/** The given numbers, `lif`'s for the others. */
export function lifNumbers(given: LifRateOptions): LifNumbers {
  const { tauMembrane, resistance, vRest, vThreshold, vReset, tRefractory } = lif.parameters;
  return {
    tauMembrane: given.tauMembrane ?? tauMembrane[0],
    resistance: given.resistance ?? resistance[0],
    vRest: given.vRest ?? vRest[0],
    vThreshold: given.vThreshold ?? vThreshold[0],
    vReset: given.vReset ?? vReset[0],
    tRefractory: given.tRefractory ?? tRefractory[0],
  };
}

/**
 * How often a leaky integrate-and-fire neuron fires with a constant current: `f = 1/(tRefractory + τ ln((v∞ − vReset)/(v∞ − vThreshold)))`, v∞ = vRest + R I; 0 up
 * to v∞ = vThreshold. Exact; a clock finds a period that is longer by up to one step.
 *
 * Units   Hz; the current in nA.
 * Source  Gerstner, Kistler, Naud & Paninski, Neuronal Dynamics (2014), equation 5.20 with a constant current
 *
 * @example lifRate(2.5, { tauMembrane: 20, tRefractory: 2 });      // 29.2 Hz
 */
export function lifRate(current: number, options: LifRateOptions = {}): number {
  const { tauMembrane, resistance, vRest, vThreshold, vReset, tRefractory } = lifNumbers(options);
  const goal = vRest + resistance * current;
  if (goal <= vThreshold) return 0;
  return 1000 / (tRefractory + tauMembrane * Math.log((goal - vReset) / (goal - vThreshold)));
}
