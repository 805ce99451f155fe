import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { gatherRows } from "../gather-rows.js";
import { fashionMnist, fashionMnistClasses } from "./fashion-mnist.js";

const folder = "/usr/share/datasets/fashion-mnist";
if (!existsSync(folder))
  console.warn(
    `SKIPPED: Fashion-MNIST is not in ${folder}; install the Debian package dataset-fashion-mnist`,
  );

test.skipIf(!existsSync(folder))(
  "Fashion-MNIST: shapes, dtypes, and the known counts and brightness",
  async () => {
    const { xTrain, yTrain, xTest, yTest } = await fashionMnist();
    expect([xTrain, yTrain, xTest, yTest].map((x) => [x.dtype, x.shape])).toEqual([
      ["uint8", [60_000, 28, 28]],
      ["uint8", [60_000]],
      ["uint8", [10_000, 28, 28]],
      ["uint8", [10_000]],
    ]);
    const counts = (y: typeof yTrain): number[] => {
      const out = Array<number>(10).fill(0);
      for (const label of y.data as Uint8Array) out[label]++;
      return out;
    };
    // Xiao, Rasul, Vollgraf 2017: every class has 6,000 training and 1,000 test images.
    expect(counts(yTrain)).toEqual(Array(10).fill(6000));
    expect(counts(yTest)).toEqual(Array(10).fill(1000));
    // The first training images: an ankle boot, two T-shirts, a dress, as every tutorial shows them.
    expect([...(yTrain.data as Uint8Array).subarray(0, 4)].map((k) => fashionMnistClasses[k])).toEqual([
      "ankle boot",
      "T-shirt/top",
      "T-shirt/top",
      "dress",
    ]);
    // Mean and standard deviation that others divide by: 0.2860 and 0.3530 of the full brightness.
    let [sum, squares] = [0, 0];
    for (const pixel of xTrain.data as Uint8Array) {
      sum += pixel;
      squares += pixel * pixel;
    }
    const mean = sum / xTrain.size / 255;
    expect(mean).toBeCloseTo(0.286, 4);
    expect(Math.sqrt(squares / xTrain.size / 255 ** 2 - mean ** 2)).toBeCloseTo(0.353, 4);
  },
);

test.skipIf(!existsSync(folder))("a part of it, from any folder that has the files", async () => {
  const part = await fashionMnist({ train: 3, test: 2, cache: folder });
  expect([part.xTrain.shape[0], part.yTrain.shape[0], part.xTest.shape[0], part.yTest.shape[0]]).toEqual([
    3, 3, 2, 2,
  ]);
  expect(gatherRows(part.yTest, [0, 1]).toArray()).toEqual([9, 2]);
});

// Debian's package holds the published files but for the header that gzip writes: without name and with its own time.
test.skipIf(!existsSync(folder)).each([
  ["train-images-idx3-ubyte", "2017-08-31T10:50:06Z", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"],
  ["train-labels-idx1-ubyte", "2017-08-31T10:50:06Z", "25c81989df183df01b3e8a0aad5dffbe"],
  ["t10k-images-idx3-ubyte", "2017-08-31T10:50:27Z", "bef4ecab320f06d8554ea6380940ec79"],
  ["t10k-labels-idx1-ubyte", "2017-08-31T10:50:27Z", "bb300cfdad3c16e7a12a480ee83cd310"],
])("%s has the published MD5, so the SHA-256 in the source is of the true file", (file, packed, md5) => {
  const header = Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]);
  header.writeUInt32LE(Date.parse(packed) / 1000, 4);
  const body = readFileSync(`${folder}/${file}.gz`).subarray(10);
  expect(createHash("md5").update(header).update(`${file}\0`).update(body).digest("hex")).toBe(md5);
});
