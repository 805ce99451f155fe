import { expect, test } from "vitest";
import { run } from "./000-xor-from-scratch.js";
import { initialWeights, trainByHand } from "./xor-by-hand.js";

test("the graph's gradient takes the way of the gradient derived by hand", async () => {
  const result = await run({ epochs: 200, seed: 3, print: () => {} });
  const rule = { loss: "squared", over: "mean", learningRate: 1, epochs: 200 } as const;
  expect(result.loss).toBeCloseTo(trainByHand(initialWeights(2, 3, "normal"), rule).loss, 5);
});

test("XOR is solved with our settings and not with the article's", async () => {
  const lines: string[] = [];
  const ours = await run({ print: (text) => lines.push(text) });
  expect(ours).toEqual({ loss: expect.closeTo(0.0003, 3), solved: 1, firstLoss: expect.closeTo(0.2887, 3) });
  expect(lines.at(-1)).toBe("solved: loss 0.2887 → 0.0003");
  const article = await run({ learningRate: 0.1, epochs: 1000, print: () => {} });
  expect(article.solved).toBe(0);
});
