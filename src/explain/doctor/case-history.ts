import type { DataReading } from "./data-reading.js";
import type { LayerReading, Reading } from "./reading.js";

/** All that the doctor knows of one training. */
export interface CaseHistory {
  /** From the first to the latest; at least one. */
  readonly readings: readonly Reading[];
  readonly data: DataReading;
  /** The learning rate at the latest reading. */
  readonly learningRate: number;
  /** What `fit` or `trainOnBatch` said when the loss was not finite. */
  readonly failure: string | undefined;
}

export const firstOf = ({ readings }: CaseHistory): Reading => readings[0];
export const latestOf = ({ readings }: CaseHistory): Reading => readings[readings.length - 1];

/** The latest `count` readings; none before there are so many. */
export const latest = ({ readings }: CaseHistory, count: number): readonly Reading[] =>
  readings.length < count ? [] : readings.slice(-count);

/** The loss that counts as having learned nothing: of the best answer without looking, or where that is not known, the first. */
export const blindLoss = ({ data, readings }: CaseHistory): number => data.blindLoss ?? readings[0].loss;

/** Whether the latest loss is above `share` of what it takes to answer without looking. */
export const hasNotLearned = (history: CaseHistory, share: number): boolean =>
  !(latestOf(history).loss < share * blindLoss(history));

/** Layers between input and output that have weights to learn. */
export const learningLayers = ({ layers }: Reading): readonly LayerReading[] =>
  layers.filter(({ gradients }) => gradients !== undefined);

/** A layer for which something holds in each of some readings; the first such. */
export function everyTime(
  readings: readonly Reading[],
  holds: (layer: LayerReading) => boolean,
): LayerReading | undefined {
  const now = readings.at(-1);
  return now?.layers.find((layer, k) => holds(layer) && readings.every(({ layers }) => holds(layers[k])));
}
