import { add, cast, greaterEqual, multiply, subtract } from "../../core/ops/index.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkNumber } from "../options.js";
import { asFloat } from "./as-float.js";
import { type NoiseShape, noiseSizes } from "./noise-shape.js";

export interface GaussianNoiseOptions {
  /** Standard deviation of the noise. */
  readonly stddev: number;
  readonly name?: string;
}

/**
 * `y = x + stddev · z` while training, z standard normal, other numbers at each step; otherwise `y = x`.
 *
 * Shape   unchanged.
 * Dtype   integers become float32.
 * VJP     x̄ = ȳ.
 * Throws  `missing_option`, `invalid_option`.
 * Source  Bishop 1995, "Training with noise is equivalent to Tikhonov regularization"; Keras 3 `layers.GaussianNoise`.
 *
 * @example layers.gaussianNoise({ stddev: 0.1 })
 */
export const gaussianNoise: (options: GaussianNoiseOptions) => Layer = defineLayer<GaussianNoiseOptions>(
  "gaussianNoise",
  {
    required: ["stddev"],
    defaults: {},
    check: ({ stddev }, where) => checkNumber(where, "stddev", stddev, 0),
    mask: "pass",
    call: ({ x: given, options: { stddev }, training, random }) => {
      const x = asFloat(given);
      if (!training || stddev === 0) return x;
      return add(x, multiply(cast(random.normal(x.shape), { dtype: x.dtype }), stddev));
    },
  },
);

export interface GaussianDropoutOptions {
  /** As dropout's: the noise has the variance `rate / (1 − rate)`. */
  readonly rate: number;
  readonly name?: string;
}

/**
 * `y = x (1 + √(rate / (1 − rate)) · z)` while training, z standard normal: mean and variance are those of dropout; otherwise `y = x`.
 *
 * Shape   unchanged.
 * Dtype   integers become float32.
 * VJP     x̄ = ȳ ⊙ the same factors.
 * Throws  `missing_option`, `invalid_option`.
 * Source  Srivastava et al. 2014, section 10; Keras 3 `layers.GaussianDropout`.
 *
 * @example layers.gaussianDropout({ rate: 0.2 })
 */
export const gaussianDropout: (options: GaussianDropoutOptions) => Layer =
  defineLayer<GaussianDropoutOptions>("gaussianDropout", {
    required: ["rate"],
    defaults: {},
    check: ({ rate }, where) => checkNumber(where, "rate", rate, 0, 1 - Number.EPSILON),
    mask: "pass",
    call: ({ x: given, options: { rate }, training, random }) => {
      const x = asFloat(given);
      if (!training || rate === 0) return x;
      const z = cast(random.normal(x.shape), { dtype: x.dtype });
      return multiply(x, add(multiply(z, Math.sqrt(rate / (1 - rate))), 1));
    },
  });

export interface AlphaDropoutOptions {
  /** Share of the inputs set to selu's lowest value at each training step. */
  readonly rate: number;
  /** What shares its fate: [null, 1, null] drops a feature at all positions of an example. */
  readonly noiseShape?: NoiseShape;
  readonly name?: string;
}

/** −alpha · scale of selu: what it tends to for small x. */
const lowest = -1.7580993408473766;

/**
 * `y = a (x m + α′ (1 − m)) + b` while training, m 0 with probability `rate`, else 1, α′ = −1.7581 the lowest value of selu, a =
 * `((1 − rate)(1 + rate α′²))^(−1/2)`, b = `−a α′ rate`: what has mean 0 and variance 1 keeps them; otherwise `y = x`.
 *
 * Shape   unchanged.
 * Dtype   integers become float32.
 * VJP     x̄ = a ȳ ⊙ m.
 * Throws  `missing_option`, `invalid_option`, `shape_mismatch`.
 * Source  Klambauer et al. 2017, section 3; Keras 3 `layers.AlphaDropout`.
 *
 * @example layers.alphaDropout({ rate: 0.1 })
 */
export const alphaDropout: (options: AlphaDropoutOptions) => Layer = defineLayer<AlphaDropoutOptions>(
  "alphaDropout",
  {
    required: ["rate"],
    defaults: { noiseShape: null },
    check: ({ rate }, where) => checkNumber(where, "rate", rate, 0, 1 - Number.EPSILON),
    mask: "pass",
    call: ({ x: given, options: { rate, noiseShape = null }, training, random, name }) => {
      const x = asFloat(given);
      if (!training || rate === 0) return x;
      const uniform = random.uniform(noiseSizes(name, x.shape, noiseShape));
      const m = cast(greaterEqual(uniform, rate), { dtype: x.dtype });
      const a = ((1 - rate) * (1 + rate * lowest ** 2)) ** -0.5;
      const b = -a * lowest * rate;
      return add(multiply(add(multiply(x, m), multiply(subtract(1, m), lowest)), a), b);
    },
  },
);
