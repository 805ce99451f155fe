import { readFileSync } from "node:fs";
import { customGradient, minimize, ops, tensor, type Value } from "neurograd";
import { describe, expect, test } from "vitest";
import type { GoldenTensor } from "../golden/read-golden.js";
import { expectClose } from "../test/support/expect-close.js";
import { goldenTensor } from "../test/support/from-keras.js";

const golden: {
  readonly rosenbrock: { readonly start: GoldenTensor; readonly x: GoldenTensor };
  readonly logistic: {
    readonly x: GoldenTensor;
    readonly y: GoldenTensor;
    readonly strength: number;
    readonly weights: GoldenTensor;
    readonly bias: number;
    readonly value: number;
  };
} = JSON.parse(readFileSync(new URL("../golden/minimize.json", import.meta.url), "utf8"));

const { add, multiply, square, subtract, sum } = ops;

/** Σ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)². */
function rosenbrock({ x }: { readonly x: Value }): Value {
  const n = x.shape[0] as number;
  const [a, b] = [ops.slice(x, { starts: [0], ends: [n - 1] }), ops.slice(x, { starts: [1] })];
  return sum(add(multiply(square(subtract(b, square(a))), 100), square(subtract(1, a))));
}

describe("Rosenbrock's valley", () => {
  const start = { x: goldenTensor(golden.rosenbrock.start) };

  test("ends at (1, …, 1), as SciPy's", async () => {
    const tight = { gradientTolerance: 1e-11, valueTolerance: 0 };
    const found = await minimize(rosenbrock, start, { runtime: "reference", ...tight });
    expect(found.reason).toBe("gradientTolerance");
    expectClose(found.at.x.toFloat64(), new Float64Array(6).fill(1), 1e-11);
    expectClose(found.at.x.toFloat64(), golden.rosenbrock.x.data, 1e-9);
    expect(found.value).toBeLessThan(1e-20);
    expectClose(found.gradient.x.toFloat64(), new Float64Array(6), 1e-11);
    // BFGS needs some 60 in six dimensions, plain descent ten thousands.
    expect(found.iterations).toBeLessThan(90);
    expect(found.evaluations).toBeLessThan(120);
  });

  test.each(["native", "wasm"] as const)("in float32 on %s, as near as that goes", async (runtime) => {
    const found = await minimize(rosenbrock, start, { runtime });
    expectClose(found.at.x.toFloat64(), new Float64Array(6).fill(1), 1e-2);
    expect(found.value).toBeLessThan(1e-5);
    expect(found.at.x.dtype).toBe("float32");
  });
});

test("logistic regression: weights, bias and loss are SciPy's", async () => {
  const { strength, weights, bias, value } = golden.logistic;
  const [x, y] = [golden.logistic.x, golden.logistic.y].map((t) => goldenTensor(t, "float32")); // of few bits
  const loss = ({ w, b }: { readonly w: Value; readonly b: Value }): Value => {
    const margin = multiply(y, add(ops.matmul(x, w), b)); // [examples]
    return add(ops.mean(ops.softplus(ops.negative(margin))), multiply(sum(square(w)), strength));
  };
  const tight = { runtime: "reference", gradientTolerance: 1e-10, valueTolerance: 0 } as const;
  const found = await minimize(loss, { w: [0, 0, 0], b: 0 }, tight);
  // Nearer, the value does not change any more: it is quadratic there, and float64 has 16 digits.
  expectClose(found.at.w.toFloat64(), weights.data, 3e-8);
  expect(found.at.b.item()).toBeCloseTo(bias, 7);
  expect(found.value).toBeCloseTo(value, 14);
});

test("a quadratic is done in few steps; at its minimum, none", async () => {
  const bowl = ({ x }: { readonly x: Value }): Value =>
    sum(multiply(square(subtract(x, tensor([3, -1]))), tensor([1, 20])));
  const tight = { runtime: "reference", gradientTolerance: 1e-9, valueTolerance: 0 } as const;
  const found = await minimize(bowl, { x: [0, 0] }, tight);
  expectClose(found.at.x.toFloat64(), [3, -1], 1e-9);
  expect(found.iterations).toBeLessThan(16);
  const { iterations, evaluations, reason } = await minimize(bowl, { x: [3, -1] }, { runtime: "reference" });
  expect([iterations, evaluations, reason]).toEqual([0, 1, "gradientTolerance"]);
});

test("a wall, beyond which there is no number, is not crossed", async () => {
  // x − ln x has its minimum at 1; the first step from 5 would lead below 0.
  const fn = ({ x }: { readonly x: Value }): Value => sum(subtract(multiply(x, 10), ops.log(x)));
  const { at } = await minimize(fn, { x: [0.5] }, { runtime: "reference", gradientTolerance: 1e-8 });
  expect(at.x.item()).toBeCloseTo(0.1, 8);
});

test("what ends it is told", async () => {
  const end = async (fn: (v: { readonly x: Value }) => Value, options: object): Promise<string> =>
    (await minimize(fn, { x: [-1.2, 1] }, { runtime: "reference", ...options })).reason;
  expect(await end(rosenbrock, { maxIterations: 3 })).toBe("maxIterations");
  expect(await end(rosenbrock, { valueTolerance: 0.5 })).toBe("valueTolerance");
  // A gradient of the wrong sign: what should lead down leads up.
  const wrong = customGradient(
    (x) => sum(square(x)),
    ({ inputs: [x], g }) => [multiply(multiply(x, -2), g)],
  );
  expect(await end(({ x }) => wrong(x), {})).toBe("noLowerValue");
});

describe("mistakes", () => {
  const bowl = ({ x }: { readonly x: Value }): Value => sum(square(x));
  test("no finite value at the start", async () => {
    const fn = ({ x }: { readonly x: Value }): Value => sum(ops.log(x));
    await expect(minimize(fn, { x: [-1] }, { runtime: "reference" })).rejects.toThrow(
      "minimize: the loss is NaN at the start, or its gradient is not finite; begin elsewhere. (non_finite_loss)",
    );
  });
  test("options", async () => {
    await expect(minimize(bowl, { x: [1] }, { memory: 0 })).rejects.toThrow(
      "minimize: memory is 0; use a whole number from 1. (invalid_option)",
    );
    await expect(minimize(bowl, { x: [1] }, { tolerance: 0 } as object)).rejects.toThrow(
      'minimize: option: unknown name "tolerance"; use one of memory, maxIterations, gradientTolerance, valueTolerance, runtime, threads. (unknown_name)',
    );
  });
});
