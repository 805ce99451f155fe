import { describe, expect, test } from "vitest";
import { readGolden } from "../../../golden/read-golden.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { goldenTensor } from "../../../test/support/from-keras.js";
import { thrown } from "../../../test/support/thrown.js";
import { type Tensor, tensor } from "../../core/tensor.js";
import { Dataset } from "../dataset.js";
import { RandomSource } from "../random-source.js";
import { cutMix, pasted } from "./cut-mix.js";
import { type LabeledImages, mixed, mixUp } from "./mix-up.js";
import { randomBeta } from "./random-beta.js";

const oneHot = tensor([
  [1, 0],
  [0, 1],
  [1, 0],
  [0, 1],
]);
/** Images of one value each, 0 to 3. */
const flat = tensor(
  Float32Array.from({ length: 4 * 8 * 10 }, (_, i) => Math.floor(i / 80)),
  { shape: [4, 8, 10, 1] },
);
const batch: LabeledImages = [flat, oneHot];
const first = { epoch: 0, index: 0 };

test.each(readGolden("keras-images").mixes)(
  "$kind of what Keras drew gives Keras's images and labels",
  (golden) => {
    const { images, labels, partners, weights, boxes, newImages, newLabels } = golden;
    const x = goldenTensor(images);
    const y = boxes ? pasted(x, partners, boxes) : mixed(x, partners, weights);
    expectClose(y.toFloat64(), newImages.data, 1e-6, "images");
    expectClose(mixed(goldenTensor(labels), partners, weights).toFloat64(), newLabels.data, 1e-6, "labels");
  },
);

describe.each([
  { kind: "mixUp", mix: mixUp, seeded: mixUp({ seed: 3 }) },
  { kind: "cutMix", mix: cutMix, seeded: cutMix({ seed: 3 }) },
])("$kind", ({ kind, mix, seeded }) => {
  test("is a function of seed, epoch and batch; labels stay shares of one", () => {
    const numbers = ([x, y]: LabeledImages): unknown => [x.toArray(), y.toArray()];
    const again = mix({ seed: 3 });
    expect(numbers(seeded(batch, first))).toEqual(numbers(again(batch, first)));
    expect(numbers(seeded(batch, first))).not.toEqual(numbers(seeded(batch, { epoch: 1, index: 0 })));
    expect(numbers(seeded(batch, first))).not.toEqual(numbers(seeded(batch, { epoch: 0, index: 1 })));
    expect(numbers(seeded(batch, first))).not.toEqual(numbers(mix({ seed: 4 })(batch, first)));
    for (let index = 0; index < 20; index++) {
      const rows = seeded(batch, { epoch: 0, index })[1].toArray() as number[][];
      for (const [a, b] of rows) expect(a + b).toBeCloseTo(1, 6);
    }
  });
  test("takes pixels as they are stored, in a Dataset", async () => {
    const bytes = tensor(Uint8Array.from(flat.toFloat64()), { shape: flat.shape });
    const mixedBatches = Dataset.fromArrays(bytes, oneHot).batch(4).map(seeded);
    for await (const [x, y] of mixedBatches.epoch(0)) {
      expect([x.dtype, x.shape, y.dtype, y.shape]).toEqual(["float32", flat.shape, "float32", [4, 2]]);
      expect(x.toArray()).toEqual(seeded(batch, first)[0].toArray());
    }
  });
  test("refuses class numbers, and batches that do not fit", () => {
    expect(thrown(() => seeded([flat, tensor(Int32Array.of(0, 1, 0, 1))], first))).toBe(
      `${kind}: labels are int32 [4], and class numbers cannot be mixed; give one-hot labels (labelMode: "categorical"), and train with categoricalCrossentropy. (dtype_mismatch)`,
    );
    expect(thrown(() => seeded([flat, oneHot.slice(0, 3)], first))).toBe(
      `${kind}: 4 images and 3 labels; give one for each. (shape_mismatch)`,
    );
  });
});

test("cutMix pastes whole rectangles whose area is the other label's share", () => {
  const mix = cutMix({ factor: [1, 1], seed: 2 });
  let share = 0;
  let area = 0;
  for (let index = 0; index < 200; index++) {
    const [x, y] = mix(batch, { epoch: 0, index });
    const rows = y.toArray() as number[][];
    const images = x.toArray() as number[][][][];
    images.forEach((image, i) => {
      const others = image.flat().filter(([v]) => v !== i);
      expect(new Set(others.map(String)).size).toBeLessThan(2);
      area += others.length / 80;
      share += others.length > 0 && (others[0][0] - i) % 2 !== 0 ? rows[i][(i + 1) % 2] : others.length / 80;
    });
  }
  expect(share / 800).toBeCloseTo(area / 800, 1); // pixels are whole
});

test("randomBeta has the mean 1/2 and the variance 1 / (4 (2α + 1))", () => {
  for (const alpha of [0.05, 0.2, 1, 3]) {
    const random = new RandomSource(1, Math.round(alpha * 100));
    const drawn = Array.from({ length: 20_000 }, () => randomBeta(random, alpha));
    const mean = drawn.reduce((sum, w) => sum + w, 0) / drawn.length;
    const variance = drawn.reduce((sum, w) => sum + (w - 0.5) ** 2, 0) / drawn.length;
    expect(mean).toBeCloseTo(0.5, 1.7);
    expect(variance).toBeCloseTo(1 / (4 * (2 * alpha + 1)), 2);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(1);
  }
});

test("options out of range, and images that are none", () => {
  expect(thrown(() => mixUp({ alpha: 0 }))).toBe("mixUp: alpha is 0; use a number above 0. (invalid_option)");
  expect(thrown(() => cutMix({ factor: 2 }))).toBe(
    "cutMix: factor is 2; use a number from 0 to 1, or two of them. (invalid_option)",
  );
  const rows: Tensor = tensor([[1], [2], [3], [4]]);
  expect(thrown(() => cutMix()([rows, oneHot], first))).toBe(
    "cutMix: expects images [batch, height, width, channels], got [4, 1]. (shape_mismatch)",
  );
  expect(mixUp()([rows, oneHot], first)[0].shape).toEqual([4, 1]); // rows of a table can be mixed, too
});
