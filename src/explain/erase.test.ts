import { input, layers, sequential, tensor } from "neurograd";
import { erase, integratedGradients, scores } from "neurograd/explain";
import { expect, test } from "vitest";

const x = tensor(new Uint8Array([0, 9, 7, 5, 3, 0, 8, 8]), { shape: [2, 4] });
const ranks = [[9, 1, 3, 2], [1, 9, 2, 2]]; // biome-ignore format: rows

test("the highest ranked of what differs from the baseline goes, of each example its own", () => {
  // of 3 that are not 0: none, one, two (of equal ones the first), all
  const erased = (share: number): unknown => erase(x, ranks, { share }).toArray();
  expect(erased(0)).toEqual([[0, 9, 7, 5], [3, 0, 8, 8]]); // biome-ignore format: rows
  expect(erased(1 / 3)).toEqual([[0, 9, 0, 5], [3, 0, 0, 8]]); // biome-ignore format: rows
  expect(erased(2 / 3)).toEqual([[0, 9, 0, 0], [3, 0, 0, 0]]); // biome-ignore format: rows
  expect(erased(1)).toEqual([[0, 0, 0, 0], [0, 0, 0, 0]]); // biome-ignore format: rows
  expect(erase(x, ranks, { share: 1 }).dtype).toBe("uint8");
  expect(x.toArray()).toEqual([[0, 9, 7, 5], [3, 0, 8, 8]]); // biome-ignore format: rows
});

test("another baseline: a number, an example, one for each", () => {
  expect(erase(x, ranks, { share: 0.25, baseline: 1 }).toArray()).toEqual([[1, 9, 7, 5], [3, 1, 8, 8]]); // biome-ignore format: rows
  expect(erase(x, ranks, { share: 1, baseline: [1, 2, 3, 4] }).toArray()).toEqual([[1, 2, 3, 4], [1, 2, 3, 4]]); // biome-ignore format: rows
  const both = [[0, 0, 0, 0], [1, 1, 1, 1]]; // biome-ignore format: rows
  expect(erase(x, ranks, { share: 1, baseline: both }).toArray()).toEqual(both);
});

test("of a linear score: what integrated gradients rank highest takes most of it away", async () => {
  const net = sequential([input({ shape: [4] }), layers.dense({ units: 2 })]);
  net.compile({ loss: "meanSquaredError", runtime: "reference" });
  net.setWeights([[[1, 1], [2, 5], [3, -1], [4, 2]], [0, 0]]); // biome-ignore format: rows
  const given = [[1, 1, 1, 1]];
  const shares = await integratedGradients(net, given, { target: 1 }); // 1, 5, −1, 2
  const left = async (share: number): Promise<number> =>
    (await scores(net, erase(given, shares, { share }), { target: 1 })).toFloat64()[0];
  expect([await left(0), await left(0.25), await left(0.5), await left(0.75), await left(1)]).toEqual([
    7, 2, 0, -1, 0,
  ]);
});

test("what it refuses", () => {
  expect(() => erase(x, [[1, 2]], { share: 1 })).toThrow(
    "erase: attributions have shape [1, 2], x has [2, 4]; give one number for each element. (shape_mismatch)",
  );
  expect(() => erase(x, ranks, { share: 1.5 })).toThrow(
    "erase: share is 1.5; use a number from 0 to 1. (invalid_option)",
  );
  expect(() => erase(x, ranks, {} as { share: number })).toThrow(
    "erase: needs the option share; give a part: { share: 0.2 }. (missing_option)",
  );
  expect(() => erase(x, ranks, { share: 1, baseline: [1, 2] })).toThrow(
    "erase: baseline has shape [2]; give a number, one example [4], or as many examples as x has. (shape_mismatch)",
  );
  expect(() => erase(x, ranks, { share: 1, baseline: 0.5 })).toThrow("value_out_of_range");
});
