import { ops, type Value } from "neurograd";

/** A loss of two weights, as a landscape. */
export interface Surface {
  /** The loss at a place. */
  readonly loss: (x: Value, y: Value) => Value;
  /** As people write it. */
  readonly formula: string;
  /** The picture's middle, and half its width. */
  readonly middle: readonly [number, number];
  readonly half: number;
  /** Where nothing pulls any more: the deepest places, and others where the slope is 0. */
  readonly lowest: readonly (readonly [number, number])[];
  readonly level: readonly (readonly [number, number])[];
  /** Level lines stand at the k-th part of the height to this power. */
  readonly spacing: number;
  readonly start: readonly [number, number];
  /** Learning rates that suit it, in the order of the racers: sgd, momentum, nesterov, rmsprop, adam, adamW. */
  readonly rates: readonly number[];
}

const { add, subtract, multiply, divide, square, cos } = ops;

/** Where x/2 + 1.2 sin 3x = 0 beside 0: the pits beside the deepest one. */
const pit = 1.809670131635;

export const surfaces = {
  bowl: {
    loss: (x, y) => divide(add(square(x), square(y)), 2),
    formula: "x²/2 + y²/2",
    middle: [0, 0],
    half: 4,
    lowest: [[0, 0]],
    level: [],
    spacing: 2,
    start: [-3.2, 2.4],
    rates: [0.1, 0.03, 0.03, 0.1, 0.1, 0.1],
  },
  valley: {
    loss: (x, y) => add(divide(square(x), 20), multiply(square(y), 2)),
    formula: "x²/20 + 2y²",
    middle: [0, 0],
    half: 5,
    lowest: [[0, 0]],
    level: [],
    spacing: 2,
    start: [-4.5, 2],
    rates: [0.3, 0.03, 0.03, 0.1, 0.1, 0.1],
  },
  saddle: {
    loss: (x, y) => add(divide(square(x), 2), subtract(divide(square(square(y)), 4), divide(square(y), 2))),
    formula: "x²/2 + y⁴/4 − y²/2",
    middle: [0, 0],
    half: 2,
    lowest: [
      [0, 1],
      [0, -1],
    ],
    level: [[0, 0]],
    spacing: 1.6,
    start: [-1.6, 0.001],
    rates: [0.1, 0.03, 0.03, 0.03, 0.03, 0.03],
  },
  rosenbrock: {
    loss: (x, y) => add(square(subtract(1, x)), multiply(square(subtract(y, square(x))), 100)),
    formula: "(1 − x)² + 100(y − x²)²",
    middle: [0, 0.75],
    half: 1.75,
    lowest: [[1, 1]],
    level: [],
    spacing: 4,
    start: [-1.2, 1],
    rates: [0.001, 0.0003, 0.0003, 0.01, 0.03, 0.03],
  },
  pits: {
    loss: (x, y) =>
      add(
        divide(add(square(x), square(y)), 4),
        multiply(subtract(2, add(cos(multiply(x, 3)), cos(multiply(y, 3)))), 0.4),
      ),
    formula: "x²/4 + y²/4 + 0.4 (2 − cos 3x − cos 3y)",
    middle: [0, 0],
    half: 4,
    lowest: [[0, 0]],
    level: [-pit, 0, pit].flatMap((x) =>
      [-pit, 0, pit].flatMap((y) => (x === 0 && y === 0 ? [] : [[x, y] as const])),
    ),
    spacing: 1.4,
    start: [-3.4, 2.6],
    rates: [0.1, 0.03, 0.03, 0.03, 0.1, 0.3],
  },
} as const satisfies Readonly<Record<string, Surface>>;

export type SurfaceName = keyof typeof surfaces;
export const surfaceNames = Object.keys(surfaces) as SurfaceName[]; // its own
