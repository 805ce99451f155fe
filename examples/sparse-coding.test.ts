import { Tensor } from "neurograd";
import { expect, test } from "vitest";
import { hasDebianFile } from "./debian-file.js";
import { grayMiddle, photographs, run } from "./sparse-coding.js";

const quick = { size: 128, patchSize: 8, units: 20, patches: 3000, updates: 100, learningRate: 0.2 };

test("images of leaves: most filters are oriented, hardly any without edges", async () => {
  const lines: string[] = [];
  const result = await run({ ...quick, images: "leaves", print: (text) => lines.push(text) });
  expect(result.oriented).toBeGreaterThan(10);
  expect(result.orientedWithoutEdges).toBeLessThan(result.oriented / 2);
  expect(result.active).toBeLessThan(0.15);
  expect(lines[0]).toBe("6 images, 3000 pieces of 8 × 8 pixels, 20 neurons, 100 updates");
  expect(lines[2]).toBe(
    `oriented filters: ${result.oriented} of 20; from the same images without edges: ${result.orientedWithoutEdges}`,
  );
  expect(lines[4]).toMatch(
    /^frequencies that pass \[octaves\]: .* {2}macaque V1: 1\.4 \(De Valois et al\., 1982; unconfirmed\)$/,
  );
});

test("the middle of a photograph, each pixel the mean of four", () => {
  const photograph = new Tensor(
    Uint8Array.from({ length: 30 }, (_, i) => i),
    [5, 6, 1],
    "uint8",
  );
  expect(Array.from(grayMiddle(photograph, 2).data as Float32Array)).toEqual([4.5, 6.5, 16.5, 18.5]);
});

test.runIf(photographs.every(hasDebianFile))("photographs, in Chinese", async () => {
  const lines: string[] = [];
  const result = await run({ ...quick, lang: "zh", print: (text) => lines.push(text) });
  expect(result.oriented).toBeGreaterThan(10);
  expect(result.orientedWithoutEdges).toBeLessThan(result.oriented / 2);
  expect(lines[0]).toBe("6 幅图像，3000 个 8 × 8 像素的小块，20 个神经元，100 次更新");
});

test("without them it says what to install", async () => {
  const missing = run({ ...quick, folder: "no-such-folder", print: () => {} });
  await expect(missing).rejects.toThrow(
    "no-such-folder/Dragonfly_by_Bolly.jpg: is not there; apt-get install lomiri-wallpapers-16.04, or unpack it (apt-get download lomiri-wallpapers-16.04; dpkg -x) and give its folder. (dataset_unavailable)",
  );
});
