import { describe, expect, test } from "vitest";
import { NeurogradError } from "./core/errors.js";
import type { Value } from "./core/graph.js";
import * as ops from "./core/ops/index.js";
import { tensor } from "./core/tensor.js";
import { tensorType } from "./core/trace.js";
import { grad } from "./core/vjp.js";
import { readOnnx } from "./onnx/read.js";
import { evaluate, type Program, program } from "./program.js";

async function rejection(work: () => Promise<unknown>): Promise<string> {
  const error: unknown = await work().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(NeurogradError);
  return (error as NeurogradError).message; // the line above
}

const x = tensor([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
]);
const y = tensor([[0], [1], [1], [0]]);
const weights = {
  w1: [
    [0.5, -0.4, 0.3],
    [-0.2, 0.6, 0.7],
  ],
  b1: [0.1, 0, -0.1],
  w2: [[0.8], [-0.5], [0.4]],
  b2: [0.2],
};

/** 2-3-1, sigmoid, mean squared error, gradient descent: a step as one graph, its weights kept as state. */
function xor(runtime: "reference" | "native" | "wasm"): Promise<Program> {
  const types = {
    x: tensorType([4, 2]),
    y: tensorType([4, 1]),
    w1: tensorType([2, 3]),
    b1: tensorType([3]),
    w2: tensorType([3, 1]),
    b2: tensorType([1]),
    learningRate: tensorType([]),
  };
  return program(
    types,
    ({ x, y, w1, b1, w2, b2, learningRate }) => {
      const hidden = ops.sigmoid(ops.add(ops.matmul(x, w1), b1));
      const output = ops.sigmoid(ops.add(ops.matmul(hidden, w2), b2));
      const loss = ops.mean(ops.square(ops.subtract(output, y)));
      const [g1, g2, g3, g4] = grad(loss, [w1, b1, w2, b2]);
      const next = (w: Value, g: Value): Value => ops.subtract(w, ops.multiply(g, learningRate));
      return { loss, output, w1: next(w1, g1), b1: next(b1, g2), w2: next(w2, g3), b2: next(b2, g4) };
    },
    { runtime, threads: 1, state: weights },
  );
}

/** The same step written out in numbers: σ′ = s(1 − s), ∂loss/∂output = 2(output − y)/4. */
function xorByHand(steps: number, learningRate: number): number[] {
  const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));
  const { w1, b1, w2, b2 } = structuredClone(weights);
  const [xs, ys] = [x.toArray() as number[][], y.toArray() as number[][]];
  return Array.from({ length: steps }, () => {
    const hidden = xs.map((row) => b1.map((b, j) => sigmoid(row[0] * w1[0][j] + row[1] * w1[1][j] + b)));
    const output = hidden.map((h) => sigmoid(h.reduce((sum, v, j) => sum + v * w2[j][0], b2[0])));
    const loss = output.reduce((sum, o, i) => sum + (o - ys[i][0]) ** 2, 0) / 4;
    const g = output.map((o, i) => ((2 * (o - ys[i][0])) / 4) * o * (1 - o));
    const gh = hidden.map((h, i) => h.map((v, j) => g[i] * w2[j][0] * v * (1 - v)));
    for (let j = 0; j < 3; j++) {
      w2[j][0] -= learningRate * g.reduce((sum, v, i) => sum + v * hidden[i][j], 0);
      for (const k of [0, 1]) w1[k][j] -= learningRate * gh.reduce((sum, v, i) => sum + v[j] * xs[i][k], 0);
      b1[j] -= learningRate * gh.reduce((sum, v) => sum + v[j], 0);
    }
    b2[0] -= learningRate * g.reduce((sum, v) => sum + v, 0);
    return loss;
  });
}

describe.each([
  ["reference", 1e-12],
  ["native", 1e-5],
  ["wasm", 1e-5],
] as const)("a program on %s", (runtime, tolerance) => {
  test("trains as the same step by hand", async () => {
    const step = await xor(runtime);
    expect(step.runtime).toBe(runtime);
    for (const expected of xorByHand(20, 2)) {
      const { loss } = await step.run({ x, y, learningRate: 2 });
      expect(Math.abs(loss.item() - expected)).toBeLessThan(tolerance);
    }
    await step.dispose();
  });

  test("learns exclusive or", async () => {
    const step = await xor(runtime);
    let last = await step.run({ x, y, learningRate: 6 });
    for (let i = 1; i < 500; i++) last = await step.run({ x, y, learningRate: 6 });
    expect(last.loss.item()).toBeLessThan(0.002); // 0.0014 after 500 steps
    expect([...last.output.toFloat64()].map(Math.round)).toEqual([0, 1, 1, 0]);
    await step.dispose();
  });

  test("takes nested arrays, typed arrays with and without a shape, and Tensors", async () => {
    const double = await program({ x: tensorType([2, 2]) }, ({ x }) => ({ y: ops.multiply(x, 2) }), {
      runtime,
      threads: 1,
    });
    const expected = [
      [2, 4],
      [6, 8],
    ];
    const feeds = [
      [
        [1, 2],
        [3, 4],
      ],
      Float32Array.of(1, 2, 3, 4),
      Float64Array.of(1, 2, 3, 4),
      tensor(Float32Array.of(1, 2, 3, 4), { shape: [2, 2] }),
    ];
    for (const x of feeds) expect((await double.run({ x })).y.toArray()).toEqual(expected);
    await double.dispose();
  });

  test("Tensors handed out are not overwritten, states and results", async () => {
    const step = await xor(runtime);
    const first = await step.run({ x, y, learningRate: 1 });
    const [output, w1] = [first.output.toArray(), step.read("w1")];
    const before = w1.toArray();
    for (let i = 0; i < 5; i++) await step.run({ x, y, learningRate: 1 });
    expect(first.output.toArray()).toEqual(output);
    expect(w1.toArray()).toEqual(before);
    expect(step.read("w1").toArray()).not.toEqual(before);
    step.write({ w1 });
    expect(step.read("w1").toArray()).toEqual(before);
    await step.dispose();
  });
});

describe("what does not fit", () => {
  const square = (): Promise<Program> =>
    program({ image: tensorType(["batch", 2]), weight: tensorType([2]) }, ({ image, weight }) => ({
      y: ops.multiply(image, weight),
    }));

  test("feeds", async () => {
    const p = await square();
    const weight = [1, 1];
    const runs: [feeds: Parameters<Program["run"]>[0], message: string][] = [
      [
        { images: [[1, 2]], weight },
        'run: input: unknown name "images"; did you mean "image"? use one of image, weight. (unknown_name)',
      ],
      [{ weight }, 'run: input "image" has no value; pass image, weight. (missing_input)'],
      [
        { image: [1, 2], weight },
        'input "image": expects [batch, 2], got [2]; reshape the data or change the input\'s shape. (shape_mismatch)',
      ],
      [
        { image: Float32Array.of(1, 2, 3, 4), weight },
        'input "image": expects [batch, 2], got [4]; reshape the data or change the input\'s shape. (shape_mismatch)',
      ],
      [
        { image: [[1, 2], [3]], weight },
        "tensor: rows are ragged: at depth 1 expected 2 items, got 1 items; pad or cut the rows. (shape_mismatch)",
      ],
      [
        { image: tensor([[1, 2]], { dtype: "int32" }), weight },
        'run: input "image" is int32, the graph expects float32; convert it with tensor(x, { dtype: "float32" }). (dtype_mismatch)',
      ],
    ];
    for (const [feeds, message] of runs) expect(await rejection(async () => p.run(feeds))).toBe(message);
    await p.dispose();
  });

  test("states", async () => {
    const make = (state: Record<string, number[]>): Promise<string> =>
      rejection(() =>
        program({ w: tensorType([2]), x: tensorType([2]) }, ({ w, x }) => ({ w: ops.add(w, x) }), { state }),
      );
    expect(await make({ v: [1, 2] })).toBe(
      'program: state: unknown name "v"; did you mean "w"? use one of w, x. (unknown_name)',
    );
    expect(await make({ x: [1, 2] })).toBe(
      'program: state among the outputs: unknown name "x"; did you mean "w"? use one of w. (unknown_name)',
    );
    expect(await make({ w: [1, 2, 3] })).toBe(
      'program: state "w" has shape [3], its input is [2]; they must agree. (shape_mismatch)',
    );
  });

  test("a function that returns something else than values", async () => {
    const bad = () => ({ y: 3 as unknown as Value });
    expect(await rejection(() => program({ x: tensorType([]) }, bad))).toBe(
      'trace: output "y" is 3; return values made by ops. (not_a_value)',
    );
  });
});

test("a program is printed, and is an ONNX file", async () => {
  const p = await program({ x: tensorType(["batch", 2]) }, ({ x }) => ({
    y: ops.relu(x),
    total: ops.sum(x),
  }));
  expect(p.toString()).toMatchInlineSnapshot(`
    "input x: float32 [batch, 2]
    a = relu(x): float32 [batch, 2]
    b = sum(x, axis=null, keepdims=false): float32 []
    output y = a
    output total = b"
  `);
  expect(Object.keys(readOnnx(p.toBytes()).graph.outputs)).toEqual(["y", "total"]);
  await p.dispose();
});

describe("evaluate", () => {
  test("the numbers of a value made of tensors", async () => {
    const product = ops.matmul(tensor([[1, 2]]), tensor([[3], [4]]));
    expect((await evaluate(product)).toArray()).toEqual([[11]]); // 1·3 + 2·4
    expect((await evaluate(5)).item()).toBe(5);
    expect((await evaluate(ops.cast(tensor([1.7, -1.7]), { dtype: "int32" }))).toArray()).toEqual([1, -1]);
  });
  test("a value that depends on an input has none", async () => {
    let seen: Value | undefined;
    await program({ x: tensorType([]) }, ({ x }) => {
      seen = ops.square(x);
      return { y: seen };
    });
    expect(await rejection(async () => evaluate(seen ?? 0))).toBe(
      'evaluate: "x" is not an input of the graph; pass it as one. (missing_input)',
    );
  });
});
