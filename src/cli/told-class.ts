import type { Tensor } from "../core/tensor.js";

/** What a network says of one example: the class, and how sure it is. */
export interface ToldClass {
  readonly index: number;
  readonly probability: number;
  /** One for each class. */
  readonly probabilities: readonly number[];
}

/** The most probable class of each row; one number a row is the probability of the second of two. */
export function toldClasses(outputs: Tensor): ToldClass[] {
  const width = outputs.size / outputs.shape[0];
  const all = outputs.toFloat64();
  return Array.from({ length: outputs.shape[0] }, (_, row) => {
    const own = [...all.subarray(row * width, (row + 1) * width)];
    const probabilities = own.length === 1 ? [1 - own[0], own[0]] : own;
    const index = probabilities.reduce((best, p, k) => (p > probabilities[best] ? k : best), 0);
    return { index, probability: probabilities[index], probabilities };
  });
}
