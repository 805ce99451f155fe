import { RandomSource } from "neurograd";

export const side = 8;
export const units: number = side * side;

const drawn = [
  [".##..##.", "########", "########", "########", ".######.", "..####..", "...##...", "........"],
  ["...##...", "..#..#..", ".#....#.", "#......#", "########", "#.#..#.#", "#.#..#.#", "###..###"],
  ["#......#", "##....##", "#.#..#.#", "#..##..#", "#..##..#", "#.#..#.#", "##....##", "#......#"],
  ["####....", "####....", "####....", "####....", "....####", "....####", "....####", "....####"],
] as const;

/** A heart, a house, a cross in a frame, a chessboard of four: −1 and 1, row by row. */
export const pictures: readonly (readonly number[])[] = drawn.map((rows) =>
  Array.from(rows.join(""), (letter) => (letter === "#" ? 1 : -1)),
);

/** The k-th random picture. */
export function randomPicture(k: number): readonly number[] {
  const random = new RandomSource(7, k);
  return Array.from({ length: units }, () => (random.uniform() < 0.5 ? -1 : 1));
}

/** With so many cells turned, others each time that `seed` is another. */
export function disturbed(picture: readonly number[], cells: number, seed: number): number[] {
  const random = new RandomSource(11, seed);
  const changed: number[] = picture.map((value) => (value > 0 ? 1 : -1));
  const left = Array.from(picture.keys());
  for (let k = 0; k < cells; k++) {
    const [i] = left.splice(random.integer(left.length), 1);
    changed[i] = -changed[i];
  }
  return changed;
}
