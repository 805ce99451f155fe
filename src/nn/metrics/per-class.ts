import { share } from "../metric.js";
import { sumOf } from "./numbers.js";

/** What a confusion matrix says of each class. */
export interface PerClass {
  /** Of what was said to be of the class, the share that is. */
  readonly precision: readonly number[];
  /** Of what is of the class, the share that was said to be. */
  readonly recall: readonly number[];
  /** `2 · precision · recall / (precision + recall)`. */
  readonly f1Score: readonly number[];
  /** How many are of the class. */
  readonly support: readonly number[];
}

/** From counts by actual class (rows) and said class (columns), [classes · classes]; 0 / 0 is 0. */
export function perClass(matrix: ArrayLike<number>, classes: number): PerClass {
  const all = Array.from({ length: classes }, (_, k) => k);
  const support = all.map((k) => sumOf(all.map((j) => matrix[k * classes + j])));
  const said = all.map((k) => sumOf(all.map((j) => matrix[j * classes + k])));
  const hits = all.map((k) => matrix[k * classes + k]);
  const precision = all.map((k) => share(hits[k], said[k]));
  const recall = all.map((k) => share(hits[k], support[k]));
  const f1Score = all.map((k) => share(2 * hits[k], said[k] + support[k]));
  return { precision, recall, f1Score, support };
}
