import { expect, test } from "vitest";
import { drawImage, heatMap, lineChart, padColumns, run } from "./draw.js";

const plain = { color: false, ascii: true };

test("a line chart puts the largest value on the top row and the smallest on the bottom row", () => {
  const chart = lineChart([{ name: "y", values: [0, 1, 2] }], {
    ...plain,
    width: 3,
    height: 3,
    ends: ["a", "b"],
  });
  expect(chart).toBe(["2 |  *", "1 | *", "0 |*", "  +---", "   a b", "   * y"].join("\n"));
});

test("a log chart gives each power of ten the same height and leaves out what is not positive", () => {
  const chart = lineChart([{ name: "y", values: [100, 10, 1, 0] }], {
    ...plain,
    width: 4,
    height: 3,
    log: true,
  });
  expect(chart.split("\n").slice(0, 3)).toEqual(["100 |*", " 10 | *", "  1 |  *"]);
});

test("two series differ by their marks; color wraps the mark only", () => {
  const series = [
    { name: "a", values: [1, 1] },
    { name: "b", values: [0, 0] },
  ];
  const small = { width: 2, height: 2, ascii: true };
  expect(
    lineChart(series, { ...small, color: false })
      .split("\n")
      .slice(0, 2),
  ).toEqual(["1 |**", "0 |++"]);
  expect(lineChart(series, { ...small, color: true })).toContain("\x1b[36m*\x1b[0m");
});

test("values that are all the same stand in the middle", () => {
  const chart = lineChart([{ name: "y", values: [5, 5] }], { ...plain, width: 2, height: 3 });
  expect(chart.split("\n").map((line) => line.includes("**"))).toEqual([false, true, false, false, false]);
});

test("a heat map divides its range into equal shades, and says where a number is missing", () => {
  const map = heatMap([[0, 0.5, 1, Number.NaN]], { ascii: true, cell: 1, range: [0, 1] });
  expect(map).toBe(" +@?");
});

test("an image halves its height: each character is the mean of two pixels", () => {
  expect(drawImage([255, 0, 255, 255], 2, { ascii: true })).toBe("@+");
});

test("padding counts a Chinese character as two columns", () => {
  expect([padColumns("loss", 6), padColumns("损失", 6), padColumns("损失函数", 6)]).toEqual([
    "loss  ",
    "损失  ",
    "损失函数",
  ]);
});

test("the program draws both kinds", async () => {
  const lines: string[] = [];
  expect(await run({ lang: "zh", print: (text) => lines.push(text) })).toEqual({ points: 65 });
  expect(lines.join("\n")).toContain("* 正弦   + 余弦");
});
