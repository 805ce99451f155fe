// Initializers by name, with Keras 3's defaults.
import { unknownName } from "../core/errors.js";
import { hashNormal, hashTruncatedNormal, hashUniform } from "../core/random-bits.js";
import { sizeOf } from "../core/tensor.js";
import { computeFans, defineInitializer, type Initializer, type SeedOption } from "./initializer.js";
import { checkNumber, checkPositive } from "./options.js";
import { orthonormalColumns } from "./orthonormal-columns.js";

type Make<O> = (options?: O) => Initializer;

/** Standard deviation of a standard normal cut off at ±2: √(1 − 4φ(2) / (2Φ(2) − 1)). */
const truncatedDeviation = 0.8796256610342398;

const modes = ["fanIn", "fanOut", "fanAvg"] as const;
const distributions = ["truncatedNormal", "untruncatedNormal", "uniform"] as const;

interface Variance {
  readonly scale: number;
  readonly mode: (typeof modes)[number];
  readonly distribution: (typeof distributions)[number];
}

/** Numbers of variance scale / fan. */
function scaled(
  shape: readonly number[],
  key: number,
  { scale, mode, distribution }: Variance,
): Float64Array {
  const { fanIn, fanOut } = computeFans(shape);
  const fans = { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 };
  const deviation = Math.sqrt(scale / Math.max(1, fans[mode]));
  const count = sizeOf(shape);
  switch (distribution) {
    case "uniform":
      return hashUniform(key, count).map((u) => (2 * u - 1) * Math.sqrt(3) * deviation);
    case "untruncatedNormal":
      return hashNormal(key, count).map((z) => z * deviation);
    case "truncatedNormal":
      return hashTruncatedNormal(key, count).map((z) => (z * deviation) / truncatedDeviation);
  }
}

const family = (kind: string, fixed: Variance): Make<SeedOption> =>
  defineInitializer<SeedOption>(kind, {
    defaults: { seed: null },
    values: (shape, key) => scaled(shape, key, fixed),
  });

export interface VarianceScalingOptions extends SeedOption, Partial<Variance> {}

/**
 * Numbers whose variance is `scale / fan`, fan being the inputs or outputs of one neuron, or the mean of both.
 *
 * Throws  `invalid_option`, `unknown_name`.
 * Source  Keras 3 `initializers.VarianceScaling`.
 *
 * @example initializers.varianceScaling({ scale: 2, mode: "fanOut" })
 */
export const varianceScaling: Make<VarianceScalingOptions> = defineInitializer<VarianceScalingOptions>(
  "varianceScaling",
  {
    defaults: { scale: 1, mode: "fanIn", distribution: "truncatedNormal", seed: null },
    check: ({ scale, mode, distribution }, where) => {
      checkPositive(where, "scale", scale);
      if (!modes.includes(mode)) throw unknownName(`${where}: mode`, mode, modes);
      if (!distributions.includes(distribution))
        throw unknownName(`${where}: distribution`, distribution, distributions);
    },
    values: scaled,
  },
);

/**
 * Uniform in ±√(6 / (fanIn + fanOut)).
 *
 * Source  Glorot & Bengio 2010, equation 16; Keras 3 `initializers.GlorotUniform`.
 *
 * @example layers.dense({ units: 8, kernelInitializer: "glorotUniform" })
 */
export const glorotUniform: Make<SeedOption> = family("glorotUniform", {
  scale: 1,
  mode: "fanAvg",
  distribution: "uniform",
});

/**
 * Normal of variance 2 / (fanIn + fanOut), cut off at two deviations.
 *
 * Source  Glorot & Bengio 2010, equation 12; Keras 3 `initializers.GlorotNormal`.
 *
 * @example layers.dense({ units: 8, kernelInitializer: "glorotNormal" })
 */
export const glorotNormal: Make<SeedOption> = family("glorotNormal", {
  scale: 1,
  mode: "fanAvg",
  distribution: "truncatedNormal",
});

/**
 * Uniform in ±√(6 / fanIn): for relu.
 *
 * Source  He et al. 2015, equation 10; Keras 3 `initializers.HeUniform`.
 *
 * @example layers.dense({ units: 8, activation: "relu", kernelInitializer: "heUniform" })
 */
export const heUniform: Make<SeedOption> = family("heUniform", {
  scale: 2,
  mode: "fanIn",
  distribution: "uniform",
});

/**
 * Normal of variance 2 / fanIn, cut off at two deviations: for relu.
 *
 * Source  He et al. 2015, equation 10; Keras 3 `initializers.HeNormal`.
 *
 * @example layers.dense({ units: 8, activation: "relu", kernelInitializer: "heNormal" })
 */
export const heNormal: Make<SeedOption> = family("heNormal", {
  scale: 2,
  mode: "fanIn",
  distribution: "truncatedNormal",
});

/**
 * Uniform in ±√(3 / fanIn).
 *
 * Source  LeCun et al. 1998, equation 16; Keras 3 `initializers.LecunUniform`.
 *
 * @example layers.dense({ units: 8, kernelInitializer: "lecunUniform" })
 */
export const lecunUniform: Make<SeedOption> = family("lecunUniform", {
  scale: 1,
  mode: "fanIn",
  distribution: "uniform",
});

/**
 * Normal of variance 1 / fanIn, cut off at two deviations: for selu.
 *
 * Source  LeCun et al. 1998, equation 16; Keras 3 `initializers.LecunNormal`.
 *
 * @example layers.dense({ units: 8, activation: "selu", kernelInitializer: "lecunNormal" })
 */
export const lecunNormal: Make<SeedOption> = family("lecunNormal", {
  scale: 1,
  mode: "fanIn",
  distribution: "truncatedNormal",
});

const filled = (shape: readonly number[], value: number): Float64Array =>
  new Float64Array(sizeOf(shape)).fill(value);

/**
 * All 0.
 *
 * Source  Keras 3 `initializers.Zeros`.
 *
 * @example layers.dense({ units: 8, biasInitializer: "zeros" })
 */
export const zeros: Make<object> = defineInitializer<object>("zeros", {
  defaults: {},
  values: (shape) => filled(shape, 0),
});

/**
 * All 1.
 *
 * Source  Keras 3 `initializers.Ones`.
 *
 * @example layers.dense({ units: 8, kernelInitializer: "ones" })
 */
export const ones: Make<object> = defineInitializer<object>("ones", {
  defaults: {},
  values: (shape) => filled(shape, 1),
});

export interface ConstantOptions {
  readonly value?: number;
}

/**
 * All `value`.
 *
 * Throws  `invalid_option`.
 * Source  Keras 3 `initializers.Constant`.
 *
 * @example layers.dense({ units: 8, biasInitializer: initializers.constant({ value: 0.1 }) })
 */
export const constant: Make<ConstantOptions> = defineInitializer<ConstantOptions>("constant", {
  defaults: { value: 0 },
  check: ({ value }, where) => checkNumber(where, "value", value),
  values: (shape, _key, { value }) => filled(shape, value),
});

export interface RandomNormalOptions extends SeedOption {
  readonly mean?: number;
  readonly stddev?: number;
}

const checkNormal = ({ mean, stddev }: Required<RandomNormalOptions>, where: string): void => {
  checkNumber(where, "mean", mean);
  checkNumber(where, "stddev", stddev, 0);
};

/**
 * Normal with the given mean and standard deviation.
 *
 * Throws  `invalid_option`.
 * Source  Keras 3 `initializers.RandomNormal`.
 *
 * @example initializers.randomNormal({ stddev: 0.01 })
 */
export const randomNormal: Make<RandomNormalOptions> = defineInitializer<RandomNormalOptions>(
  "randomNormal",
  {
    defaults: { mean: 0, stddev: 0.05, seed: null },
    check: checkNormal,
    values: (shape, key, { mean, stddev }) => hashNormal(key, sizeOf(shape)).map((z) => mean + stddev * z),
  },
);

/**
 * Normal, drawn again where it is beyond two of `stddev`, which leaves it a deviation of 0.88 `stddev`.
 *
 * Throws  `invalid_option`.
 * Source  Keras 3 `initializers.TruncatedNormal`.
 *
 * @example initializers.truncatedNormal({ stddev: 0.02 })
 */
export const truncatedNormal: Make<RandomNormalOptions> = defineInitializer<RandomNormalOptions>(
  "truncatedNormal",
  {
    defaults: { mean: 0, stddev: 0.05, seed: null },
    check: checkNormal,
    values: (shape, key, { mean, stddev }) =>
      hashTruncatedNormal(key, sizeOf(shape)).map((z) => mean + stddev * z),
  },
);

export interface RandomUniformOptions extends SeedOption {
  readonly minval?: number;
  readonly maxval?: number;
}

/**
 * Uniform from `minval` to `maxval`.
 *
 * Throws  `invalid_option`.
 * Source  Keras 3 `initializers.RandomUniform`.
 *
 * @example initializers.randomUniform({ minval: -1, maxval: 1 })
 */
export const randomUniform: Make<RandomUniformOptions> = defineInitializer<RandomUniformOptions>(
  "randomUniform",
  {
    defaults: { minval: -0.05, maxval: 0.05, seed: null },
    check: ({ minval, maxval }, where) => {
      checkNumber(where, "minval", minval);
      checkNumber(where, "maxval", maxval, minval);
    },
    values: (shape, key, { minval, maxval }) =>
      hashUniform(key, sizeOf(shape)).map((u) => minval + u * (maxval - minval)),
  },
);

export interface OrthogonalOptions extends SeedOption {
  /** Factor of all numbers. */
  readonly gain?: number;
}

/**
 * A random matrix with orthonormal columns, `QᵀQ = I`, or rows where there are fewer of them, times `gain`: a state that it
 * multiplies at every step neither grows nor fades. Axes but the last count as rows.
 *
 * Throws  `invalid_option`.
 * Source  Saxe et al. 2014; Keras 3 `initializers.Orthogonal`.
 *
 * @example layers.simpleRNN({ units: 8, recurrentInitializer: "orthogonal" })
 */
export const orthogonal: Make<OrthogonalOptions> = defineInitializer<OrthogonalOptions>("orthogonal", {
  defaults: { gain: 1, seed: null },
  check: ({ gain }, where) => checkNumber(where, "gain", gain),
  values: (shape, key, { gain }) => {
    const count = sizeOf(shape);
    const last = shape.at(-1) ?? 1;
    const [rows, columns] = [count / last, last];
    const [long, short] = [Math.max(rows, columns), Math.min(rows, columns)];
    const numbers = hashNormal(key, count);
    const q = orthonormalColumns(
      Array.from({ length: short }, (_, k) => numbers.subarray(k * long, (k + 1) * long)),
    );
    return Float64Array.from({ length: count }, (_, i) => {
      const [row, column] = [Math.floor(i / columns), i % columns];
      return gain * (rows < columns ? q[row][column] : q[column][row]);
    });
  },
});
