// Which positions are there, through layers of one input and of several.
import { expect, test } from "vitest";
import { runOn } from "../../../test/support/run-on.js";
import { type Tensor, tensor } from "../../index.js";
import { type Layer, noRandom } from "../layer.js";
import * as layers from "./index.js";

const bools = (values: readonly number[], shape: readonly number[]): Tensor =>
  tensor(values.map(Boolean), { shape, dtype: "bool" });
const x = tensor([1, 2, 3, 4, 5, 6], { shape: [1, 3, 2] });

/** The mask of a layer's output on two inputs with these masks; null: none. */
async function maskOf(layer: Layer, masks: readonly (Tensor | null)[]): Promise<number[] | null> {
  const given = Object.fromEntries(masks.flatMap((mask, k) => (mask === null ? [] : [[`mask${k}`, mask]])));
  let isNone = false;
  const [{ mask }] = await runOn("native", [
    {
      inputs: { x, ...given },
      fn: (values) => {
        const result = layer.call({
          inputs: masks.map(() => values.x),
          masks: masks.map((_, k) => values[`mask${k}`] ?? null),
          weights: {},
          training: false,
          random: noRandom,
          name: "here",
        });
        const [found = null] = result.masks ?? [];
        isNone = found === null;
        return { y: result.outputs[0], ...(found && { mask: found }) };
      },
    },
  ]);
  return isNone ? null : [...mask];
}

const [a, b] = [bools([1, 0, 0], [1, 3]), bools([0, 0, 1], [1, 3])];

test("merging layers: there where it is in one of the inputs, as Keras's Merge.compute_mask", async () => {
  expect(await maskOf(layers.add(), [a, b])).toEqual([1, 0, 1]);
  expect(await maskOf(layers.average(), [a, null])).toBe(null);
});

test("concatenate: one after the other along positions, as Keras's Concatenate.compute_mask", async () => {
  expect(await maskOf(layers.concatenate({ axis: 1 }), [a, b])).toEqual([1, 0, 0, 0, 0, 1]);
  expect(await maskOf(layers.concatenate({ axis: 1 }), [null, b])).toEqual([1, 1, 1, 0, 0, 1]);
  expect(await maskOf(layers.concatenate(), [a, b])).toEqual([1, 0, 1]);
  expect(await maskOf(layers.concatenate(), [null, null])).toBe(null);
});

test("normalizing layers and activations hand it on, others end it", async () => {
  expect(await maskOf(layers.unitNormalization(), [a])).toEqual([1, 0, 0]);
  expect(await maskOf(layers.leakyReLU(), [a])).toEqual([1, 0, 0]);
  expect(await maskOf(layers.permute({ dims: [2, 1] }), [a])).toBe(null);
});

test("embedding: 0 is padding if maskZero says so", async () => {
  const words = tensor([3, 0, 1, 0], { shape: [2, 2], dtype: "int32" });
  const maskedBy = async (layer: Layer): Promise<number[] | null> => {
    let isNone = true;
    const [{ mask }] = await runOn("native", [
      {
        inputs: { words, embeddings: tensor([0, 1, 2, 3], { shape: [4, 1] }) },
        fn: ({ words: value, ...weights }) => {
          const result = layer.call({
            inputs: [value],
            weights,
            training: false,
            random: noRandom,
            name: "here",
          });
          const [found = null] = result.masks ?? [];
          isNone = found === null;
          return { y: result.outputs[0], ...(found && { mask: found }) };
        },
      },
    ]);
    return isNone ? null : [...mask];
  };
  const options = { inputDim: 4, outputDim: 1 };
  expect(await maskedBy(layers.embedding({ ...options, maskZero: true }))).toEqual([1, 0, 1, 0]);
  expect(await maskedBy(layers.embedding(options))).toBe(null);
});
