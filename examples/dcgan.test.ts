import { expect, test } from "vitest";
import { criticOf, generatorOf, run } from "./dcgan.js";

test("a few steps of the game: digits are not there yet, all the rest is; in Chinese", async () => {
  const lines: string[] = [];
  const options = { samples: 640, epochs: 1, made: 20, lang: "zh" } as const;
  const result = await run({ ...options, print: (text) => lines.push(text) });
  expect(result.accuracy).toBeGreaterThan(0.3); // after ten steps
  expect(result.classes.reduce((a, b) => a + b)).toBeCloseTo(1, 10);
  const share = (100 * result.accuracy).toFixed(1);
  expect(lines[0]).toBe(
    `分类器认对 ${share} % 的真数字，对其中 ${(100 * result.sureOfReal).toFixed(1)} % 有把握`,
  );
  expect(lines[2].split("\n")).toHaveLength(1 + 3 * 14);
});

test("the networks have the shapes of the page", () => {
  const shapeOf = (net: ReturnType<typeof criticOf>, name: string): readonly unknown[] =>
    net.getLayer(name).output.shape.slice(1);
  const generator = generatorOf(32);
  expect(shapeOf(generator, "conv2dTranspose")).toEqual([8, 8, 16]);
  expect(shapeOf(generator, "cropping2d")).toEqual([14, 14, 1]);
  const critic = criticOf();
  expect(["conv2d", "conv2d_1"].map((name) => shapeOf(critic, name))).toEqual([
    [7, 7, 16],
    [4, 4, 32],
  ]);
});
