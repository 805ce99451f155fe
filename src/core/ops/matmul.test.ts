import { expect, test } from "vitest";
import { checkOp, f64, random, tensor } from "../../../test/support/check-op.js";
import { graphInput, toposort } from "../graph.js";
import { grad } from "../vjp.js";
import { sum } from "./broadcast.js";
import { matmul, matrixProduct } from "./matmul.js";

const [b, c] = [random([3, 4], { seed: 2 }), random([5, 3, 4], { seed: 3 })];

checkOp("matmul", matmul, {
  samples: [
    {
      inputs: [
        f64([
          [1, 2],
          [3, 4],
        ]),
        f64([
          [5, 6],
          [7, 8],
        ]),
      ],
      expected: [[19, 22, 43, 50]],
      shapes: [[2, 2]],
    }, // by hand
    { inputs: [random([2, 3]), b], shapes: [[2, 4]] },
    { inputs: [random([5, 2, 3]), c], shapes: [[5, 2, 4]] },
    { inputs: [random([2, 3]), c], shapes: [[5, 2, 4]] }, // broadcast left
    { inputs: [random([5, 2, 3]), b], shapes: [[5, 2, 4]] }, // broadcast right
    { inputs: [random([2, 1, 2, 3]), c], shapes: [[2, 5, 2, 4]] },
    { inputs: [random([3]), b], shapes: [[4]] }, // a vector on the left is a row
    { inputs: [random([2, 3]), random([3], { seed: 2 })], shapes: [[2]] }, // on the right a column
    { inputs: [f64([1, 2, 3]), f64([4, 5, 6])], expected: [[32]], shapes: [[]] }, // dot product
    { inputs: [random([3]), c], shapes: [[5, 4]] },
    { inputs: [random([5, 2, 3]), random([3], { seed: 2 })], shapes: [[5, 2]] },
    { inputs: [random([1, 1]), random([1, 1], { seed: 2 })], shapes: [[1, 1]] },
    { inputs: [random([2, 0]), random([0, 3])], expected: [[0, 0, 0, 0, 0, 0]], shapes: [[2, 3]] }, // an empty sum
    { inputs: [random([2, 2, 0]), random([2, 0, 1])], expected: [[0, 0, 0, 0]], shapes: [[2, 2, 1]] },
    { inputs: [random([0, 3]), b], expected: [[]], shapes: [[0, 4]] },
    { inputs: [f64([[0, 1]]), f64([[Infinity], [1]])], expected: [[NaN]], gradients: false }, // 0 · ∞
    { inputs: [f64([[0, 1]]), f64([[NaN], [1]])], expected: [[NaN]], gradients: false },
    { inputs: [f64([[300, -300]]), f64([[300], [300]])], expected: [[0]] },
  ],
  failures: [
    {
      inputs: [random([2, 3]), random([2, 4])],
      message: "matmul: [2, 3] times [2, 4]: 3 columns meet 2 rows; they must be equal. (shape_mismatch)",
    },
    {
      inputs: [random([2, 2, 3]), random([3, 3, 4])],
      message:
        "matmul: cannot broadcast [2] with [3]: 2 meets 3; sizes must be equal, or one of them 1. (shape_mismatch)",
    },
    {
      inputs: [random([]), b],
      message: "matmul: [] times [3, 4]: a number is no matrix; use ops.multiply. (shape_mismatch)",
    },
    {
      inputs: [tensor([[1]], { dtype: "int32" }), tensor([[1]], { dtype: "int32" })],
      message: "matmul: expects a float dtype, got int32; use ops.cast first. (dtype_mismatch)",
    },
    {
      inputs: [tensor([[1]]), f64([[1]])],
      message:
        "matmul: dtypes differ: float32 [1, 1] and float64 [1, 1]; use ops.cast on one of them. (dtype_mismatch)",
    },
  ],
});
checkOp("matrixProduct", matrixProduct, {
  samples: [
    { inputs: [random([2, 3]), b] },
    {
      inputs: [
        f64([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        f64([[1], [10], [100]]),
      ],
      expected: [[321, 654]],
    },
  ],
});

test("the gradient of a matrix product is two matrix products and two transposes", () => {
  const [x, w] = [
    graphInput("x", { dtype: "float32", shape: [8, 3] }),
    graphInput("w", { dtype: "float32", shape: [3, 4] }),
  ];
  const names = toposort(grad(sum(matmul(x, w)), [x, w])).map((node) => node.op.name);
  expect(names.filter((name) => name === "matmul")).toHaveLength(2);
  expect(names.filter((name) => name === "transpose")).toHaveLength(2);
  expect(names).not.toContain("sum"); // no broadcasting to undo
});
