import { describe, expect, test } from "vitest";
import { thrown } from "../../../test/support/thrown.js";
import { input, layers, sequential } from "../../index.js";

test("the same numbers in the same order; -1 takes what is left", async () => {
  const net = sequential([
    input({ shape: [6] }),
    layers.reshape({ targetShape: [3, -1] }),
    layers.reshape({ targetShape: [2, 3, 1] }),
  ]);
  const x = [
    [1, 2, 3, 4, 5, 6],
    [7, 8, 9, 10, 11, 12],
  ];
  expect((await net.predict(x)).toArray()).toEqual([
    [
      [[1], [2], [3]],
      [[4], [5], [6]],
    ],
    [
      [[7], [8], [9]],
      [[10], [11], [12]],
    ],
  ]);
});

test("an open size goes where -1 stands", async () => {
  const net = sequential([input({ shape: [null, 2] }), layers.reshape({ targetShape: [-1, 1] })]);
  expect((await net.predict([[[1, 2], [3, 4]]])).toArray()).toEqual([[[1], [2], [3], [4]]]); // biome-ignore format: one example
});

describe("errors", () => {
  const apply = (targetShape: readonly number[]): (() => unknown) => {
    return () => sequential([input({ shape: [6] }), layers.reshape({ targetShape })]);
  };
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "sizes that do not fit": [
      apply([4, 2]),
      "reshape: each example of [batch, 6] has 6 numbers, which do not fit targetShape [4, 2]; choose sizes whose product is 6 (its input is [batch, 6] from the input). (shape_mismatch)",
    ],
    "nothing left for -1": [
      apply([4, -1]),
      "reshape: each example of [batch, 6] has 6 numbers, which do not fit targetShape [4, -1]; choose sizes whose product is 6 (its input is [batch, 6] from the input). (shape_mismatch)",
    ],
    "two sizes of -1": [
      apply([-1, -1]),
      "reshape: targetShape is [-1,-1]; give the sizes of one example, whole numbers > 0, of which one may be -1. (invalid_option)",
    ],
    "no shape": [
      () => layers.reshape({ targetShape: 6 as unknown as number[] }),
      "reshape: targetShape is 6; give the sizes of one example, whole numbers > 0, of which one may be -1. (invalid_option)",
    ],
    "left out": [
      () => layers.reshape({} as { targetShape: number[] }),
      "reshape: needs the option targetShape; give reshape({ targetShape }). (missing_option)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});
