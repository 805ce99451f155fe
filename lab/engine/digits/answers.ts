import { evaluate, type Model, ops } from "neurograd";
import type { Digits } from "./data.js";

/** What all test images say of the network. */
export interface Tested {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
  /** Row: the digit; column: what it was read as; how often. 10 × 10. */
  readonly confusion: readonly number[];
}

const batchSize = 500;

export async function testedOn(net: Model, { x, y }: Digits, step: number): Promise<Tested> {
  const { loss, accuracy } = await net.evaluate(x, y, { batchSize });
  return { step, loss, accuracy, confusion: [...net.reports.confusionMatrix.matrix.toFloat64()] };
}

/** How each test image was read. */
export interface Answers {
  readonly tested: Tested;
  /** What it was read as. */
  readonly digits: readonly number[];
  /** How sure the network was of that. */
  readonly sureness: readonly number[];
  /** Those read wrongly, the surest first. */
  readonly mistakes: readonly number[];
}

export async function answersOf(net: Model, { x, y }: Digits): Promise<Omit<Answers, "tested">> {
  const probabilities = await net.predict(x, { batchSize });
  const digits = [...(await evaluate(ops.argmax(probabilities, { axis: 1 }))).toFloat64()];
  const sureness = [...(await evaluate(ops.max(probabilities, { axis: 1 }))).toFloat64()];
  const labels = y.toFloat64();
  const mistakes = digits
    .flatMap((digit, k) => (digit === labels[k] ? [] : [k]))
    .sort((a, b) => sureness[b] - sureness[a]);
  return { digits, sureness, mistakes };
}
