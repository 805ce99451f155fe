import { Tensor } from "../../core/tensor.js";
import { RandomSource } from "../../data/random-source.js";
import { checkOptionNames } from "../../nn/config.js";
import { checkPositive, checkPositiveInteger } from "../../nn/options.js";

export interface DeadLeavesOptions {
  /** Pixels of a side. Default: 256. */
  readonly size?: number;
  /** Radius of the smallest leaf and of the largest [pixels]. Default: 1 and size/2. */
  readonly smallest?: number;
  readonly largest?: number;
  readonly seed?: number;
}

/**
 * An image with the statistics of natural ones, where no photographs are at hand: round leaves of random gray lie over one another, as many of radius r as r⁻³. Like
 * photographs it looks alike at every scale, has amplitudes near 1/f and is made of edges, since things hide one another.
 *
 * Shape   [size, size], float32 from 0 to 1; each pixel is the mean of four points.
 * Throws  `invalid_option`, `unknown_name`.
 * Source  Lee, Mumford & Huang (2001), Int. J. Comput. Vis. 41:35
 *
 * @example
 * const image = deadLeaves({ size: 128, seed: 1 });
 */
export function deadLeaves(options: DeadLeavesOptions = {}): Tensor {
  checkOptionNames("deadLeaves", options, ["size", "smallest", "largest", "seed"]);
  const { size = 256, seed = 0 } = options;
  const { smallest = 1, largest = size / 2 } = options;
  checkPositiveInteger("deadLeaves", "size", size);
  checkPositive("deadLeaves", "smallest", smallest);
  checkPositive("deadLeaves", "largest − smallest", largest - smallest);
  const random = new RandomSource(seed);
  const side = 2 * size; // points
  const points = new Float32Array(side * side).fill(-1);
  let left = points.length;
  // From the front to the back: a point once covered stays so. The last per mille would take most of the time.
  while (left > points.length / 1000) {
    const r = 2 * radius(random.uniform(), smallest, largest);
    const [x, y, gray] = [0, 0, 0].map(() => random.uniform());
    left -= lay(points, side, { x: x * side, y: y * side, r, gray });
  }
  const gray = (p: number): number => (p < 0 ? 0.5 : p);
  const data = Float32Array.from({ length: size * size }, (_, i) => {
    const at = 2 * Math.floor(i / size) * side + 2 * (i % size);
    return (
      (gray(points[at]) + gray(points[at + 1]) + gray(points[at + side]) + gray(points[at + side + 1])) / 4
    );
  });
  return new Tensor(data, [size, size], "float32");
}

/** The radius below which a share u of all leaves is: density r⁻³ between two radii. */
const radius = (u: number, smallest: number, largest: number): number =>
  1 / Math.sqrt(smallest ** -2 + u * (largest ** -2 - smallest ** -2));

interface Leaf {
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly gray: number;
}

/** Lays a leaf below those that are there, on a sheet whose borders join; how many points it covers. */
function lay(points: Float32Array, side: number, { x, y, r, gray }: Leaf): number {
  let covered = 0;
  for (let dy = Math.ceil(-r); dy <= r; dy++) {
    const row = ((Math.floor(y) + dy + side) % side) * side;
    const reach = Math.sqrt(r * r - dy * dy);
    for (let dx = Math.ceil(-reach); dx <= reach; dx++) {
      const at = row + ((Math.floor(x) + dx + side) % side);
      if (points[at] >= 0) continue;
      points[at] = gray;
      covered++;
    }
  }
  return covered;
}
