// What golden numbers do not say of augmentation: the laws, the numbers drawn, the size of steps, and that it is there in training only.
import { describe, expect, test } from "vitest";
import { evaluateValue } from "../../../test/support/evaluate-value.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { thrown } from "../../../test/support/thrown.js";
import { constant } from "../../core/constant.js";
import type { Value } from "../../core/graph.js";
import { type Tensor, tensor } from "../../core/tensor.js";
import { input, loadModel, sequential, setSeed } from "../../index.js";
import { type Layer, layerRandom, noRandom } from "../layer.js";
import * as layers from "./index.js";

const word = (n: number): Value => constant(tensor(n, { dtype: "uint32" }));
const x = tensor(
  Float32Array.from({ length: 4 * 5 * 6 * 2 }, (_, i) => (i * 37) % 101),
  { shape: [4, 5, 6, 2] },
);

/** What a layer makes of images at a step. */
function at(layer: Layer, step: number, images: Tensor = x, training = true): Tensor {
  const random = training ? layerRandom("here", word(7), word(step)) : noRandom;
  const call = { inputs: [constant(images)], weights: {}, training, random, name: layer.kind };
  return evaluateValue(layer.call(call).outputs[0], {});
}

const augmentations: readonly Layer[] = [
  layers.randomFlip(),
  layers.randomRotation({ factor: 0.3 }),
  layers.randomTranslation({ heightFactor: 0.3, widthFactor: 0.3 }),
  layers.randomZoom({ heightFactor: 0.3 }),
  layers.randomShear({ xFactor: 0.3 }),
  layers.randomBrightness({ factor: 0.3 }),
  layers.randomContrast({ factor: [0.3, 0.3] }),
  layers.randomErasing({ factor: [1, 1] }),
  layers.randomSharpness({ factor: 1 }),
  layers.randomPosterization({ factor: 6 }),
  layers.solarization({ thresholdFactor: 1 }),
];
const colored: readonly Layer[] = [
  layers.randomColorDegeneration({ factor: 0.8 }),
  layers.randAugment({ numOps: 1 }),
  layers.randAugment({ numOps: 2, factor: 0.3 }),
];

describe.each(augmentations)("$kind", (layer) => {
  test("hands on its input outside training", async () => {
    expect(at(layer, 0, x, false).toArray()).toEqual(x.toArray());
  });
  test("is a function of the step, other for each, and other for each image", async () => {
    const [first, again, next] = [at(layer, 0), at(layer, 0), at(layer, 1)];
    expect(first.toArray()).toEqual(again.toArray());
    expect(first.toArray()).not.toEqual(next.toArray());
    const same = tensor([0, 1, 2, 3, 4, 5, 6, 7].flatMap(() => x.slice(0, 1).toArray() as number[][][][]));
    const images = at(layer, 0, same).toArray() as number[][][][];
    expect(new Set(images.map((image) => JSON.stringify(image))).size).toBeGreaterThan(1);
  });
  test("keeps the shape, takes pixels as they are stored, and refuses what is no image", async () => {
    const bytes = tensor(Uint8Array.from(x.toFloat64()), { shape: x.shape });
    const y = at(layer, 0, bytes);
    expect(y.shape).toEqual(x.shape);
    expect(layer.apply(input({ shape: [5, 6, 2], dtype: "uint8" })).dtype).toBe("float32");
    expectClose(y.toFloat64(), at(layer, 0).toFloat64(), 1e-6);
    expect(thrown(() => layer.apply(input({ shape: [12] })))).toMatch(
      /: expects \[batch, height, width, channels\] .* \(shape_mismatch\)$/,
    );
  });
});

test.each(colored)("$kind of colors: by step and image in training, nothing outside", (layer) => {
  const image = tensor(
    Float32Array.from({ length: 5 * 6 * 3 }, (_, i) => (i * 53) % 251),
    { shape: [1, 5, 6, 3] },
  );
  const rows = Array.from({ length: 24 }, () => (image.toArray() as number[][][][])[0]);
  const same = tensor(rows);
  expect(at(layer, 0, same, false).toArray()).toEqual(same.toArray());
  const first = at(layer, 0, same).toArray() as number[][][][];
  expect(at(layer, 0, same).toArray()).toEqual(first);
  expect(at(layer, 1, same).toArray()).not.toEqual(first);
  expect(new Set(first.map((one) => JSON.stringify(one))).size).toBeGreaterThan(12);
  for (const value of first.flat(3)) {
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(255);
  }
});

test("equalization spreads the values of each image by itself; autoContrast stretches them; one value alone stays", () => {
  const steps = tensor(Float32Array.from([10, 20, 20, 40, 7, 7, 7, 7]), { shape: [2, 2, 2, 1] });
  // Shares below: 1, 3, 4 of 4; (share − 1) / (4 − 1) of 255.
  expect(at(layers.equalization(), 0, steps).toArray()).toEqual(
    tensor([0, 170, 170, 255, 7, 7, 7, 7], { shape: [2, 2, 2, 1] }).toArray(),
  );
  expectClose(at(layers.autoContrast(), 0, steps).toFloat64(), [0, 85, 85, 255, 7, 7, 7, 7], 1e-6);
});

const identities: readonly (readonly [what: string, layer: Layer])[] = [
  ["randomRotation by 0", layers.randomRotation({ factor: 0 })],
  ["randomRotation by whole turns", layers.randomRotation({ factor: [1, 1] })],
  ["randomTranslation by 0", layers.randomTranslation({ heightFactor: 0, widthFactor: 0 })],
  [
    "randomTranslation all the way round",
    layers.randomTranslation({ heightFactor: [1, 1], widthFactor: [-1, -1], fillMode: "wrap" }),
  ],
  ["randomZoom by 1", layers.randomZoom({ heightFactor: 0 })],
  ["randomShear by 0", layers.randomShear()],
  ["randomBrightness by 0", layers.randomBrightness({ factor: 0 })],
  ["randomContrast by 1", layers.randomContrast({ factor: 0 })],
  ["randomSharpness by 1/2", layers.randomSharpness({ factor: [0.5, 0.5] })],
  ["randomColorDegeneration of gray", layers.randomColorDegeneration({ factor: 0 })],
  ["randomPosterization to 8 bits", layers.randomPosterization({ factor: [8, 8] })],
  ["randomErasing of nothing", layers.randomErasing({ factor: 0 })],
  ["randomCrop in the same size", layers.randomCrop({ height: 5, width: 6 })],
  ["resizing to the same size", layers.resizing({ height: 5, width: 6 })],
  ["centerCrop to the same size", layers.centerCrop({ height: 5, width: 6 })],
];
test.each(identities)("%s changes nothing", async (_what, layer) => {
  expectClose(at(layer, 3).toFloat64(), x.toFloat64(), 1e-5);
});

test("randomRotation by a quarter of a turn, four times, is the image again; so is randomFlip twice", async () => {
  const square = tensor(
    Float32Array.from({ length: 50 }, (_, i) => i),
    { shape: [1, 5, 5, 2] },
  );
  const quarter = layers.randomRotation({ factor: [0.25, 0.25], interpolation: "nearest" });
  const once = at(quarter, 0, square);
  expect((once.toArray() as number[][][][])[0].map((row) => row.map(([v]) => v / 2))).toEqual(
    // x′ = c − (y − c), y′ = c + (x − c)
    [0, 1, 2, 3, 4].map((i) => [0, 1, 2, 3, 4].map((j) => j * 5 + (4 - i))),
  );
  let turned = once;
  for (let k = 1; k < 4; k++) turned = at(quarter, 0, turned);
  expect(turned.toArray()).toEqual(square.toArray());
  const flip = layers.randomFlip({ mode: "vertical" });
  expect(at(flip, 5, at(flip, 5)).toArray()).toEqual(x.toArray());
});

test("randomCrop takes whole parts of the images, from every place", async () => {
  const ramp = tensor(
    Float32Array.from({ length: 8 * 5 * 6 }, (_, i) => i % 30),
    { shape: [8, 5, 6, 1] },
  );
  const places = new Set<number>();
  for (let step = 0; step < 20; step++) {
    const parts = at(layers.randomCrop({ height: 3, width: 2 }), step, ramp).toArray() as number[][][][];
    for (const part of parts) {
      const first = part[0][0][0];
      places.add(first);
      expect(part.map((row) => row.map(([v]) => v - first))).toEqual([
        [0, 1],
        [6, 7],
        [12, 13],
      ]);
    }
  }
  const all = [0, 1, 2].flatMap((row) => [0, 1, 2, 3, 4].map((column) => 6 * row + column));
  expect([...places].sort((a, b) => a - b)).toEqual(all);
});

test("randomErasing: the share of images and of pixels is the one asked for; a number for each channel fills", async () => {
  const white = tensor(new Float32Array(400 * 16 * 16 * 3).fill(200), { shape: [400, 16, 16, 3] });
  const layer = layers.randomErasing({ factor: [0.5, 0.5], scale: [0.25, 0.25], fillValue: [10, 20, 30] });
  const images = at(layer, 0, white).toArray() as number[][][][];
  const erased = images.map((image) => image.flat().filter(([red]) => red === 10));
  const hit = erased.filter((pixels) => pixels.length > 0);
  expect(hit.length / 400).toBeCloseTo(0.5, 1);
  for (const pixels of hit) expect(new Set(pixels.map(String))).toEqual(new Set(["10,20,30"]));
  // Half of each side: 8 × 8 pixels of the 16 × 16.
  expect(hit.reduce((sum, pixels) => sum + pixels.length, 0) / hit.length / 256).toBeCloseTo(0.25, 2);
});

test("amounts are uniform in the range asked for", async () => {
  const gray = tensor(new Float32Array(2000).fill(100), { shape: [2000, 1, 1, 1] });
  const y = at(layers.randomBrightness({ factor: [-0.1, 0.3] }), 0, gray).toFloat64();
  const deltas = Array.from(y, (v) => (v - 100) / 255);
  expect([Math.min(...deltas), Math.max(...deltas)].map((d) => d.toFixed(2))).toEqual(["-0.10", "0.30"]);
  expect(deltas.reduce((sum, d) => sum + d, 0) / 2000).toBeCloseTo(0.1, 2);
});

test("a network is trained on augmented images, a seed fixing every bit, and predicts on plain ones", async () => {
  const run = async (runtime: "native" | "reference"): Promise<readonly number[]> => {
    setSeed(3);
    const net = sequential([
      input({ shape: [8, 8, 1] }),
      layers.randomFlip({ mode: "horizontal" }),
      layers.randomRotation({ factor: 0.1 }),
      layers.randomTranslation({ heightFactor: 0.1, widthFactor: 0.1, fillMode: "constant" }),
      layers.randomErasing({ fillValue: 0 }),
      layers.resizing({ height: 6, width: 6 }),
      layers.flatten(),
      layers.dense({ units: 2, activation: "softmax" }),
    ]);
    net.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", runtime });
    const images = tensor(
      Float32Array.from({ length: 20 * 64 }, (_, i) => Math.sin(i) + (i < 640 ? 0 : 1)),
      { shape: [20, 8, 8, 1] },
    );
    const labels = Array.from({ length: 20 }, (_, i) => Number(i >= 10));
    const { history } = await net.fit(images, labels, { epochs: 3, batchSize: 8, verbose: 0 });
    const predicted = await net.predict(images);
    expect((await net.predict(images)).toArray()).toEqual(predicted.toArray());
    const again = await loadModel(await net.toBytes());
    expectClose((await again.predict(images)).toFloat64(), predicted.toFloat64(), 1e-6);
    expect(again.layers.map(({ kind }) => kind)).toEqual(net.layers.map(({ kind }) => kind));
    return history.loss;
  };
  const [native, again, reference] = [await run("native"), await run("native"), await run("reference")];
  expect(native).toEqual(again);
  expectClose(native, reference, 1e-5);
  expect(native.at(-1)).toBeLessThan(native[0]);
});

describe("refused", () => {
  const refused: readonly (readonly [make: () => Layer, text: string])[] = [
    [
      () => layers.randomRotation({ factor: 2 }),
      "randomRotation: factor is 2; use a number from -1 to 1, or two of them. (invalid_option)",
    ],
    [
      () => layers.randomContrast({ factor: [-0.1, 0.2] }),
      "randomContrast: factor is [-0.1,0.2]; use a number from 0 to 1, or two of them. (invalid_option)",
    ],
    [
      () => layers.randomBrightness({ factor: 0.1, valueRange: [1, 0] }),
      "randomBrightness: valueRange is [1,0]; use the lowest and the highest value, such as [0, 255]. (invalid_option)",
    ],
    [
      () => layers.randomErasing({ fillValue: Number.NaN }),
      "randomErasing: fillValue is NaN; use a number, one for each channel, or null for noise. (invalid_option)",
    ],
    [
      () => layers.randomFlip({ mode: JSON.parse('"both"') }),
      'randomFlip: mode: unknown name "both"; use one of horizontal, vertical, horizontalAndVertical. (unknown_name)',
    ],
    [
      () => layers.resizing({ height: 0, width: 4 }),
      "resizing: height is 0; use a whole number from 1. (invalid_option)",
    ],
  ];
  test.each(refused)("%s", (make, text) => {
    expect(thrown(make)).toBe(text);
  });
  test("images of any size, which no step could be compiled for", () => {
    expect(
      thrown(() => layers.resizing({ height: 2, width: 2 }).apply(input({ shape: [null, 4, 1] }))),
    ).toMatch(
      /^resizing: needs numbers as height and width, got .*; fix the input's shape\. \(unknown_size\)$/,
    );
  });
});
