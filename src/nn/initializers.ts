import { combineKeys, hashNormal, hashPath, hashTruncatedNormal, hashUniform } from "../core/random-bits.js";
import { sizeOf } from "../core/tensor.js";
import { toConfig } from "./config.js";
import { computeFans, type Initializer } from "./initializer.js";

export interface SeedOption {
  /** Fixes the numbers whatever the seed of the model is. */
  readonly seed?: number | null;
}
export interface VarianceScalingOptions extends SeedOption {
  readonly scale?: number;
  readonly mode?: "fanIn" | "fanOut" | "fanAvg";
  readonly distribution?: "truncatedNormal" | "untruncatedNormal" | "uniform";
}

/** Standard deviation of a standard normal cut off at ±2: √(1 − 4φ(2) / (2Φ(2) − 1)). */
const truncatedDeviation = 0.8796256610342398;

function make(
  kind: string,
  config: object,
  values: Initializer["values"],
  seed: number | null | undefined = null,
): Initializer {
  return {
    kind,
    config: toConfig(config),
    values: (shape, key) => values(shape, seed === null ? key : combineKeys(seed, hashPath(kind))),
  };
}

function scaled(
  kind: string,
  config: object,
  { scale = 1, mode = "fanIn", distribution = "truncatedNormal", seed }: VarianceScalingOptions,
): Initializer {
  return make(
    kind,
    config,
    (shape, key) => {
      const { fanIn, fanOut } = computeFans(shape);
      const fans = { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 };
      const variance = scale / Math.max(1, fans[mode]);
      const count = sizeOf(shape);
      if (distribution === "uniform") {
        const limit = Math.sqrt(3 * variance);
        return hashUniform(key, count).map((u) => (2 * u - 1) * limit);
      }
      const isTruncated = distribution === "truncatedNormal";
      const deviation = Math.sqrt(variance) / (isTruncated ? truncatedDeviation : 1);
      return (isTruncated ? hashTruncatedNormal : hashNormal)(key, count).map((z) => z * deviation);
    },
    seed,
  );
}

const family =
  (kind: string, fixed: VarianceScalingOptions) =>
  (options: SeedOption = {}): Initializer =>
    scaled(kind, options, { ...fixed, ...options });

type Make<O> = (options?: O) => Initializer;

/** Weights from a distribution whose variance is `scale / fan`. Source Keras 3 `VarianceScaling`. */
export const varianceScaling: Make<VarianceScalingOptions> = (options = {}) =>
  scaled("varianceScaling", options, options);
/** Uniform in ±√(6 / (fanIn + fanOut)). Source Glorot & Bengio 2010, equation 16. */
export const glorotUniform: Make<SeedOption> = family("glorotUniform", {
  mode: "fanAvg",
  distribution: "uniform",
});
/** Truncated normal, variance 2 / (fanIn + fanOut). Source Glorot & Bengio 2010, equation 12. */
export const glorotNormal: Make<SeedOption> = family("glorotNormal", { mode: "fanAvg" });
/** Uniform in ±√(6 / fanIn). Source He et al. 2015, equation 10. */
export const heUniform: Make<SeedOption> = family("heUniform", { scale: 2, distribution: "uniform" });
/** Truncated normal, variance 2 / fanIn. Source He et al. 2015, equation 10. */
export const heNormal: Make<SeedOption> = family("heNormal", { scale: 2 });
/** Uniform in ±√(3 / fanIn). Source LeCun et al. 1998, equation 16. */
export const lecunUniform: Make<SeedOption> = family("lecunUniform", { distribution: "uniform" });
/** Truncated normal, variance 1 / fanIn. Source LeCun et al. 1998, equation 16. */
export const lecunNormal: Make<SeedOption> = family("lecunNormal", {});

const fill = (kind: string, config: object, value: number): Initializer =>
  make(kind, config, (shape) => new Float64Array(sizeOf(shape)).fill(value));
/** All 0. */
export const zeros: Make<object> = () => fill("zeros", {}, 0);
/** All 1. */
export const ones: Make<object> = () => fill("ones", {}, 1);
/** All `value`. */
export const constant: Make<{ readonly value?: number }> = (options = {}) =>
  fill("constant", options, options.value ?? 0);

export interface RandomNormalOptions extends SeedOption {
  readonly mean?: number;
  readonly stddev?: number;
}
/** Normal with the given mean and deviation. */
export const randomNormal: Make<RandomNormalOptions> = (options = {}) => {
  const { mean = 0, stddev = 0.05, seed } = options;
  return make(
    "randomNormal",
    options,
    (shape, key) => hashNormal(key, sizeOf(shape)).map((z) => mean + stddev * z),
    seed,
  );
};
/** Normal, drawn again beyond two deviations. */
export const truncatedNormal: Make<RandomNormalOptions> = (options = {}) => {
  const { mean = 0, stddev = 0.05, seed } = options;
  return make(
    "truncatedNormal",
    options,
    (shape, key) => hashTruncatedNormal(key, sizeOf(shape)).map((z) => mean + stddev * z),
    seed,
  );
};
/** Uniform from `minval` to `maxval`. */
export const randomUniform: Make<SeedOption & { readonly minval?: number; readonly maxval?: number }> = (
  options = {},
) => {
  const { minval = -0.05, maxval = 0.05, seed } = options;
  return make(
    "randomUniform",
    options,
    (shape, key) => hashUniform(key, sizeOf(shape)).map((u) => minval + u * (maxval - minval)),
    seed,
  );
};
