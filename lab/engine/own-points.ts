import { NeurogradError } from "neurograd";

// Points of a person's own, short enough for a link: five letters a point.

export interface OwnPoint {
  /** In thousandths, −1000 to 1000. */
  readonly x: number;
  readonly y: number;
  readonly label: number;
}

/** At most so many. */
export const mostOwnPoints = 2000;
/** So many at least: one to learn from and one to test. */
export const leastOwnPoints = 2;
export const ownClasses = 3;

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const middle = 1000;
const form = /^(?:[A-Za-z0-9_-]{4}[0-2])*$/;

/** `BkAxQ1`: two letters for x, two for y, the class. */
export const packPoints = (points: readonly OwnPoint[]): string =>
  points.map(({ x, y, label }) => `${pair(x)}${pair(y)}${label}`).join("");

export const unpackPoints = (text: string): OwnPoint[] =>
  Array.from({ length: Math.floor(text.length / 5) }, (_, k) => ({
    x: number(text, 5 * k),
    y: number(text, 5 * k + 2),
    label: Number(text[5 * k + 4]),
  }));

/** A coordinate from −1 to 1 as it is kept. */
export const thousandths = (value: number): number =>
  Math.max(-middle, Math.min(middle, Math.round(value * middle)));

function pair(value: number): string {
  const shifted = value + middle;
  return letters[shifted >> 6] + letters[shifted & 63];
}

const number = (text: string, at: number): number =>
  letters.indexOf(text[at]) * 64 + letters.indexOf(text[at + 1]) - middle;

/** Two classes, or three where there is a point of the third. */
export const classesOfOwn = (text: string): number =>
  Array.from({ length: text.length / 5 }, (_, k) => text[5 * k + 4]).includes("2") ? 3 : 2;

/** Throws  `invalid_option`. */
export function checkOwnPoints(own: unknown): { readonly samples: number; readonly own: string } {
  const count = typeof own === "string" ? own.length / 5 : 0;
  if (
    typeof own === "string" &&
    count >= leastOwnPoints &&
    count <= mostOwnPoints &&
    form.test(own) &&
    unpackPoints(own).every(({ x, y }) => x <= middle && y <= middle)
  )
    return { samples: count, own };
  throw new NeurogradError(
    "invalid_option",
    `lab: data.own are no points; expected ${leastOwnPoints} to ${mostOwnPoints} points of five letters each`,
  );
}
