import { NeurogradError } from "../../core/errors.js";
import { Tensor } from "../../core/tensor.js";
import { gatherRows } from "../gather-rows.js";
import { permutation } from "../permutation.js";
import { cosTurns, sinTurns } from "../portable-math.js";
import { RandomSource } from "../random-source.js";

export interface PointsOptions {
  /** Default 100. */
  readonly samples?: number | undefined;
  /** Standard deviation of what is added to each coordinate. Default 0. */
  readonly noise?: number | undefined;
  /** The points are a pure function of it and the other options, in every engine. Default 0. */
  readonly seed?: number | undefined;
  /** Whether the classes are mixed, instead of one after the other. Default true. */
  readonly shuffle?: boolean | undefined;
}

/** Points and the class of each. */
export interface LabeledPoints {
  /** float32 [samples, 2] (of `blobs`, [samples, features]) */
  readonly x: Tensor;
  /** uint8 [samples] */
  readonly y: Tensor;
}

/**
 * Exclusive or: the corners of the unit square in turn, of class `x₀ ≠ x₁`. Four samples without noise, the default, are
 * the truth table in the order 00, 01, 10, 11.
 *
 * @example datasets.xor()   // x [[0,0],[0,1],[1,0],[1,1]], y [0,1,1,0]
 */
export function xor(options: Omit<PointsOptions, "shuffle"> = {}): LabeledPoints {
  const corners: readonly Point[] = [0, 1, 2, 3].map((k) => ({
    at: [k >> 1, k & 1],
    label: (k >> 1) ^ (k & 1),
  }));
  const { samples = 4 } = options;
  checkOptions("xor", { ...options, samples });
  return finish(
    Array.from({ length: samples }, (_, i) => corners[i % 4]),
    { ...options, shuffle: false },
  );
}

export interface CirclesOptions extends PointsOptions {
  /** Radius of the inner circle; the outer has 1. Default 0.8. */
  readonly factor?: number | undefined;
}

/**
 * Two circles around one center: class 0 outside, 1 inside. No straight line parts them.
 *
 * Source  scikit-learn's make_circles.
 */
export function circles(options: CirclesOptions = {}): LabeledPoints {
  const { samples = 100, factor = 0.8 } = options;
  checkOptions("circles", { ...options, samples });
  if (!(factor >= 0 && factor < 1)) throw bad("circles", "factor", factor, "a number from 0 up to 1");
  const outer = Math.floor(samples / 2);
  const circle = (count: number, radius: number, label: number): Point[] =>
    Array.from({ length: count }, (_, i) => ({
      at: [radius * cosTurns(i / count), radius * sinTurns(i / count)],
      label,
    }));
  return finish([...circle(outer, 1, 0), ...circle(samples - outer, factor, 1)], options);
}

/**
 * Two half circles that reach into each other: class 0 the upper, 1 the lower.
 *
 * Source  scikit-learn's make_moons.
 */
export function moons(options: PointsOptions = {}): LabeledPoints {
  const { samples = 100 } = options;
  checkOptions("moons", { ...options, samples });
  const upper = Math.floor(samples / 2);
  const half = (count: number, point: (cos: number, sin: number) => Point): Point[] =>
    Array.from({ length: count }, (_, i) => {
      const turns = i / 2 / Math.max(1, count - 1); // both ends included
      return point(cosTurns(turns), sinTurns(turns));
    });
  const points = [
    ...half(upper, (cos, sin) => ({ at: [cos, sin], label: 0 })),
    ...half(samples - upper, (cos, sin) => ({ at: [1 - cos, 0.5 - sin], label: 1 })),
  ];
  return finish(points, options);
}

export interface SpiralsOptions extends PointsOptions {
  /** How many spirals, each a class. Default 2. */
  readonly arms?: number | undefined;
  /** How often each goes around. Default 1. */
  readonly turns?: number | undefined;
}

/** Spirals from the center out to radius 1, wound into each other: `r = t`, `φ = 2π(turns·t + arm/arms)`, t in (0, 1]. */
export function spirals(options: SpiralsOptions = {}): LabeledPoints {
  const { samples = 100, arms = 2, turns = 1 } = options;
  checkOptions("spirals", { ...options, samples });
  checkClasses("spirals", "arms", arms);
  if (!Number.isFinite(turns)) throw bad("spirals", "turns", turns, "a number");
  const points = shares(samples, arms).flatMap((count, label) =>
    Array.from({ length: count }, (_, i): Point => {
      const t = (i + 1) / count;
      const angle = turns * t + label / arms;
      return { at: [t * cosTurns(angle), t * sinTurns(angle)], label };
    }),
  );
  return finish(points, options);
}

export interface BlobsOptions extends Omit<PointsOptions, "noise"> {
  /** How many, or where: a point for each. Default 3, drawn evenly from `centerBox`. */
  readonly centers?: number | readonly (readonly number[])[] | undefined;
  /** Axes of a drawn center. Default 2. */
  readonly features?: number | undefined;
  /** Standard deviation around a center. Default 1. */
  readonly clusterStd?: number | undefined;
  /** Default [−10, 10]. */
  readonly centerBox?: readonly [low: number, high: number] | undefined;
}

/**
 * Clouds of normally distributed points, each a class.
 *
 * Source  scikit-learn's make_blobs.
 */
export function blobs(options: BlobsOptions = {}): LabeledPoints {
  const {
    samples = 100,
    centers = 3,
    features = 2,
    clusterStd = 1,
    centerBox = [-10, 10],
    seed = 0,
  } = options;
  checkOptions("blobs", { ...options, samples });
  checkClasses("blobs", "centers", typeof centers === "number" ? centers : centers.length);
  if (!(clusterStd >= 0 && clusterStd < Infinity))
    throw bad("blobs", "clusterStd", clusterStd, "a number from 0");
  if (!(Number.isInteger(features) && features >= 1))
    throw bad("blobs", "features", features, "a whole number from 1");
  const [low, high] = centerBox;
  if (!(low <= high && Number.isFinite(high - low)))
    throw bad("blobs", "centerBox", `[${low}, ${high}]`, "a lower and a higher number");
  const random = new RandomSource(seed, streams.centers);
  const places =
    typeof centers !== "number"
      ? centers
      : Array.from({ length: centers }, () =>
          Array.from({ length: features }, () => low + (high - low) * random.uniform()),
        );
  const uneven = places.find((place) => place.length !== places[0].length);
  if (uneven !== undefined)
    throw bad(
      "blobs",
      "centers",
      `points of ${places[0].length} and of ${uneven.length} axes`,
      "points of one length",
    );
  const points = shares(samples, places.length).flatMap((count, label) =>
    Array.from({ length: count }, (): Point => ({ at: places[label], label })),
  );
  return finish(points, { ...options, noise: clusterStd });
}

/** Curves over −1 to 1: what height each has at x. */
const heights: Readonly<Record<CurveName, (x: number) => number>> = {
  line: (x) => x / 2,
  parabola: (x) => 1.5 * x * x - 0.5,
  corner: (x) => 1.2 * Math.abs(x) - 0.5,
  sine: (x) => 0.6 * sinTurns(x / 2),
  waves: (x) => 0.5 * sinTurns(1.5 * x),
};
type CurveName = "line" | "parabola" | "corner" | "sine" | "waves";

export interface AboveOptions extends PointsOptions {
  /**
   * `line` x/2, `parabola` 1.5x² − 0.5, `corner` 1.2|x| − 0.5, `sine` 0.6 sin πx, `waves` 0.5 sin 3πx. Default `sine`.
   */
  readonly curve?: CurveName | undefined;
}

/** Points spread evenly at random over the square from −1 to 1: of class 1 above a curve, `y > f(x)`, 0 elsewhere. */
export function above(options: AboveOptions = {}): LabeledPoints {
  const { samples = 100, curve = "sine", seed = 0 } = options;
  checkOptions("above", { ...options, samples });
  if (!Object.hasOwn(heights, curve)) throw bad("above", "curve", curve, Object.keys(heights).join(", "));
  const random = new RandomSource(seed, streams.centers);
  const points = Array.from({ length: samples }, (): Point => {
    const [x, y] = [2 * random.uniform() - 1, 2 * random.uniform() - 1];
    return { at: [x, y], label: Number(y > heights[curve](x)) };
  });
  return finish(points, options);
}

interface Point {
  readonly at: readonly number[];
  readonly label: number;
}

/** Numbers of the streams of a seed; a shuffle takes 0. */
const streams = { noise: 1, centers: 2 } as const;

function finish(
  points: readonly Point[],
  { noise = 0, seed = 0, shuffle = true }: PointsOptions,
): LabeledPoints {
  const width = points[0].at.length;
  const random = new RandomSource(seed, streams.noise);
  const x = Float32Array.from(
    points.flatMap(({ at }) => at.map((value) => (noise === 0 ? value : value + noise * random.normal()))),
  );
  const y = Uint8Array.from(points, ({ label }) => label);
  const set = {
    x: new Tensor(x, [points.length, width], "float32"),
    y: new Tensor(y, [points.length], "uint8"),
  };
  if (!shuffle) return set;
  const order = permutation(points.length, seed);
  return { x: gatherRows(set.x, order), y: gatherRows(set.y, order) };
}

/** `samples` in `count` parts as even as can be, the larger first. */
function shares(samples: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => Math.floor(samples / count) + (k < samples % count ? 1 : 0));
}

/** Throws `invalid_option`. */
export function checkOptions(
  where: string,
  { samples, noise = 0 }: { samples: number; noise?: number | undefined },
): void {
  if (!(Number.isInteger(samples) && samples >= 1))
    throw bad(where, "samples", samples, "a whole number from 1");
  if (!(noise >= 0 && noise < Infinity)) throw bad(where, "noise", noise, "a number from 0");
}

function checkClasses(where: string, option: string, count: number): void {
  if (!(Number.isInteger(count) && count >= 1 && count <= 256))
    throw bad(where, option, count, "a whole number from 1 to 256");
}

function bad(where: string, option: string, value: unknown, right: string): NeurogradError {
  return new NeurogradError("invalid_option", `${where}: ${option} is ${value}; use ${right}`);
}
