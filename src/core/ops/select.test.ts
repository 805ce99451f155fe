import { expect, test } from "vitest";
import { checkOp, f64, random, tensor } from "../../../test/support/check-op.js";
import { constant } from "../constant.js";
import { evaluateGraph } from "../evaluate.js";
import { graphInput } from "../graph.js";
import { grad } from "../vjp.js";
import { log } from "./arithmetic.js";
import { sum } from "./broadcast.js";
import { greater } from "./compare.js";
import { cast, where } from "./select.js";

checkOp("cast", (x) => cast(x, { dtype: "float64" }), {
  samples: [
    { inputs: [random([2, 3])], dtypes: ["float64"] },
    { inputs: [tensor([1.5, -2])], expected: [[1.5, -2]] },
    { inputs: [tensor([0, 255], { dtype: "uint8" })], expected: [[0, 255]], dtypes: ["float64"] },
    { inputs: [tensor([true, false])], expected: [[1, 0]] },
    { inputs: [tensor([NaN, Infinity])], expected: [[NaN, Infinity]], gradients: false },
    { inputs: [random([])], shapes: [[]] },
    { inputs: [random([0, 3])], shapes: [[0, 3]], expected: [[]] },
  ],
  failures: [
    {
      inputs: [random([1])],
      apply: (x) => cast(x, { dtype: "string" }),
      message: "cast: cannot turn float64 into string; encode the strings before the graph. (dtype_mismatch)",
    },
  ],
});
checkOp("cast to float32", (x) => cast(x, { dtype: "float32" }), {
  samples: [{ inputs: [random([2])], dtypes: ["float32"] }],
});
checkOp("cast to bool", (x) => cast(x, { dtype: "bool" }), {
  samples: [
    { inputs: [tensor([0, -0, 0.5, -1, NaN, Infinity])], expected: [[0, 0, 1, 1, 1, 1]], dtypes: ["bool"] }, // NumPy astype(bool)
  ],
});
checkOp("cast to int32", (x) => cast(x, { dtype: "int32" }), {
  samples: [
    { inputs: [tensor([1.9, -1.9, 0.5])], expected: [[1, -1, 0]], dtypes: ["int32"] }, // the fraction is dropped, as in C
    { inputs: [tensor([2 ** 31], { dtype: "uint32" })], expected: [[-(2 ** 31)]] }, // two's complement
    { inputs: [tensor([true])], expected: [[1]] },
  ],
});
checkOp("cast to uint8", (x) => cast(x, { dtype: "uint8" }), {
  samples: [
    { inputs: [tensor([256, 257, -1], { dtype: "int32" })], expected: [[0, 1, 255]], dtypes: ["uint8"] },
  ], // mod 2^8
});
checkOp("cast to int64", (x) => cast(x, { dtype: "int64" }), {
  samples: [{ inputs: [tensor([1.9, -1.9, 2 ** 40])], expected: [[1, -1, 2 ** 40]], dtypes: ["int64"] }],
});

const condition = tensor([true, false, true]);
checkOp("where", where, {
  samples: [
    { inputs: [condition, random([3]), random([3], { seed: 2 })] },
    { inputs: [condition, random([2, 3]), random([2, 1], { seed: 2 })], shapes: [[2, 3]] },
    { inputs: [condition, random([], { seed: 3 }), random([2, 3], { seed: 2 })], shapes: [[2, 3]] },
    { inputs: [tensor([[true], [false]]), random([3]), random([1], { seed: 2 })], shapes: [[2, 3]] },
    { inputs: [tensor(true), random([]), random([], { seed: 2 })], shapes: [[]] },
    { inputs: [tensor(false), random([0]), random([], { seed: 2 })], shapes: [[0]], expected: [[]] },
    {
      inputs: [
        tensor([
          [true, false],
          [true, true],
        ]),
        f64([
          [1, 2],
          [3, 4],
        ]),
        f64([
          [9, 8],
          [7, 6],
        ]),
      ],
      expected: [[1, 8, 3, 4]],
    }, // ONNX test_where_example
    {
      inputs: [condition, f64([1, NaN, Infinity]), f64([NaN, 2, NaN])],
      expected: [[1, 2, Infinity]],
      gradients: false,
    },
    {
      inputs: [condition, tensor([1, 2, 3], { dtype: "int64" }), tensor([0], { dtype: "int64" })],
      expected: [[1, 0, 3]],
      dtypes: ["int64"],
    },
  ],
  failures: [
    {
      inputs: [tensor([1]), tensor([1]), tensor([1])],
      message: "where: expects a bool condition, got float32; use ops.cast first. (dtype_mismatch)",
    },
    {
      inputs: [condition, tensor([1]), tensor([1], { dtype: "int32" })],
      message:
        "where: dtypes differ: float32 [1] and int32 [1]; use ops.cast on one of them. (dtype_mismatch)",
    },
    {
      inputs: [condition, tensor([1, 2]), tensor([1])],
      message:
        "where: cannot broadcast [3] with [2]: 3 meets 2; sizes must be equal, or one of them 1. (shape_mismatch)",
    },
  ],
});
checkOp("where beside numbers", (c, x) => where(c, x, 0), {
  samples: [{ inputs: [condition, random([3])], dtypes: ["float64"] }], // 0 takes the dtype of x, not of the condition
});

test("where: the derivative of the side not chosen does not spread its NaN", () => {
  const x = graphInput("x", { dtype: "float64", shape: [2] });
  const safe = where(greater(x, 0), x, constant(f64(1)));
  const [g] = grad(sum(log(safe)), [x]);
  const { y } = evaluateGraph({ inputs: [x], outputs: { y: g } }, { x: f64([-2, 4]) });
  expect(y.toArray()).toEqual([0, 0.25]); // d ln x = 1/x where x > 0
});
