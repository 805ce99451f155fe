import type { UpdateReading } from "../../engine/instruments/update.js";
import type { Neuron } from "./parts.js";

export const phases = ["forward", "loss", "backward", "update"] as const;
export type Phase = (typeof phases)[number];

/** Where one stands in an update: at a neuron, or at the input (forward) and the loss, which are none. */
export interface Place {
  readonly phase: Phase;
  readonly neuron: Neuron | undefined;
}

/** All small steps of one update, in order. */
export function placesOf({ layers }: Pick<UpdateReading, "layers">): readonly Place[] {
  const forward = layers.flatMap(({ units }, layer) =>
    Array.from({ length: units }, (_, unit): Neuron => ({ layer, unit })),
  );
  const backward = layers.flatMap((_, k) => forward.filter(({ layer }) => layer === layers.length - 1 - k));
  const at = (phase: Phase, neurons: readonly Neuron[]): Place[] =>
    neurons.map((neuron) => ({ phase, neuron }));
  return [
    { phase: "forward", neuron: undefined },
    ...at("forward", forward),
    { phase: "loss", neuron: undefined },
    ...at("backward", backward),
    ...at("update", forward),
  ];
}

/** The number of the step that is `phase` at this neuron, or the first of the phase. */
export const indexOf = (places: readonly Place[], phase: Phase, neuron?: Neuron): number =>
  places.findIndex(
    (place) => place.phase === phase && (neuron === undefined || isSame(place.neuron, neuron)),
  );

export const isSame = (a: Neuron | undefined, b: Neuron | undefined): boolean =>
  a?.layer === b?.layer && a?.unit === b?.unit;
