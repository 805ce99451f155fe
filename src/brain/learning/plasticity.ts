import { NeurogradError } from "../../core/errors.js";
import { checkNumber } from "../../nn/options.js";

/** Synapses that end at one neuron and change with its spikes and those before them. Times never go back [ms]. */
export interface PlasticSynapses {
  /** Now, one for each synapse. */
  readonly weights: Float64Array;
  /** A spike of the i-th sender. */
  readonly pre: (i: number, t: number) => void;
  /** A spike of the neuron. */
  readonly post: (t: number) => void;
}

/** A rule by which spikes change synapses. */
export interface Plasticity<S extends PlasticSynapses = PlasticSynapses> {
  readonly kind: string;
  /** What it was made with. The rules of this package can be made again from it, in a worker; a rule without stays where it is. */
  readonly options?: object;
  /** Synapses with these first weights. */
  readonly begin: (weights: readonly number[] | Float64Array) => S;
}

/** Weights of a run. Throws `invalid_option` where one is not from 0 to `wMax`. */
export function firstWeights(
  kind: string,
  weights: readonly number[] | Float64Array,
  wMax: number,
): Float64Array {
  for (const w of weights) checkNumber(kind, "weights", w, 0, wMax);
  return Float64Array.from(weights);
}

export const clamp = (w: number, wMax: number): number => Math.min(wMax, Math.max(0, w));

/**
 * One synapse that sees spikes before it and after it: its weight at the end. Of two at the same time neither counts as the cause of the other.
 *
 * Units   ms.
 * Throws  `invalid_option`.
 *
 * @example replaySpikes(stdp(), { pre: [0, 50], post: [10, 60], weight: 0.5 });   // above 0.5: before comes before after
 */
export function replaySpikes(
  rule: Plasticity,
  {
    pre,
    post,
    weight,
  }: { readonly pre: readonly number[]; readonly post: readonly number[]; readonly weight: number },
): number {
  const synapse = rule.begin([weight]);
  const events = [...pre.map((t) => ({ t, isPre: true })), ...post.map((t) => ({ t, isPre: false }))];
  for (const { t } of events)
    if (!Number.isFinite(t)) {
      throw new NeurogradError("invalid_option", `replaySpikes: a spike at ${t}; give times in ms`);
    }
  for (const { t, isPre } of events.sort((a, b) => a.t - b.t))
    if (isPre) synapse.pre(0, t);
    else synapse.post(t);
  return synapse.weights[0];
}
