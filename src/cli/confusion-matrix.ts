import { cut, displayWidth, padEnd, padStart } from "../core/display-width.js";
import type { Paint } from "./paint.js";
import type { ToldClass } from "./told-class.js";

/** How often each class (row) was taken for each (column). */
export function confusionMatrix(
  truth: ArrayLike<number>,
  told: readonly ToldClass[],
  classes: number,
): number[][] {
  const counts = Array.from({ length: classes }, () => Array<number>(classes).fill(0));
  told.forEach(({ index }, row) => {
    counts[truth[row]][index]++;
  });
  return counts;
}

/** The matrix as aligned lines, `·` for 0; undefined where it is wider than the terminal. */
export function formatConfusion(
  counts: readonly (readonly number[])[],
  names: readonly string[],
  paint: Paint,
  columns: number,
): string[] | undefined {
  const digits = Math.max(...counts.flat().map((n) => String(n).length));
  const longest = Math.max(...names.map(displayWidth));
  const head = 2 + Math.min(longest, 16);
  const room = Math.floor((columns - head) / names.length) - 1;
  const width = Math.min(Math.max(digits, longest), room);
  if (width < digits || width < Math.min(longest, 3)) return undefined;
  const row = (name: string, cells: readonly string[]): string =>
    `${padStart(cut(name, head - 2), head)} ${cells.join(" ")}`;
  const cell = (n: number, isRight: boolean): string => {
    const text = padStart(n === 0 ? "·" : String(n), width);
    return isRight ? paint.good(text) : n === 0 ? paint.faint(text) : paint.bad(text);
  };
  return [
    padEnd(
      row(
        "",
        names.map((name) => padStart(cut(name, width), width)),
      ),
      0,
    ),
    ...counts.map((own, k) =>
      row(
        names[k],
        own.map((n, j) => cell(n, j === k)),
      ),
    ),
  ];
}
