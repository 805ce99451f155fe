import { padEnd } from "../core/display-width.js";
import type { Tensor } from "../core/tensor.js";
import type { Messages } from "./messages.js";
import type { Paint } from "./paint.js";
import type { ToldClass } from "./told-class.js";

const side = 28; // of an image, in pixels
const width = 24; // drawn of it: digits are at most 20 wide and tall
const gap = "   ";

/** How many images fit beside one another, four at most. */
export const digitsAbreast = (columns: number): number =>
  Math.max(1, Math.min(4, Math.floor((columns + gap.length) / (width + gap.length))));

/** Images to show: the first that are right and differ, and at the end, if there is one, the surest that is wrong. */
export function chooseDigits(truth: ArrayLike<number>, told: readonly ToldClass[], count: number): number[] {
  let worst: number | undefined;
  told.forEach(({ index, probability }, i) => {
    if (index !== truth[i] && (worst === undefined || probability > told[worst].probability)) worst = i;
  });
  const wanted = worst === undefined ? count : Math.max(count - 1, 0);
  const right: number[] = [];
  const seen = new Set<number>();
  for (let i = 0; i < told.length && right.length < wanted; i++) {
    if (told[i].index !== truth[i] || seen.has(truth[i])) continue;
    seen.add(truth[i]);
    right.push(i);
  }
  return worst === undefined ? right : [...right, worst];
}

/** The digit in an image of 28 × 28 bytes as 12 lines, two rows of pixels in each. */
export function drawDigit(pixels: ArrayLike<number>, paint: Paint): string[] {
  const [top, left] = corner(pixels);
  const at = (row: number, column: number): number => pixels[(row + top) * side + column + left] / 255;
  return Array.from({ length: width / 2 }, (_, line) =>
    Array.from({ length: width }, (_, column) =>
      paint.halves(at(2 * line, column), at(2 * line + 1, column)),
    ).join(""),
  );
}

/** Where a window of `width` begins that has the digit in its middle: its first row and column. */
function corner(pixels: ArrayLike<number>): [row: number, column: number] {
  const middle = (isInk: (k: number) => boolean): number => {
    const all = Array.from({ length: side }, (_, k) => k).filter(isInk);
    const center = all.length === 0 ? side / 2 : (all[0] + all[all.length - 1] + 1) / 2;
    return Math.min(side - width, Math.max(0, Math.round(center - width / 2)));
  };
  const places = Array.from({ length: side }, (_, k) => k);
  return [
    middle((row) => places.some((column) => pixels[row * side + column] > 0)),
    middle((column) => places.some((row) => pixels[row * side + column] > 0)),
  ];
}

/** Images side by side, with what the network says of each and what it is. */
export function drawDigits(
  images: Tensor,
  truth: ArrayLike<number>,
  told: readonly ToldClass[],
  chosen: readonly number[],
  paint: Paint,
  say: Messages,
): string[] {
  const pictures = chosen.map((i) => drawDigit(images.slice(i, i + 1).toFloat64(), paint));
  const beside = (parts: readonly string[]): string => parts.join(gap).trimEnd();
  const isRight = (i: number): boolean => told[i].index === truth[i];
  const answers = chosen.map((i) => say.says(String(told[i].index), told[i].probability.toFixed(4)));
  const truths = chosen.map((i) => {
    const text = padEnd(isRight(i) ? say.isRight(String(truth[i])) : say.isWrong(String(truth[i])), width);
    return isRight(i) ? text : paint.bad(text);
  });
  return [
    ...Array.from({ length: width / 2 }, (_, line) => beside(pictures.map((lines) => lines[line]))),
    beside(answers.map((text) => padEnd(text, width))),
    beside(truths),
  ];
}
