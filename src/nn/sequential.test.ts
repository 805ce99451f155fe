import { describe, expect, test } from "vitest";
import { thrown } from "../../test/support/thrown.js";
import { defineLayer, input, layers, ops, sequential } from "../index.js";
import type { Layer } from "./layer.js";

describe("errors name the layer, its input, and where that came from", () => {
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "no input first": [
      () => sequential([layers.dense({ units: 1 })]),
      "sequential: the first item must be an input; begin with input({ shape: [...] }). (missing_input)",
    ],
    "nothing at all": [
      () => sequential([]),
      "sequential: the first item must be an input; begin with input({ shape: [...] }). (missing_input)",
    ],
    "a second input": [
      () => sequential([input({ shape: [1] }), input({ shape: [1] })]),
      "sequential: every item after the first must be a layer, such as layers.dense({ units: 10 }), or a model. (invalid_option)",
    ],
    "a layer that was not called": [
      () => sequential([input({ shape: [1] }), layers.flatten as unknown as Layer]),
      "sequential: every item after the first must be a layer, such as layers.dense({ units: 10 }), or a model. (invalid_option)",
    ],
    "the second of a kind": [
      () =>
        sequential([
          input({ shape: [6] }),
          layers.reshape({ targetShape: [2, 3] }),
          layers.dense({ units: 4 }),
          layers.reshape({ targetShape: [7] }),
        ]),
      "reshape_1: each example of [batch, 2, 4] has 8 numbers, which do not fit targetShape [7]; choose sizes whose product is 8 (its input is [batch, 2, 4] from dense). (shape_mismatch)",
    ],
    "one with a name": [
      () => sequential([input({ shape: [6] }), layers.reshape({ targetShape: [7], name: "fold" })]),
      "fold: each example of [batch, 6] has 6 numbers, which do not fit targetShape [7]; choose sizes whose product is 6 (its input is [batch, 6] from the input). (shape_mismatch)",
    ],
    "an op inside a layer of one's own": [
      () => {
        const shift = defineLayer<{ readonly name?: string }>("shift", {
          defaults: {},
          call: ({ x }) => ops.add(x, [1, 2, 3]),
        });
        return sequential([input({ shape: [2] }), shift()]);
      },
      "shift: add: cannot broadcast [batch, 2] with [3]: 2 meets 3; sizes must be equal, or one of them 1 (its input is [batch, 2] from the input). (shape_mismatch)",
    ],
    "two layers of one name": [
      () =>
        sequential([
          input({ shape: [2] }),
          layers.dense({ units: 1, name: "one" }),
          layers.dense({ units: 1, name: "one" }),
        ]),
      'model: two layers are called "one"; give each its own name. (duplicate_name)',
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});

test("the same layer twice has one set of weights and one name", async () => {
  const twice = layers.dense({ units: 2, useBias: false });
  const net = sequential([input({ shape: [2] }), twice, twice]);
  expect(net.weights.map(({ name }) => name)).toEqual(["dense/kernel"]);
  net.setWeights([[[0, 1], [2, 0]]]); // biome-ignore format: a matrix
  // (x K) K with K² = 2 I
  expect((await net.predict([[3, 5]])).toArray()).toEqual([[6, 10]]);
});
