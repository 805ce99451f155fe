import type { UpdateReading } from "../../engine/instruments/update.js";
import {
  constant,
  joined,
  type Line,
  type NumberPart,
  number,
  ofWeight,
  placeOf,
  symbol,
  type WeightAt,
  weightSymbol,
} from "./parts.js";

/** ∂L/∂w of a batch: the mean of what its examples say. Known of the chosen weight only. */
export function meanLine(reading: UpdateReading): Line {
  const { check, examples, weights, of } = reading;
  const g = weights.find(({ path }) => path === check.path)?.gradient[check.at] ?? 0;
  const total = number("gradient", `gradient:${check.path}:${check.at}`, g);
  if (of === "sample") return [symbol("gradient", "∂L/∂w"), " = ", total];
  const each = Array.from(examples, (value, k): Line => [number("gradient", `example:${k}`, value)]);
  const shown = each.length > 8 ? [...each.slice(0, 3), ["…"], each[each.length - 1]] : each;
  const count = number("constant", "batch", each.length);
  return [symbol("gradient", "∂L/∂w"), " = (", ...joined(shown, " + "), ") / ", count, " = ", total];
}

/** The same derivative by the loss on either side of the weight. */
export function checkLine({ check: { h, plus, minus, numeric } }: UpdateReading): Line {
  const loss = (key: string, value: number): NumberPart => ({ ...number("loss", key, value), digits: 12 });
  return [
    "(", symbol("loss", "L"), "(w + h) − ", symbol("loss", "L"), "(w − h)) / 2h = (",
    loss("check:plus", plus), " − ", loss("check:minus", minus), ") / (2 · ", number("constant", "check:h", h), ") = ",
    number("gradient", "check:numeric", numeric),
  ]; // biome-ignore format: a formula
}

/** How the optimizer makes the next weight of its gradient, with what it keeps. */
export function updateLines(reading: UpdateReading, weight: WeightAt): readonly Line[] {
  const w = ofWeight(reading, weight, "value");
  const g = ofWeight(reading, weight, "gradient");
  const next = [" = ", ofWeight(reading, weight, "next")] as const;
  const nextSymbol = symbol("weight", `${weightSymbol(weight).symbol}′`);
  const eta = constant(reading, "learningRate");
  const of = (name: string): NumberPart => constant(reading, name);
  const slot = keptOf(reading, weight);
  const kept = (letter: string): Line => [symbol("kept", letter), " = "];
  const name = reading.spec.optimizer.name;
  if (name === "sgd") return [[nextSymbol, " = ", w, " − ", eta, " · ", g, ...next]];
  if (name === "momentum" || name === "nesterov") {
    const [before, after] = slot("momentum");
    const mu = of("momentum");
    const m: Line = [...kept("m′"), mu, " · ", before, " − ", eta, " · ", g, " = ", after];
    if (name === "momentum") return [m, [nextSymbol, " = ", w, " + ", after, ...next]];
    return [m, [nextSymbol, " = ", w, " + ", mu, " · ", after, " − ", eta, " · ", g, ...next]];
  }
  if (name === "rmsprop") {
    const [before, after] = slot("velocity");
    const rho = of("rho");
    return [
      [...kept("v′"), rho, " · ", before, " + (1 − ", rho, ") · (", g, ")² = ", after],
      [nextSymbol, " = ", w, " − ", eta, " · ", g, " / √(", after, " + ", of("epsilon"), ")", ...next],
    ];
  }
  if (name === "adagrad") {
    const [before, after] = slot("accumulator");
    return [
      [...kept("s′"), before, " + (", g, ")² = ", after],
      [nextSymbol, " = ", w, " − ", eta, " · ", g, " / √(", after, " + ", of("epsilon"), ")", ...next],
    ];
  }
  return adamLines(reading, weight);
}

function adamLines(reading: UpdateReading, weight: WeightAt): readonly Line[] {
  const { path, at } = placeOf(reading, weight);
  const numbers = reading.weights.find((candidate) => candidate.path === path);
  const part = (name: string): NumberPart =>
    number(
      name === "decayed" ? "weight" : "kept",
      `${name}:${path}:${at}`,
      numbers?.parts[name]?.[partAt(name, at)] ?? 0,
    );
  const w = ofWeight(reading, weight, "value");
  const g = ofWeight(reading, weight, "gradient");
  const eta = constant(reading, "learningRate");
  const [beta1, beta2] = [constant(reading, "beta1"), constant(reading, "beta2")];
  const t: NumberPart = { ...number("constant", "step", reading.step), isRaised: true };
  const slot = keptOf(reading, weight);
  const [m, mNext] = slot("momentum");
  const [v, vNext] = slot("velocity");
  const kept = (letter: string): Line => [symbol("kept", letter), " = "];
  const [mHat, vHat, epsilonHat] = ["correctedMomentum", "correctedVelocity", "correctedEpsilon"].map(part);
  const isDecayed = reading.spec.optimizer.name === "adamW";
  const from = isDecayed ? part("decayed") : w;
  const letter = weightSymbol(weight).symbol;
  return [
    [...kept("m′"), beta1, " · ", m, " + (1 − ", beta1, ") · ", g, " = ", mNext],
    [...kept("v′"), beta2, " · ", v, " + (1 − ", beta2, ") · (", g, ")² = ", vNext],
    [...kept("m̂"), mNext, " / (1 − ", beta1, t, ") = ", mHat],
    [...kept("v̂"), vNext, " / (1 − ", beta2, t, ") = ", vHat],
    [...kept("ε̂"), constant(reading, "epsilon"), " / √(1 − ", beta2, t, ") = ", epsilonHat],
    ...(isDecayed
      ? [
          [
            symbol("weight", `${letter}°`), " = ", w, " − ", eta, " · ", constant(reading, "weightDecay"), " · ", w, " = ", from,
          ] as Line, // biome-ignore format: a formula
        ]
      : []),
    [
      symbol("weight", `${letter}′`), " = ", from, " − ", eta, " · ", mHat, " / (√(", vHat, ") + ", epsilonHat, ") = ",
      ofWeight(reading, weight, "next"),
    ], // biome-ignore format: a formula
  ];
}

/** One number for all weights where the part has no axes. */
const partAt = (name: string, at: number): number => (name === "correctedEpsilon" ? 0 : at);

/** What the optimizer keeps of a weight, before and after. */
function keptOf(
  reading: UpdateReading,
  weight: WeightAt,
): (slot: string) => readonly [NumberPart, NumberPart] {
  const { path, at } = placeOf(reading, weight);
  const slots = reading.weights.find((candidate) => candidate.path === path)?.slots;
  return (slot) => [
    number("kept", `${slot}:before:${path}:${at}`, slots?.[slot]?.before[at] ?? 0),
    number("kept", `${slot}:after:${path}:${at}`, slots?.[slot]?.after[at] ?? 0),
  ];
}
