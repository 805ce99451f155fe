import { Tensor } from "../../core/tensor.js";
import { sinTurns } from "../portable-math.js";
import { RandomSource } from "../random-source.js";
import { checkOptions } from "./point-sets.js";

export interface SineOptions {
  /** Default 100. */
  readonly samples?: number | undefined;
  /** Standard deviation of what is added to y. Default 0. */
  readonly noise?: number | undefined;
  /** Default 0. */
  readonly seed?: number | undefined;
}

/** Points of a curve. */
export interface Curve {
  /** float32 [samples, 1] */
  readonly x: Tensor;
  /** float32 [samples] */
  readonly y: Tensor;
}

/**
 * One wave, `y = sin x + noise`, x evenly from −π to π, both included, in this order.
 *
 * @example const { x, y } = datasets.sine({ samples: 200, noise: 0.1, seed: 1 })
 */
export function sine(options: SineOptions = {}): Curve {
  const { samples = 100, noise = 0, seed = 0 } = options;
  checkOptions("sine", { samples, noise });
  const random = new RandomSource(seed, 1);
  const turns = Array.from({ length: samples }, (_, i) => i / Math.max(1, samples - 1) - 0.5);
  const x = Float32Array.from(turns, (t) => 2 * Math.PI * t);
  const y = Float32Array.from(turns, (t) => sinTurns(t) + (noise === 0 ? 0 : noise * random.normal()));
  return { x: new Tensor(x, [samples, 1], "float32"), y: new Tensor(y, [samples], "float32") };
}
