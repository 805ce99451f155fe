import { expect, test } from "vitest";
import { run as run000 } from "./000-xor-from-scratch.js";
import { run as runMnist } from "./001-mnist.js";
import { run as run002 } from "./002-binary-classifier.js";
import { run as run003 } from "./003-from-scratch.js";
import { run as run004 } from "./004-perceptron.js";

// The articles' programs need no ONNX Runtime: the reference evaluator trains them to the same numbers.

const reference = { runtime: "reference", print: () => {} } as const;
const fast = { runtime: "auto", print: () => {} } as const;

test("000, 003 and 004", async () => {
  const short = { epochs: 300 };
  expect((await run000({ ...reference, ...short })).loss).toBeCloseTo(
    (await run000({ ...fast, ...short })).loss,
    5,
  );
  expect((await run003({ ...reference, ...short })).loss).toBeCloseTo(
    (await run003({ ...fast, ...short })).loss,
    5,
  );
  const slow = await run004({ ...reference, ...short });
  expect(slow.hiddenLoss).toBeCloseTo((await run004({ ...fast, ...short })).hiddenLoss, 5);
  expect(slow.xorLoss).toBeCloseTo(0.25, 2);
});

test("002", async () => {
  const short = { samples: 128, epochs: 5 };
  expect((await run002({ ...reference, ...short })).loss).toBeCloseTo(
    (await run002({ ...fast, ...short })).loss,
    4,
  );
});

test("001, the digits", async () => {
  const short = { samples: 512, tested: 256, epochs: 1 };
  const slow = await runMnist({ ...reference, ...short });
  expect(slow.testLoss).toBeCloseTo((await runMnist({ ...fast, ...short })).testLoss, 4);
});
