import { describe, expect, test } from "vitest";
import type { Tensor } from "../index.js";
import { splitArrays } from "./split-arrays.js";

describe("splitArrays", () => {
  test("keeps the last rows, as Keras does: ⌊n (1 − share)⌋ to train on", () => {
    const { train, validation } = splitArrays([[1], [2], [3], [4], [5]], { y: [1, 2, 3, 4, 5] }, 0.3);
    const numbers = ([x, y]: readonly unknown[]): unknown => [
      (x as Tensor).toArray(),
      (y as { readonly y: Tensor }).y.toArray(),
    ];
    expect([numbers(train), numbers(validation)]).toEqual([
      [
        [[1], [2], [3]],
        [1, 2, 3],
      ],
      [
        [[4], [5]],
        [4, 5],
      ],
    ]);
  });

  test("an array without targets", () => {
    const { train, validation } = splitArrays([1, 2], undefined, 0.5);
    expect([train[1], validation[1]]).toEqual([undefined, undefined]);
  });
});
