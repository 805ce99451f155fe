import type { UpdateReading } from "../../engine/instruments/update.js";
import { backwardLines, gradientLine, gradientLines } from "./backward-lines.js";
import { forwardLines, inputLines, lossLines } from "./forward-lines.js";
import { type Line, placeOf, type WeightAt } from "./parts.js";
import type { Place } from "./places.js";
import { checkLine, meanLine, updateLines } from "./update-lines.js";

/** The formulas of one small step; of the update, for one of the weights that come into its neuron. */
export function linesOf(
  reading: UpdateReading,
  { phase, neuron }: Place,
  weight: WeightAt | undefined,
): readonly Line[] {
  if (phase === "loss") return lossLines(reading);
  if (neuron === undefined) return inputLines(reading);
  if (phase === "forward") return forwardLines(reading, neuron);
  if (phase === "backward") return [...backwardLines(reading, neuron), ...gradientLines(reading, neuron)];
  return weight === undefined ? [] : updateLines(reading, weight);
}

/** What is told of the weight that is followed: its gradient, and the same found in another way. */
export function followedLines(reading: UpdateReading, weight: WeightAt): readonly Line[] {
  return [
    ...(reading.of === "batch" ? [gradientLine(reading, weight)] : []),
    meanLine(reading),
    checkLine(reading),
  ];
}

/** Whether this is the weight that the reading was asked to follow. */
export function isFollowed(reading: UpdateReading, weight: WeightAt): boolean {
  const { path, at } = placeOf(reading, weight);
  return reading.check.path === path && reading.check.at === at;
}
