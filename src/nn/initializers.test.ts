import { describe, expect, test } from "vitest";
import { readGolden } from "../../golden/read-golden.js";
import { expectClose } from "../../test/support/expect-close.js";
import { fromKeras, functionName } from "../../test/support/from-keras.js";
import { thrown } from "../../test/support/thrown.js";
import { initializers, input, layers, sequential, setSeed } from "../index.js";
import { computeFans, type Initializer } from "./initializer.js";
import { orthonormalColumns } from "./orthonormal-columns.js";
import { initialValue } from "./to-initializer.js";

const golden = readGolden("initializers");
const defaults = {
  ...readGolden("keras-a").defaults.initializers,
  ...readGolden("keras-recurrent").defaults.initializers,
};
const makers = initializers as unknown as Readonly<Record<string, (options?: object) => Initializer>>; // by golden names

const names = [
  "GlorotUniform",
  "GlorotNormal",
  "HeUniform",
  "HeNormal",
  "LecunUniform",
  "LecunNormal",
] as const;

const many = (initializer: Initializer, key: number, shape: readonly number[] = [400, 250]): Float64Array =>
  initializer.values(shape, key);

function moments(x: Float64Array): { mean: number; stddev: number; kurtosis: number } {
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  const centered = x.map((v) => v - mean);
  const power = (n: number): number => centered.reduce((a, v) => a + v ** n, 0) / x.length;
  return { mean, stddev: Math.sqrt(power(2)), kurtosis: power(4) / power(2) ** 2 };
}

describe("fans are Keras's", () => {
  for (const { shape, fanIn, fanOut } of golden.cases)
    test(`[${shape}]`, () => expect(computeFans(shape)).toEqual({ fanIn, fanOut }));
});

describe("scale is Keras's: one number drawn with the same key is in proportion to it", () => {
  // A number is u · limit or z · stddev, whatever the shape: so each shape is measured by its first number.
  for (const name of names) {
    test(functionName(name), () => {
      const initializer = makers[functionName(name)]();
      const first = (shape: readonly number[]): number => initializer.values(shape, 5)[0];
      const [wide] = golden.cases;
      for (const { shape, [name]: expected } of golden.cases) {
        const ratio = expected.stddev / wide[name].stddev;
        expect(first(shape) / first(wide.shape) / ratio, `[${shape}]`).toBeCloseTo(1, 12);
      }
    });
  }
});

describe("100,000 numbers for a kernel of 784 × 128", () => {
  const [{ shape, ...expected }] = golden.cases;
  for (const name of names) {
    test(`${functionName(name)}: Keras's limit or deviation, mean 0, the distribution's kurtosis`, () => {
      const x = many(makers[functionName(name)](), 3, shape);
      const { stddev, limit, truncatedNormalStddev = Infinity } = expected[name];
      const { mean, stddev: deviation, kurtosis } = moments(x);
      expect(x.length).toBe(784 * 128);
      const most = x.reduce((a, v) => Math.max(a, Math.abs(v)), 0);
      const bound = limit ?? 2 * truncatedNormalStddev;
      expect(most).toBeLessThanOrEqual(bound);
      expect(most).toBeGreaterThan(0.999 * bound);
      // Standard errors: σ/√n = 0.0032σ for the mean, 0.0023σ at most for the deviation; four of them.
      expect(Math.abs(mean)).toBeLessThan(0.0128 * stddev);
      expect(Math.abs(deviation / stddev - 1)).toBeLessThan(0.0092);
      // 9/5 for a uniform distribution; 2.06 for a normal one cut off at ±2 (from ∫ x⁴ φ / ∫ x² φ).
      expect(Math.abs(kurtosis - (limit ? 1.8 : truncatedKurtosis()))).toBeLessThan(0.03);
    });
  }
});

/** Kurtosis of a standard normal cut off at ±2, by Simpson's rule. */
function truncatedKurtosis(): number {
  const integral = (f: (x: number) => number): number => {
    let total = 0;
    for (let i = 0; i <= 400; i++)
      total += (i === 0 || i === 400 ? 1 : i % 2 === 1 ? 4 : 2) * f(-2 + i / 100);
    return total / 300;
  };
  const density = (x: number): number => Math.exp((-x * x) / 2);
  const moment = (n: number): number => integral((x) => x ** n * density(x)) / integral(density);
  return moment(4) / moment(2) ** 2;
}

describe("those with numbers of their own", () => {
  test("zeros, ones, constant", () => {
    expect([...initializers.zeros().values([2, 2], 1)]).toEqual([0, 0, 0, 0]);
    expect([...initializers.ones().values([3], 1)]).toEqual([1, 1, 1]);
    expect([...initializers.constant({ value: 0.1 }).values([2], 1)]).toEqual([0.1, 0.1]);
    expect([...initializers.constant().values([1], 1)]).toEqual([0]);
  });

  test("randomNormal: mean, deviation, kurtosis 3", () => {
    const { mean, stddev, kurtosis } = moments(many(initializers.randomNormal({ mean: 2, stddev: 0.5 }), 1));
    expectClose([mean, stddev, kurtosis], [2, 0.5, 3], 0.02);
  });

  test("truncatedNormal: within two deviations of the mean, which leaves 0.8796 of one", () => {
    const x = many(initializers.truncatedNormal({ mean: -1, stddev: 0.5 }), 1);
    expect(x.every((v) => Math.abs(v + 1) <= 1)).toBe(true);
    const { mean, stddev } = moments(x);
    expectClose([mean, stddev], [-1, 0.5 * 0.87962566], 0.005);
  });

  test("randomUniform: between minval and maxval", () => {
    const x = many(initializers.randomUniform({ minval: 2, maxval: 6 }), 1);
    expect(x.every((v) => v >= 2 && v < 6)).toBe(true);
    const { mean, stddev } = moments(x);
    expectClose([mean, stddev], [4, 4 / Math.sqrt(12)], 0.01);
  });

  test("varianceScaling: each mode and distribution has variance scale / fan", () => {
    const fans = { fanIn: 400, fanOut: 250, fanAvg: 325 };
    for (const mode of ["fanIn", "fanOut", "fanAvg"] as const)
      for (const distribution of ["truncatedNormal", "untruncatedNormal", "uniform"] as const) {
        const x = many(initializers.varianceScaling({ scale: 3, mode, distribution }), 7);
        expect(moments(x).stddev / Math.sqrt(3 / fans[mode]), `${mode} ${distribution}`).toBeCloseTo(1, 2);
        const most = x.reduce((a, v) => Math.max(a, Math.abs(v)), 0) / Math.sqrt(3 / fans[mode]);
        const bound = { truncatedNormal: 2 / 0.87962566, untruncatedNormal: 5, uniform: Math.sqrt(3) }[
          distribution
        ];
        expect(most).toBeLessThanOrEqual(bound * (1 + 1e-9));
        if (distribution === "untruncatedNormal") expect(most).toBeGreaterThan(3.5);
      }
  });
});

describe("numbers are a function of seed and path", () => {
  const values = (seed: number, path: string): number[] => [
    ...initialValue(initializers.glorotUniform(), [100, 100], seed, path).toFloat64(),
  ];
  const correlation = (a: readonly number[], b: readonly number[]): number => {
    const dot = (x: readonly number[], y: readonly number[]): number =>
      x.reduce((t, v, i) => t + v * y[i], 0);
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  };

  test("the same again, whatever was asked for in between", () => {
    const first = values(1, "dense/kernel");
    values(1, "dense_1/kernel");
    expect(values(1, "dense/kernel")).toEqual(first);
  });

  test("neighbours have nothing in common", () => {
    const base = values(1, "dense/kernel");
    for (const other of [values(2, "dense/kernel"), values(1, "dense_1/kernel"), values(1, "dense/kernel2")])
      expect(Math.abs(correlation(base, other))).toBeLessThan(0.04); // four standard errors of 1/√10000
    expect(Math.abs(correlation(base.slice(0, -1), base.slice(1)))).toBeLessThan(0.04);
  });

  test("a seed of its own fixes them whatever model and path are", () => {
    const own = initializers.heNormal({ seed: 7 });
    expect(own.values([4], 1)).toEqual(own.values([4], 2));
    expect(own.values([4], 1)).not.toEqual(initializers.heNormal({ seed: 8 }).values([4], 1));
  });
});

describe("setSeed", () => {
  const dense = (name: string): ReturnType<typeof layers.dense> => layers.dense({ units: 3, name });
  const weights = (...names: readonly string[]): Record<string, unknown> => {
    const net = sequential([input({ shape: [3] }), ...names.map(dense)]);
    return Object.fromEntries(net.weights.map(({ name, value }) => [name, value.toArray()]));
  };

  test("the same seed gives the same bits, another one others, and two models of a program differ", () => {
    setSeed(42);
    const [first, second] = [weights("a"), weights("a")];
    setSeed(42);
    expect([weights("a"), weights("a")]).toEqual([first, second]);
    expect(second).not.toEqual(first);
    setSeed(43);
    expect(weights("a")).not.toEqual(first);
  });

  test("the numbers of a layer do not depend on the layers made before it", () => {
    setSeed(1);
    const alone = weights("a", "b");
    setSeed(1);
    const after = weights("b", "c", "a");
    expect([after["a/kernel"], after["b/kernel"]]).toEqual([alone["a/kernel"], alone["b/kernel"]]);
  });

  test("is a whole number", () => {
    expect(thrown(() => setSeed(1.5))).toBe("setSeed: 1.5 is no seed; use a whole number. (invalid_option)");
  });
});

/** Options of Keras that are no options here, with the reason. */
const without: Readonly<Record<string, string>> = {
  inputAxes: "kernels here have inputs and outputs on the last two axes",
  outputAxes: "kernels here have inputs and outputs on the last two axes",
};

describe("defaults", () => {
  for (const [className, options] of Object.entries(defaults)) {
    test(`${functionName(className)}: Keras's`, () => {
      const theirs = Object.entries(fromKeras(options)).filter(([option]) => !(option in without));
      expect(Reflect.get(makers[functionName(className)], "defaults")).toEqual(Object.fromEntries(theirs));
    });
  }
});

describe("orthogonal", () => {
  // [rows, columns], axes but the last being rows: QᵀQ = I or, with more columns than rows, QQᵀ = I.
  test.each([
    [[7, 4], 1],
    [[4, 4], 1],
    [[3, 12], 1],
    [[2, 3, 5], 2.5],
    [[1, 1], 1],
  ] as const)("orthogonal rows or columns of %j, times %d", (shape, gain) => {
    const columns = shape[shape.length - 1];
    const rows = shape.reduce<number>((a, b) => a * b, 1) / columns;
    const q = initializers.orthogonal({ gain }).values(shape, 11);
    const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
    const at = (k: number, i: number): number => (rows < columns ? q[k * columns + i] : q[i * columns + k]);
    for (let a = 0; a < count; a++) {
      for (let b = 0; b < count; b++) {
        let product = 0;
        for (let i = 0; i < length; i++) product += at(a, i) * at(b, i);
        expect(product).toBeCloseTo(a === b ? gain * gain : 0, 12);
      }
    }
  });

  test("a column that is nearly a sum of others is made orthogonal a second time", () => {
    const [a, b] = orthonormalColumns([Float64Array.of(1, 1, 0), Float64Array.of(1, 1, 1e-9)]);
    expect([...b]).toEqual([expect.closeTo(0, 12), expect.closeTo(0, 12), 1]);
    expect(a[0]).toBeCloseTo(Math.SQRT1_2, 15);
  });
});

describe("errors", () => {
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "no scale": [
      () => initializers.varianceScaling({ scale: 0 }),
      "varianceScaling: scale is 0; use a number > 0. (invalid_option)",
    ],
    "a misspelt mode": [
      () => initializers.varianceScaling({ mode: "fan_in" as "fanIn" }),
      'varianceScaling: mode: unknown name "fan_in"; did you mean "fanIn"? use one of fanIn, fanOut, fanAvg. (unknown_name)',
    ],
    "a misspelt distribution": [
      () => initializers.varianceScaling({ distribution: "normal" as "uniform" }),
      'varianceScaling: distribution: unknown name "normal"; use one of truncatedNormal, untruncatedNormal, uniform. (unknown_name)',
    ],
    "a negative deviation": [
      () => initializers.randomNormal({ stddev: -1 }),
      "randomNormal: stddev is -1; use a number from 0. (invalid_option)",
    ],
    "bounds in the wrong order": [
      () => initializers.randomUniform({ minval: 1, maxval: 0 }),
      "randomUniform: maxval is 0; use a number from 1. (invalid_option)",
    ],
    "a misspelt option": [
      () => initializers.glorotUniform({ sede: 1 } as object),
      'glorotUniform: option: unknown name "sede"; did you mean "seed"? use one of seed. (unknown_name)',
    ],
    "a gain that is no number": [
      () => initializers.orthogonal({ gain: NaN }),
      "orthogonal: gain is NaN; use a number. (invalid_option)",
    ],
    "a value that is no number": [
      () => initializers.constant({ value: NaN }),
      "constant: value is NaN; use a number. (invalid_option)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});
