import type { UpdateReading } from "../../engine/instruments/update.js";
import {
  activation,
  bySum,
  exampleLossSymbol,
  joined,
  type Line,
  type Neuron,
  number,
  ofWeight,
  type Part,
  type SymbolPart,
  source,
  sourceSymbol,
  subOf,
  symbol,
  type WeightAt,
  weightsInto,
} from "./parts.js";

/** `∂ℓ/∂a = Σ w ∂ℓ/∂z` over what the neuron feeds, `∂ℓ/∂z = ∂ℓ/∂a · f′(z)`. */
export function backwardLines(reading: UpdateReading, neuron: Neuron): readonly Line[] {
  const { layer, unit } = neuron;
  const { byA, slope } = reading.layers[layer];
  const ell = exampleLossSymbol(reading);
  const sub = subOf(reading, neuron);
  const isOutput = layer === reading.layers.length - 1;
  const by = (letter: string): SymbolPart => symbol("cotangent", `∂${ell}/∂${letter}`, sub);
  const z = bySum(reading, neuron);
  const t = number("loss", `target:${unit}`, reading.targets[unit]);
  const p = activation(reading, neuron);
  if (byA === undefined || slope === undefined) return [[by("z"), " = ", p, " − ", t, " = ", z]];
  const a = number("cotangent", `byA:${layer}:${unit}`, byA[unit]);
  const f = number("cotangent", `slope:${layer}:${unit}`, slope[unit]);
  const above: Part[] = isOutput
    ? ["2 · (", p, " − ", t, ")"]
    : joined(
        Array.from({ length: reading.layers[layer + 1].units }, (_, child): Line => {
          const next = { layer: layer + 1, unit: child };
          return [bySum(reading, next), " · ", ofWeight(reading, { ...next, from: unit }, "value")];
        }),
        " + ",
      );
  return [
    [by(isOutput ? "p" : "a"), " = ", ...above, " = ", a],
    [symbol("cotangent", "f′(z)"), ...slopeFormula(reading, neuron), " = ", f],
    [by("z"), " = ", a, " · ", f, " = ", z],
  ];
}

/** f′ by the neuron's own output, where that says it shortly. */
function slopeFormula(reading: UpdateReading, neuron: Neuron): Part[] {
  const a = activation(reading, neuron);
  const name = reading.layers[neuron.layer].activation;
  if (name === "tanh") return [" = 1 − (", a, ")²"];
  if (name === "sigmoid") return [" = ", a, " · (1 − ", a, ")"];
  return [];
}

/** `∂ℓ/∂w = a · ∂ℓ/∂z` and what the penalty adds, of each weight that comes in. */
export const gradientLines = (reading: UpdateReading, neuron: Neuron): readonly Line[] =>
  weightsInto(reading, neuron).map((weight) => gradientLine(reading, weight));

export function gradientLine(reading: UpdateReading, weight: WeightAt): Line {
  const { layer, from } = weight;
  const letter = from === "bias" ? "b" : "w";
  const name = reading.of === "batch" ? "g" : `∂L/∂${letter}`;
  const of: Part[] = from === "bias" ? [] : [" (", sourceSymbol(reading, layer, from), ")"];
  const delta = bySum(reading, weight);
  const product: Part[] = from === "bias" ? [delta] : [source(reading, layer, from), " · ", delta];
  return [
    symbol("gradient", name, letter === "b" && name === "g" ? "b" : ""),
    ...of,
    " = ",
    ...product,
    ...penaltyTerm(reading, weight),
    " = ",
    ofWeight(reading, weight, "exampleGradient"),
  ];
}

function penaltyTerm(reading: UpdateReading, weight: WeightAt): Part[] {
  const { name, rate } = reading.spec.penalty;
  if (name === "none" || weight.from === "bias") return [];
  if (name === "l1") return [" + ", ofWeight(reading, weight, "penaltyGradient")];
  const lambda = number("constant", "penaltyRate", rate);
  return [" + 2 · ", lambda, " · ", ofWeight(reading, weight, "value")];
}
