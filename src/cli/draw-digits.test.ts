import { Tensor } from "neurograd";
import { expect, test } from "vitest";
import { chooseDigits, digitsAbreast, drawDigit, drawDigits } from "./draw-digits.js";
import { messagesIn } from "./messages.js";
import { paintFor } from "./paint.js";

const nobody = { write: () => {}, isTerminal: false, columns: () => 80 };
const plain = paintFor(nobody, {});
const told = (index: number, probability: number) => ({ index, probability, probabilities: [] });

/** An image of 28 × 28 with a full rectangle in it. */
function box(top: number, left: number, height: number, width: number): Uint8Array {
  const pixels = new Uint8Array(784);
  for (let r = top; r < top + height; r++) pixels.fill(255, r * 28 + left, r * 28 + left + width);
  return pixels;
}

test("two rows of pixels a line, the digit in the middle, wherever in the image it stands", () => {
  const lines = drawDigit(box(0, 0, 3, 2), plain);
  expect(lines).toHaveLength(12);
  expect(lines[0]).toBe(`██${" ".repeat(22)}`);
  expect(lines[1]).toBe(`▀▀${" ".repeat(22)}`);
  expect(drawDigit(box(25, 26, 3, 2), plain).slice(-2)).toEqual([
    `${" ".repeat(22)}▄▄`,
    `${" ".repeat(22)}██`,
  ]);
  const tall = drawDigit(box(6, 4, 20, 20), plain); // below the middle, as many are
  expect(tall.filter((line) => line.includes("█"))).toHaveLength(10);
  expect(tall.every((line) => line.length === 24)).toBe(true);
  expect(drawDigit(new Uint8Array(784), plain).join("").trim()).toBe("");
});

test("grays where a terminal has 256 colors", () => {
  const paint = paintFor({ ...nobody, isTerminal: true }, { TERM: "tmux-256color" });
  expect(paint.halves(1, 0)).toBe("\x1b[38;5;255;48;5;232m▀\x1b[0m");
  expect(paintFor({ ...nobody, isTerminal: true }, { TERM: "vt100" }).halves(1, 0)).toBe("▀");
});

test("the first right ones of different digits, and at the end the surest wrong one", () => {
  const truth = [7, 7, 2, 1, 5, 6];
  const answers = [told(7, 0.9), told(7, 0.99), told(2, 0.8), told(1, 0.7), told(6, 0.6), told(0, 0.9)];
  expect(chooseDigits(truth, answers, 4)).toEqual([0, 2, 3, 5]);
  expect(chooseDigits(truth, answers, 3)).toEqual([0, 2, 5]);
  expect(chooseDigits(truth, answers, 1)).toEqual([5]);
  expect(chooseDigits([7, 2], [told(7, 0.9), told(2, 0.9)], 3)).toEqual([0, 1]);
  expect(chooseDigits([7], [told(1, 0.9)], 3)).toEqual([0]);
});

test("as many abreast as the terminal holds", () => {
  expect([20, 51, 78, 80, 105, 120, 300].map(digitsAbreast)).toEqual([1, 2, 3, 3, 4, 4, 4]);
});

test("what the network says stands under each image, in columns of both languages", () => {
  const images = new Tensor(
    new Uint8Array([...box(4, 4, 20, 20), ...box(4, 4, 20, 20)]),
    [2, 28, 28],
    "uint8",
  );
  const captions = (language: "en" | "zh"): string[] =>
    drawDigits(images, [7, 3], [told(7, 0.98765), told(8, 0.5)], [0, 1], plain, messagesIn(language)).slice(
      -2,
    );
  expect(captions("en")).toEqual([
    "says 7, 0.9877             says 8, 0.5000",
    "is 7                       is 3: wrong",
  ]);
  expect(captions("zh")).toEqual([
    "答 7，0.9877               答 8，0.5000",
    "是 7                       是 3：答错",
  ]);
});
