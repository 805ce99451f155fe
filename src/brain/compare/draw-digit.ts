import type { RandomSource } from "../../data/random-source.js";

/** Pixels of a side. */
export const digitSide = 14;

type Point = readonly [x: number, y: number];

/** Part of an ellipse, as points; angles in turns, 0 to the right, then down. */
const arc = (x: number, y: number, rx: number, ry: number, from: number, to: number): Point[] =>
  Array.from({ length: 13 }, (_, k) => {
    const angle = 2 * Math.PI * (from + ((to - from) * k) / 12);
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
  });

/** The strokes of each digit, in a square from 0 to 1 whose y points down. */
const strokes: readonly (readonly (readonly Point[])[])[] = [
  [arc(0.5, 0.5, 0.26, 0.38, 0, 1)],
  [
    [
      [0.36, 0.27],
      [0.54, 0.12],
      [0.54, 0.88],
    ],
  ],
  [[...arc(0.5, 0.32, 0.24, 0.2, -0.45, 0.1), [0.28, 0.86], [0.76, 0.86]]],
  [[...arc(0.48, 0.31, 0.22, 0.19, -0.4, 0.2), ...arc(0.48, 0.68, 0.25, 0.2, -0.2, 0.4)]],
  [
    [
      [0.58, 0.12],
      [0.26, 0.6],
      [0.78, 0.6],
    ],
    [
      [0.62, 0.38],
      [0.62, 0.9],
    ],
  ],
  [[[0.72, 0.13], [0.34, 0.13], [0.31, 0.46], ...arc(0.48, 0.64, 0.25, 0.23, -0.33, 0.38)]],
  [[[0.62, 0.1], ...arc(0.52, 0.5, 0.26, 0.3, -0.35, -0.5)], arc(0.5, 0.67, 0.24, 0.21, 0, 1)],
  [
    [
      [0.25, 0.14],
      [0.75, 0.14],
      [0.44, 0.88],
    ],
  ],
  [arc(0.5, 0.31, 0.2, 0.19, 0, 1), arc(0.5, 0.7, 0.25, 0.2, 0, 1)],
  [
    arc(0.5, 0.33, 0.23, 0.21, 0, 1),
    [
      [0.73, 0.33],
      [0.68, 0.62],
      [0.55, 0.9],
    ],
  ],
];

/** How far digits are from the model that they are drawn after. */
const spread = {
  turn: 0.07,
  size: 0.2,
  slant: 0.3,
  shift: 0.07,
  wobble: 0.04,
  width: [0.045, 0.085],
  noise: 0.08,
} as const;

/** Draws one digit, white (1) on black (0), each time a little differently: turned, slanted, moved, thin or thick, with trembling strokes and noise. */
export function drawDigit(digit: number, random: RandomSource): Float32Array {
  const even = (most: number): number => most * (2 * random.uniform() - 1);
  const angle = 2 * Math.PI * even(spread.turn);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [sx, sy] = [1 + even(spread.size), 1 + even(spread.size)];
  const slant = even(spread.slant);
  const [dx, dy] = [even(spread.shift), even(spread.shift)];
  const [thin, thick] = spread.width;
  const width = thin + (thick - thin) * random.uniform();
  const pieces = piecesOf(
    strokes[digit].map((line) =>
      line.map(([x0, y0]): Point => {
        const y = sy * (y0 - 0.5);
        const x = sx * (x0 - 0.5) - slant * y;
        return [
          0.5 + dx + cos * x - sin * y + spread.wobble * random.normal(),
          0.5 + dy + sin * x + cos * y + spread.wobble * random.normal(),
        ];
      }),
    ),
  );
  const pixels = new Float32Array(digitSide * digitSide);
  for (let row = 0, at = 0; row < digitSide; row++)
    for (let column = 0; column < digitSide; column++, at++) {
      const distance = distanceTo(pieces, (column + 0.5) / digitSide, (row + 0.5) / digitSide);
      const ink = Math.min(1, Math.max(0, 0.5 + (width - distance) * digitSide)); // one pixel from full to none
      pixels[at] = Math.min(1, Math.max(0, ink + spread.noise * random.normal()));
    }
  return pixels;
}

/** Start and direction of each straight piece: x, y, dx, dy, one after another. */
const piecesOf = (lines: readonly (readonly Point[])[]): Float64Array =>
  Float64Array.from(
    lines.flatMap((line) =>
      line.slice(1).flatMap(([x, y], k) => [line[k][0], line[k][1], x - line[k][0], y - line[k][1]]),
    ),
  );

function distanceTo(pieces: Float64Array, x: number, y: number): number {
  let least = Infinity;
  for (let at = 0; at < pieces.length; at += 4) {
    const [ax, ay, ex, ey] = [pieces[at], pieces[at + 1], pieces[at + 2], pieces[at + 3]];
    const along = Math.min(1, Math.max(0, ((x - ax) * ex + (y - ay) * ey) / (ex * ex + ey * ey || 1)));
    least = Math.min(least, (x - ax - along * ex) ** 2 + (y - ay - along * ey) ** 2);
  }
  return Math.sqrt(least);
}
