import { expect, test } from "vitest";
import { initialWeights, inputs, run, targets, trainByHand, type Weights } from "./xor-by-hand.js";

// Source of the gradients: central differences of the loss itself.
test.each([
  ["squared", "mean"],
  ["squared", "sum"],
  ["crossEntropy", "mean"],
  ["crossEntropy", "sum"],
] as const)("one step of %s, %s over rows, follows the gradient", (loss, over) => {
  const before = initialWeights(3, 7, "normal");
  const after = structuredClone(before);
  const learningRate = 1e-3;
  trainByHand(after, { loss, over, learningRate, epochs: 1 });
  for (const name of ["w1", "b1", "w2", "b2"] as const) {
    const [was, is] = [before[name], after[name]].map((part) => part.flat());
    was.forEach((value, k) => {
      const h = 1e-5;
      const slope =
        (lossAt(moved(before, name, k, h), loss, over) - lossAt(moved(before, name, k, -h), loss, over)) /
        (2 * h);
      expect((value - is[k]) / learningRate).toBeCloseTo(slope, 8);
    });
  }
});

test("rate 0.1 and 1,000 epochs solve none of 20 by mean squared error; rate 1 and 10,000 solve all of 2-3-1", async () => {
  const counts = await run({ print: () => {} });
  expect(counts["2-2-1 0.1 squaredMean"]).toBe(0);
  expect(counts["2-3-1 0.1 squaredMean"]).toBe(0);
  expect(counts["2-3-1 1 squaredMean"]).toBe(20);
  expect(counts["2-2-1 1 squaredMean"]).toBe(17);
  expect(counts["2-3-1 0.1 crossEntropySum"]).toBe(16);
});

function moved(weights: Weights, name: keyof Weights, k: number, h: number): Weights {
  const copy = structuredClone(weights);
  const part = copy[name];
  const row = part[0];
  if (Array.isArray(row)) (part as number[][])[Math.floor(k / row.length)][k % row.length] += h;
  else (part as number[])[k] += h;
  return copy;
}

function lossAt({ w1, b1, w2, b2 }: Weights, loss: string, over: string): number {
  const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
  const each = inputs.map(([p, q], i) => {
    const a1 = b1.map((b, j) => sigmoid(p * w1[0][j] + q * w1[1][j] + b));
    const a2 = sigmoid(a1.reduce((z, a, j) => z + a * w2[j][0], b2[0]));
    const y = targets[i];
    return loss === "squared" ? (a2 - y) ** 2 : -(y * Math.log(a2) + (1 - y) * Math.log(1 - a2));
  });
  const sum = each.reduce((a, b) => a + b, 0);
  return over === "mean" ? sum / each.length : sum;
}
