import type { Training } from "../training.js";

export interface PointsReading {
  /** Two coordinates a point, training points first. */
  readonly at: Float32Array;
  readonly labels: Uint8Array;
  /** What the network answers. */
  readonly answers: Uint8Array;
  /** How many of them are for training. */
  readonly trained: number;
}

/** All points, and what the network answers to each. */
export async function points(
  { net, data: { train, test, classes } }: Training,
  _: Readonly<Record<string, never>>,
): Promise<PointsReading> {
  const sets = test === train ? [train] : [train, test];
  const parts = await Promise.all(sets.map(({ x }) => net.predict(x, { batchSize: 500 })));
  const answers = parts.flatMap(({ data, shape }) =>
    Array.from({ length: shape[0] }, (_, row) => answerOf(data as Float32Array, row, classes)),
  );
  return {
    at: Float32Array.from(sets.flatMap(({ x }) => [...(x.data as Float32Array)])),
    labels: Uint8Array.from(sets.flatMap(({ y }) => [...(y.data as Uint8Array)])),
    answers: Uint8Array.from(answers),
    trained: train.x.shape[0],
  };
}

function answerOf(probabilities: Float32Array, row: number, classes: number): number {
  if (classes === 2) return probabilities[row] > 0.5 ? 1 : 0;
  const shares = probabilities.subarray(row * classes, (row + 1) * classes);
  return shares.indexOf(Math.max(...shares));
}
