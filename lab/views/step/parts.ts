import type { UpdateReading } from "../../engine/instruments/update.js";

/** What a number or letter is: it has one color in formula, picture and table. */
export type Role = "activation" | "weight" | "sum" | "cotangent" | "gradient" | "loss" | "kept" | "constant";

/** A number of a formula. Its key says which number of the update it is. */
export interface NumberPart {
  readonly role: Role;
  readonly key: string;
  readonly value: number;
  /** Figures that count; default 4. */
  readonly digits?: number;
  /** Stands as an exponent. */
  readonly isRaised?: true;
}
/** A letter that stands for a number. */
export interface SymbolPart {
  readonly role: Role;
  readonly symbol: string;
  readonly sub?: string;
}
/** Text is what joins them: ` + `, ` · `, `√(`. */
export type Part = string | NumberPart | SymbolPart;
/** A formula with its numbers written in: `z = 0.8 · 0.52 + 0.1 = 0.516`. */
export type Line = readonly Part[];

export const symbol = (role: Role, letter: string, sub = ""): SymbolPart => ({ role, symbol: letter, sub });
export const number = (role: Role, key: string, value: number): NumberPart => ({ role, key, value });

/** Parts with something between them. */
export const joined = (items: readonly Line[], between: string): Part[] =>
  items.flatMap((item, k) => (k === 0 ? [...item] : [between, ...item]));

// The numbers of a reading, each with its role and key. Layers count from 0.

export interface Neuron {
  readonly layer: number;
  readonly unit: number;
}

/** `1.2`: the second neuron of the first layer; of the output only its number, alone nothing. */
export function subOf({ layers }: UpdateReading, { layer, unit }: Neuron): string {
  if (layer < layers.length - 1) return `${layer + 1}.${unit + 1}`;
  return layers[layer].units === 1 ? "" : String(unit + 1);
}

/** How many numbers come into a layer. */
export const sourcesOf = ({ layers, features }: UpdateReading, layer: number): number =>
  layer === 0 ? features.length : layers[layer - 1].units;

/** The i-th number that comes into a layer: a feature, or what a neuron before it gives. */
export function source(reading: UpdateReading, layer: number, i: number): NumberPart {
  if (layer === 0) return number("activation", `feature:${i}`, reading.features[i]);
  return activation(reading, { layer: layer - 1, unit: i });
}

export function sourceSymbol(reading: UpdateReading, layer: number, i: number): SymbolPart {
  if (layer === 0) return symbol("activation", reading.spec.features[i]);
  return symbol("activation", "a", subOf(reading, { layer: layer - 1, unit: i }));
}

export const activation = ({ layers }: UpdateReading, { layer, unit }: Neuron): NumberPart =>
  number("activation", `a:${layer}:${unit}`, layers[layer].a[unit]);

/** What a neuron gives: a; of the output p, a probability. */
export const activationSymbol = (reading: UpdateReading, neuron: Neuron): SymbolPart =>
  symbol("activation", neuron.layer === reading.layers.length - 1 ? "p" : "a", subOf(reading, neuron));

export const sum = ({ layers }: UpdateReading, { layer, unit }: Neuron): NumberPart =>
  number("sum", `z:${layer}:${unit}`, layers[layer].z[unit]);

/** ∂ℓ/∂z */
export const bySum = ({ layers }: UpdateReading, { layer, unit }: Neuron): NumberPart =>
  number("cotangent", `byZ:${layer}:${unit}`, layers[layer].byZ[unit]);

/** Where a weight stands: from the i-th number that comes in, or the bias, to a neuron. */
export interface WeightAt extends Neuron {
  readonly from: number | "bias";
}

export function placeOf(
  { layers }: UpdateReading,
  { layer, unit, from }: WeightAt,
): { path: string; at: number } {
  const { name, units } = layers[layer];
  return from === "bias"
    ? { path: `${name}/bias`, at: unit }
    : { path: `${name}/kernel`, at: from * units + unit };
}

/** One of the numbers that a weight has: its value, gradient, … */
export function ofWeight(
  reading: UpdateReading,
  weight: WeightAt,
  which: "value" | "exampleGradient" | "penaltyGradient" | "gradient" | "update" | "next",
): NumberPart {
  const { path, at } = placeOf(reading, weight);
  const numbers = reading.weights.find((candidate) => candidate.path === path)?.[which];
  const role = which === "value" || which === "next" ? "weight" : "gradient";
  return number(role, `${which}:${path}:${at}`, numbers?.[at] ?? 0);
}

export const weightSymbol = ({ from }: WeightAt): SymbolPart => symbol("weight", from === "bias" ? "b" : "w");

/** All that come into a neuron: the bias last. */
export const weightsInto = (reading: UpdateReading, neuron: Neuron): readonly WeightAt[] => [
  ...Array.from({ length: sourcesOf(reading, neuron.layer) }, (_, from) => ({ ...neuron, from })),
  { ...neuron, from: "bias" },
];

export const constant = ({ constants }: UpdateReading, name: string): NumberPart =>
  number("constant", `constant:${name}`, constants[name]);

/** The loss of one example is ℓ where there is more to the loss than that. */
export const exampleLossSymbol = ({ of, spec }: UpdateReading): string =>
  of === "batch" || spec.penalty.name !== "none" ? "ℓ" : "L";

/** The weight to look at where several come into a neuron: the one that is followed, or else the first. */
export function weightToShow(reading: UpdateReading, neuron: Neuron): WeightAt {
  const into = weightsInto(reading, neuron);
  const { path, at } = reading.check;
  const isIt = (weight: WeightAt): boolean => {
    const place = placeOf(reading, weight);
    return place.path === path && place.at === at;
  };
  return into.find(isIt) ?? into[0];
}
