import { evaluate, grad, ops, type Tensor, tensor, type Value } from "neurograd";
import { type ShapeName, shapes } from "./functions.js";

// The numbers of the gallery, by the package's float64 evaluator: no engine has to be loaded for them.

export const range = { from: -5, to: 5, count: 401 } as const;

/** The places at which the curves are drawn. */
export const places: readonly number[] = Array.from(
  { length: range.count },
  (_, k) => range.from + ((range.to - range.from) * k) / (range.count - 1),
);

export interface Curve {
  readonly f: Float64Array;
  readonly slope: Float64Array;
}

const known = new Map<ShapeName, Promise<Curve>>();

/** f and f′ at all places. */
export function curveOf(name: ShapeName): Promise<Curve> {
  const found = known.get(name) ?? computed(name);
  known.set(name, found);
  return found;
}

async function computed(name: ShapeName): Promise<Curve> {
  const z = source(places);
  const y = shapes[name].f(z);
  const [slope] = grad(ops.sum(y), [z]);
  return { f: (await evaluate(y)).toFloat64(), slope: (await evaluate(slope)).toFloat64() };
}

/** One function after another on one number. */
export interface Link {
  /** What goes in. */
  readonly z: number;
  /** What comes out. */
  readonly y: number;
  /** f′ there. */
  readonly slope: number;
  /** The derivative by the very first number: the product of all slopes so far. */
  readonly product: number;
}

export const mostCopies = 20;

/** `copies` times the function, begun at z: each link with its slope and the product so far. */
export async function chainOf(name: ShapeName, z: number, copies: number): Promise<readonly Link[]> {
  const first = source([z]);
  const columns: Value[] = [];
  let h = first;
  for (let k = 0; k < copies; k++) {
    const y = shapes[name].f(h);
    const [slope] = grad(ops.sum(y), [h]);
    const [product] = grad(ops.sum(y), [first]);
    columns.push(h, y, slope, product);
    h = y;
  }
  const numbers = (await evaluate(ops.concatenate(columns, { axis: 0 }))).toFloat64();
  return Array.from({ length: copies }, (_, k) => {
    const [before, y, slope, product] = numbers.subarray(4 * k, 4 * k + 4);
    return { z: before, y, slope, product };
  });
}

/** Numbers as a value by which one can differentiate. */
const source = (numbers: readonly number[]): Value => ops.add(float64(numbers), float64([0]));

const float64 = (numbers: readonly number[]): Tensor =>
  tensor(Float64Array.from(numbers), { dtype: "float64" });

/** A stretch of places from one end of the picture. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const flat = 0.05;

/** Where the slope is 0, and where it is below a twentieth of the largest, at the ends of the picture. */
export function flatEnds({ slope }: Curve): {
  readonly zero: readonly Stretch[];
  readonly low: readonly Stretch[];
} {
  const most = slope.reduce((largest, s) => Math.max(largest, Math.abs(s)), 0);
  return {
    zero: ends((k) => slope[k] === 0),
    low: ends((k) => Math.abs(slope[k]) < flat * most),
  };
}

function ends(holds: (place: number) => boolean): readonly Stretch[] {
  const last = places.length - 1;
  let left = 0;
  while (left <= last && holds(left)) left++;
  if (left > last) return [{ from: places[0], to: places[last] }];
  let right = last;
  while (holds(right)) right--;
  return [
    ...(left > 0 ? [{ from: places[0], to: places[left - 1] }] : []),
    ...(right < last ? [{ from: places[right + 1], to: places[last] }] : []),
  ];
}

/** The drawn place next to z. */
export const placeNear = (z: number): number =>
  Math.max(
    0,
    Math.min(places.length - 1, Math.round(((z - range.from) / (range.to - range.from)) * (range.count - 1))),
  );
