import { describe, expect, test } from "vitest";
import { f64, random } from "../../test/support/check-op.js";
import { evaluateValue } from "../../test/support/evaluate-value.js";
import { thrown } from "../../test/support/thrown.js";
import { constant } from "./constant.js";
import type { DType } from "./dtype.js";
import { bindSizes, evaluateGraph, evaluateNd } from "./evaluate.js";
import { graphInput, type Value } from "./graph.js";
import { nd } from "./nd.js";
import { add, multiply, negative, power, subtract } from "./ops/arithmetic.js";
import { bitwiseNot } from "./ops/bits.js";
import { broadcastTo, sum } from "./ops/broadcast.js";
import { split } from "./ops/layout.js";
import { matmul } from "./ops/matmul.js";
import { iota } from "./ops/range.js";
import { mean } from "./ops/reduce.js";
import { cast } from "./ops/select.js";
import { addSizes, multiplySizes, namedSize, type Shape } from "./size.js";
import { tensor } from "./tensor.js";

const batch = namedSize("batch");
const input = (name: string, shape: Shape, dtype: DType = "float32"): Value =>
  graphInput(name, { dtype, shape });

describe("named sizes take the numbers that arrive", () => {
  const x = input("x", [batch, 2]);
  const y = input("y", [2, batch]);
  const product = matmul(x, y);
  test("each evaluation anew", () => {
    const run = (n: number): readonly number[] =>
      evaluateGraph({ inputs: [x, y], outputs: { z: product } }, { x: random([n, 2]), y: random([2, n]) }).z
        .shape;
    expect(run(3)).toEqual([3, 3]);
    expect(run(1)).toEqual([1, 1]);
    expect(run(0)).toEqual([0, 0]);
  });
  test("in attributes too", () => {
    const rows = broadcastTo(constant(tensor([1, 2])), { shape: [batch, 2] });
    const counted = iota({ size: addSizes(batch, 1) });
    const out = evaluateGraph(
      { inputs: [x], outputs: { rows, counted } },
      {
        x: tensor([
          [5, 6],
          [7, 8],
        ]),
      },
    );
    expect(out.rows.toArray()).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(out.counted.toArray()).toEqual([0, 1, 2]);
  });
  test("must agree between inputs", () => {
    expect(
      thrown(() =>
        evaluateGraph({ inputs: [x, y], outputs: { z: product } }, { x: random([3, 2]), y: random([2, 4]) }),
      ),
    ).toBe(
      'input "y": expects [2, batch], got [2, 4]; reshape the data or change the input\'s shape. (shape_mismatch)',
    );
  });
  test("must agree with fixed sizes and the rank", () => {
    const text = (shape: number[]): string =>
      thrown(() => evaluateGraph({ inputs: [x], outputs: { x } }, { x: random(shape) }));
    expect(text([3, 5])).toBe(
      'input "x": expects [batch, 2], got [3, 5]; reshape the data or change the input\'s shape. (shape_mismatch)',
    );
    expect(text([6])).toBe(
      'input "x": expects [batch, 2], got [6]; reshape the data or change the input\'s shape. (shape_mismatch)',
    );
  });
  test("expressions of them are checked", () => {
    const sizes: Record<string, number> = {};
    bindSizes("a", [batch, multiplySizes(2, batch)], [3, 6], sizes);
    expect(sizes).toEqual({ batch: 3 });
    expect(thrown(() => bindSizes("b", [addSizes(batch, 1)], [5], sizes))).toBe(
      'input "b": expects [batch+1], got [5]; reshape the data or change the input\'s shape. (shape_mismatch)',
    );
  });
  test("an expression alone cannot be solved for its name", () => {
    const odd = input("odd", [addSizes(multiplySizes(2, batch), 1)]);
    expect(thrown(() => evaluateGraph({ inputs: [odd], outputs: { odd } }, { odd: random([5]) }))).toBe(
      'size "batch" has no number; an input of the graph must carry it. (unknown_size)',
    );
  });
  test("a size of no input has no number, but may be given from outside", () => {
    const time = iota({ size: namedSize("time") });
    expect(thrown(() => evaluateGraph({ inputs: [], outputs: { time } }, {}))).toBe(
      'size "time" has no number; an input of the graph must carry it. (unknown_size)',
    );
    expect(evaluateNd({ inputs: [], outputs: { time } }, {}, { time: 2 }).time).toEqual(nd([2], [0, 1]));
  });
});

describe("what is fed", () => {
  const [x, y] = [input("x", [1]), input("y", [1])];
  test("an input without a value", () => {
    expect(
      thrown(() => evaluateGraph({ inputs: [x, y], outputs: { z: add(x, y) } }, { x: tensor([1]) })),
    ).toBe('evaluate: input "y" has no value; feed x, y. (missing_input)');
  });
  test("a value that is no input of the graph", () => {
    expect(thrown(() => evaluateGraph({ inputs: [x], outputs: { z: add(x, y) } }, { x: tensor([1]) }))).toBe(
      'evaluate: "y" is not an input of the graph; pass it as one. (missing_input)',
    );
  });
  test("int64 beyond 2^53 is refused rather than rounded", () => {
    const n = input("n", [1], "int64");
    expect(
      thrown(() => evaluateGraph({ inputs: [n], outputs: { n } }, { n: tensor([2n ** 53n + 2n]) })),
    ).toBe(
      "reference: int64 9007199254740994 is beyond 2^53; the reference evaluator keeps integers to 2^53. (value_out_of_range)",
    );
  });
});

describe("floats stay float64 inside, and come back in the graph's dtype", () => {
  const x = input("x", [1]);
  const z = subtract(add(x, 2 ** -30), x); // float32 would lose the 2⁻³⁰
  test("float32", () => {
    expect(evaluateGraph({ inputs: [x], outputs: { z } }, { x: tensor([1]) }).z.item()).toBe(2 ** -30);
    const third = evaluateGraph({ inputs: [x], outputs: { y: multiply(x, 1 / 3) } }, { x: tensor([1]) }).y;
    expect(third.dtype).toBe("float32");
    expect(third.item()).toBe(Math.fround(1 / 3));
  });
  test("float64 where asked for exactness: a literal is not rounded to the dtype of its partner", () => {
    const y = evaluateGraph({ inputs: [x], outputs: { y: multiply(x, 1 / 3) } }, { x: tensor([1]) }, true).y;
    expect(y.dtype).toBe("float64");
    expect(y.item()).toBe(1 / 3);
  });
});

describe("integers overflow as their dtype does (two's complement, modulo 2ⁿ)", () => {
  test.each<[DType, readonly number[], (x: Value) => Value, readonly number[]]>([
    ["uint8", [200, 255], (x) => add(x, x), [144, 254]],
    ["uint8", [0, 1], (x) => subtract(x, 2), [254, 255]],
    ["uint8", [16, 20], (x) => multiply(x, x), [0, 144]],
    ["uint8", [3], (x) => bitwiseNot(x), [252]],
    ["int32", [2 ** 31 - 1, -(2 ** 31)], (x) => add(x, x), [-2, 0]],
    ["int32", [-(2 ** 31)], negative, [-(2 ** 31)]],
    ["int32", [65536, 65537], (x) => multiply(x, x), [0, 131073]],
    ["int32", [2 ** 31 - 1, 1], (x) => broadcastTo(sum(x), { shape: [2] }), [-(2 ** 31), -(2 ** 31)]],
    ["uint32", [2 ** 32 - 1], (x) => add(x, 5), [4]],
    ["uint32", [0], (x) => subtract(x, 1), [2 ** 32 - 1]],
    ["uint32", [2 ** 31 + 3], (x) => multiply(x, x), [9]], // (2³¹ + 3)² = 2⁶² + 6·2³¹ + 9
    ["int64", [2 ** 40], (x) => multiply(x, 4096), [2 ** 52]],
    ["int64", [2], (x) => power(x, -1), [0]],
    ["int32", [-1, 300], (x) => cast(cast(x, { dtype: "uint8" }), { dtype: "int32" }), [255, 44]],
  ])("%s %j", (dtype, values, f, expected) => {
    const x = input("x", [values.length], dtype);
    const y = evaluateValue(f(x), { x: tensor(values, { dtype }) });
    expect(y.dtype).toBe(dtype);
    expect(Array.from(y.toFloat64())).toEqual(expected);
  });
  test("no number, and infinity, become 0 in integers", () => {
    for (const dtype of ["uint8", "int32", "uint32", "int64"] as const) {
      const y = cast(input("x", [3], "float64"), { dtype });
      expect(evaluateValue(y, { x: f64([NaN, Infinity, -Infinity]) }).toArray()).toEqual([0, 0, 0]);
    }
  });
});

test("several outputs, of one node and of many, an input among them", () => {
  const x = input("x", [3]);
  const [a, b] = split(x, { sections: [1, 2] }) as readonly [Value, Value];
  const out = evaluateGraph({ inputs: [x], outputs: { b, a, x, m: mean(x) } }, { x: tensor([1, 2, 6]) });
  expect(Object.keys(out)).toEqual(["b", "a", "x", "m"]);
  expect([out.a, out.b, out.x, out.m].map((y) => y.toArray())).toEqual([[1], [2, 6], [1, 2, 6], 3]);
});
