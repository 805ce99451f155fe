import { expect, test } from "vitest";
import { layerGraph } from "./layer-graph.js";
import * as layers from "./layers/index.js";
import { loopPositions, productsOf } from "./products-of.js";
import { input, type LayerSymbol } from "./symbol.js";

const through = (shape: readonly number[], layer: { apply(x: LayerSymbol): LayerSymbol }): number => {
  const x = input({ shape });
  return productsOf(layerGraph([x], [layer.apply(x)]));
};

test("a weight counts once for each position or place it is used at", () => {
  expect(through([3], layers.dense({ units: 2 }))).toBe(3 * 2 + 2);
  expect(through([7, 3], layers.dense({ units: 2 }))).toBe(7 * (3 * 2 + 2));
  expect(through([7, 3], layers.lstm({ units: 2 }))).toBe(7 * 4 * (3 * 2 + 2 * 2 + 2));
  expect(through([5, 6, 1], layers.conv2d({ filters: 4, kernelSize: 3 }))).toBe(5 * 6 * (9 * 4 + 4));
  expect(through([5, 6], layers.flatten())).toBe(0);
});

test("recurrent layers walk along positions, others do not", () => {
  const x = input({ shape: [7, 3] });
  const h = layers.lstm({ units: 2, returnSequences: true }).apply(x);
  const y = layers.bidirectional({ layer: layers.gru({ units: 2 }) }).apply(h);
  expect(loopPositions(layerGraph([x], [y]))).toBe(14);
  expect(loopPositions(layerGraph([x], [layers.dense({ units: 2 }).apply(x)]))).toBe(0);
});
