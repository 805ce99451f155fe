import { expect, test } from "vitest";
import { cut, displayWidth, padEnd, padStart } from "./display-width.js";

test("Chinese characters and their punctuation take two columns, combining marks none", () => {
  // Unicode Annex #11: 第 and 轮 are W, ： is F, × and ━ are A (one column in a terminal of UTF-8).
  expect(displayWidth("Epoch 1/5")).toBe(9);
  expect(displayWidth("第 1/5 轮")).toBe(9);
  expect(displayWidth("损失：0.5")).toBe(9);
  expect(displayWidth("28 × 28 ━")).toBe(9);
  expect(displayWidth("e\u0301")).toBe(1);
  expect(displayWidth("🐧")).toBe(2);
});

test("texts of both languages line up", () => {
  expect([padEnd("类别", 6), padEnd("class", 6)]).toEqual(["类别  ", "class "]);
  expect([padStart("类别", 6), padStart("class", 6)]).toEqual(["  类别", " class"]);
  expect(padEnd("too long", 3)).toBe("too long");
});

test("a text that is cut is never wider than asked", () => {
  expect(cut("versicolor", 10)).toBe("versicolor");
  expect(cut("versicolor", 6)).toBe("versi…");
  expect(cut("变色鸢尾", 8)).toBe("变色鸢尾");
  expect(cut("变色鸢尾", 7)).toBe("变色鸢…");
  expect(cut("变色鸢尾", 6)).toBe("变色…");
});
