import { expect, test } from "vitest";
import { displayWidth } from "../core/display-width.js";
import { confusionMatrix, formatConfusion } from "./confusion-matrix.js";
import { paintFor } from "./paint.js";

const output = { write: () => {}, isTerminal: true, columns: () => 80 };
const plain = paintFor({ ...output, isTerminal: false }, {});
const told = (...classes: number[]) =>
  classes.map((index) => ({ index, probability: 0.9, probabilities: [] }));

test("rows are true classes, columns predictions", () => {
  expect(confusionMatrix([0, 0, 1, 2, 2, 2], told(0, 1, 1, 2, 0, 2), 3)).toEqual([
    [1, 1, 0],
    [0, 1, 0],
    [1, 0, 2],
  ]);
});

test("columns line up, also under Chinese names", () => {
  const counts = [
    [980, 0, 12],
    [3, 1135, 0],
    [0, 0, 7],
  ];
  expect(formatConfusion(counts, ["0", "1", "2"], plain, 80)).toEqual([
    "       0    1    2",
    "  0  980    ·   12",
    "  1    3 1135    ·",
    "  2    ·    ·    7",
  ]);
  const chinese = formatConfusion(counts, ["山鸢尾", "变色鸢尾", "维吉尼亚鸢尾"], plain, 80) ?? [];
  expect(chinese).toEqual([
    "                     山鸢尾     变色鸢尾 维吉尼亚鸢尾",
    "        山鸢尾          980            ·           12",
    "      变色鸢尾            3         1135            ·",
    "  维吉尼亚鸢尾            ·            ·            7",
  ]);
  expect(new Set(chinese.map(displayWidth)).size).toBe(1);
});

test("long names are cut, and a matrix wider than the terminal is left out", () => {
  const counts = [
    [5, 1],
    [0, 9],
  ];
  const narrow = formatConfusion(counts, ["a very long name indeed", "b"], plain, 40) ?? [];
  expect(narrow).toEqual([
    "                   a very lo…          b",
    "  a very long nam…          5          1",
    "                 b          ·          9",
  ]);
  expect(Math.max(...narrow.map(displayWidth))).toBeLessThanOrEqual(40);
  const many = Array.from({ length: 40 }, () => Array<number>(40).fill(1));
  const names = many.map((_, k) => `class ${k}`);
  expect(formatConfusion(many, names, plain, 80)).toBeUndefined();
});

test("colors mark what is right and what is wrong, and only where there are colors", () => {
  const lines =
    formatConfusion(
      [
        [1, 2],
        [0, 3],
      ],
      ["a", "b"],
      paintFor(output, { TERM: "xterm" }),
      80,
    ) ?? [];
  expect(lines[1]).toBe("  a \x1b[32m1\x1b[39m \x1b[31m2\x1b[39m");
  expect(lines[2]).toBe("  b \x1b[2m·\x1b[22m \x1b[32m3\x1b[39m");
  expect(paintFor(output, { TERM: "xterm", NO_COLOR: "1" }).bad("x")).toBe("x");
  expect(paintFor(output, { TERM: "xterm", NO_COLOR: "" }).bad("x")).toBe("\x1b[31mx\x1b[39m");
});
