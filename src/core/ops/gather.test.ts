import { expect, test } from "vitest";
import { checkOp, f64, random, tensor } from "../../../test/support/check-op.js";
import { evaluateGraph } from "../evaluate.js";
import { graphInput } from "../graph.js";
import { namedSize } from "../size.js";
import type { Nested, Tensor } from "../tensor.js";
import { grad } from "../vjp.js";
import { multiply } from "./arithmetic.js";
import { sum } from "./broadcast.js";
import { gatherNd, scatterElementsAdd, scatterNdAdd, take, takeAlongAxis } from "./gather.js";

const int64 = (values: Nested): Tensor => tensor(values, { dtype: "int64" });
const noInt = (shape: readonly number[]): Tensor => tensor(new BigInt64Array(0), { shape });

checkOp("take", (x, indices) => take(x, indices), {
  samples: [
    {
      inputs: [
        f64([
          [1, 1.2],
          [2.3, 3.4],
          [4.5, 5.7],
        ]),
        int64([
          [0, 1],
          [1, 2],
        ]),
      ],
      expected: [[1, 1.2, 2.3, 3.4, 2.3, 3.4, 4.5, 5.7]],
      shapes: [[2, 2, 2]],
    }, // ONNX Gather, example 1
    { inputs: [random([3, 2]), int64([2, 0, 2, -1])], shapes: [[4, 2]] }, // repeated and negative
    { inputs: [random([3, 2]), int64(1)], shapes: [[2]] },
    { inputs: [random([3]), tensor([1, 1], { dtype: "int32" })], shapes: [[2]] },
    { inputs: [random([3, 2]), noInt([0])], shapes: [[0, 2]], expected: [[]] },
    { inputs: [random([2, 0]), int64([1])], shapes: [[1, 0]], expected: [[]] },
    {
      inputs: [f64([NaN, Infinity, -300]), int64([2, 1, 0])],
      expected: [[-300, Infinity, NaN]],
      gradients: false,
    },
    { inputs: [tensor([[true], [false]]), int64([1])], expected: [[0]], dtypes: ["bool"] },
  ],
  failures: [
    {
      inputs: [random([3]), tensor([1])],
      message: "take: expects int32 or int64 indices, got float32; use ops.cast first. (dtype_mismatch)",
    },
    {
      inputs: [random([3]), int64([0, 3])],
      message: "take: index 3 on an axis of size 3; use -3 to 2. (index_out_of_range)",
    },
    {
      inputs: [random([3]), int64([-4])],
      message: "take: index -4 on an axis of size 3; use -3 to 2. (index_out_of_range)",
    },
    {
      inputs: [random([]), int64([0])],
      message: "take: axis 0 does not exist in an array of rank 0; a scalar has no axes. (axis_out_of_range)",
    },
  ],
});
checkOp("take along axis 1", (x, indices) => take(x, indices, { axis: 1 }), {
  samples: [
    {
      inputs: [
        f64([
          [1, 1.2, 1.9],
          [2.3, 3.4, 3.9],
          [4.5, 5.7, 5.9],
        ]),
        int64([[0, 2]]),
      ],
      expected: [[1, 1.9, 2.3, 3.9, 4.5, 5.9]],
      shapes: [[3, 1, 2]],
    }, // ONNX Gather, example 2
    {
      inputs: [
        random([2, 3, 4]),
        int64([
          [0, 2],
          [2, 2],
        ]),
      ],
      shapes: [[2, 2, 2, 4]],
    },
    { inputs: [random([2, 3, 4]), int64(-1)], shapes: [[2, 4]] },
  ],
});

test("take: rows of a named size, as an embedding looks them up", () => {
  const [x, ids] = [
    graphInput("x", { dtype: "float64", shape: [namedSize("words"), 2] }),
    graphInput("ids", { dtype: "int64", shape: [namedSize("batch")] }),
  ];
  const y = take(x, ids);
  const [g] = grad(sum(multiply(y, y)), [x]);
  const out = evaluateGraph(
    { inputs: [x, ids], outputs: { g } },
    {
      x: f64([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
      ids: int64([2, 0, 2]),
    },
  );
  expect(out.g.toArray()).toEqual([
    [2, 4],
    [0, 0],
    [20, 24],
  ]);
});

checkOp("gatherNd", gatherNd, {
  samples: [
    {
      inputs: [
        f64([
          [0, 1],
          [2, 3],
        ]),
        int64([
          [0, 0],
          [1, 1],
        ]),
      ],
      expected: [[0, 3]],
      shapes: [[2]],
    }, // ONNX GatherND, example 1
    {
      inputs: [
        f64([
          [0, 1],
          [2, 3],
        ]),
        int64([[1], [0]]),
      ],
      expected: [[2, 3, 0, 1]],
      shapes: [[2, 2]],
    }, // example 2
    {
      inputs: [
        f64([
          [
            [0, 1],
            [2, 3],
          ],
          [
            [4, 5],
            [6, 7],
          ],
        ]),
        int64([[[0, 1]], [[1, 0]]]),
      ],
      expected: [[2, 3, 4, 5]],
      shapes: [[2, 1, 2]],
    }, // example 4
    {
      inputs: [
        random([3, 2, 2]),
        int64([
          [0, -1],
          [2, 0],
          [0, 1],
        ]),
      ],
      shapes: [[3, 2]],
    },
    { inputs: [random([3]), int64([1])], shapes: [[]] },
    { inputs: [random([3, 2]), noInt([0, 1])], shapes: [[0, 2]], expected: [[]] },
  ],
  failures: [
    {
      inputs: [random([3]), int64([[0, 0]])],
      message:
        "gatherNd: indices [1, 2] do not index x [3]; their last axis is at most its rank. (shape_mismatch)",
    },
    {
      inputs: [random([3]), tensor([[0]], { dtype: "int32" })],
      message: "gatherNd: expects int64 indices, got int32; use ops.cast first. (dtype_mismatch)",
    },
    {
      inputs: [random([3, 2]), int64([[0, 2]])],
      message: "gatherNd: index 2 on an axis of size 2; use -2 to 1. (index_out_of_range)",
    },
  ],
});

checkOp("scatterNdAdd", scatterNdAdd, {
  samples: [
    { inputs: [f64([1, 2, 3, 4]), int64([[1], [3], [1]]), f64([10, 20, 30])], expected: [[1, 42, 3, 24]] }, // repeated ones add up
    { inputs: [random([3, 2]), int64([[2], [0], [2]]), random([3, 2], { seed: 2 })], shapes: [[3, 2]] },
    {
      inputs: [
        random([3, 2]),
        int64([
          [2, 1],
          [0, -2],
        ]),
        random([2], { seed: 2 }),
      ],
      shapes: [[3, 2]],
    },
    { inputs: [random([2]), noInt([0, 1]), random([0])], shapes: [[2]] },
  ],
  failures: [
    {
      inputs: [random([3, 2]), int64([[0]]), random([2])],
      message: "scatterNdAdd: updates are [2], the indices name [1, 2]; they must agree. (shape_mismatch)",
    },
    {
      inputs: [random([3]), int64([[0]]), tensor([1])],
      message:
        "scatterNdAdd: dtypes differ: float64 [3] and float32 [1]; use ops.cast on one of them. (dtype_mismatch)",
    },
  ],
});

checkOp("takeAlongAxis", (x, indices) => takeAlongAxis(x, indices), {
  samples: [
    {
      inputs: [
        f64([
          [1, 2, 3],
          [4, 5, 6],
          [7, 8, 9],
        ]),
        int64([
          [1, 2, 0],
          [2, 0, 0],
        ]),
      ],
      expected: [[4, 8, 3, 7, 2, 3]],
      shapes: [[2, 3]],
    }, // ONNX GatherElements, example 2
    {
      inputs: [
        random([3, 2]),
        int64([
          [0, -1],
          [2, 2],
          [1, 0],
          [0, 0],
        ]),
      ],
      shapes: [[4, 2]],
    },
    { inputs: [random([3, 2]), int64([[2]])], shapes: [[1, 1]] }, // smaller on the other axis
    { inputs: [random([3, 2]), noInt([0, 2])], shapes: [[0, 2]], expected: [[]] },
  ],
  failures: [
    {
      inputs: [random([3, 2]), int64([0, 1])],
      message:
        "takeAlongAxis: indices [2] for [3, 2] along axis 0; use the same rank, and no larger sizes on the other axes. (shape_mismatch)",
    },
    {
      inputs: [random([3, 2]), int64([[0, 1, 1]])],
      message:
        "takeAlongAxis: indices [1, 3] for [3, 2] along axis 0; use the same rank, and no larger sizes on the other axes. (shape_mismatch)",
    },
    {
      inputs: [random([3]), int64([3])],
      message: "takeAlongAxis: index 3 on an axis of size 3; use -3 to 2. (index_out_of_range)",
    },
  ],
});
checkOp("takeAlongAxis along axis 1", (x, indices) => takeAlongAxis(x, indices, { axis: 1 }), {
  samples: [
    {
      inputs: [
        f64([
          [1, 2],
          [3, 4],
        ]),
        int64([
          [0, 0],
          [1, 0],
        ]),
      ],
      expected: [[1, 1, 4, 3]],
    },
  ], // ONNX GatherElements, example 1
});

checkOp("scatterElementsAdd", (x, indices, updates) => scatterElementsAdd(x, indices, updates), {
  samples: [
    {
      inputs: [
        f64([
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ]),
        int64([
          [1, 0, 2],
          [0, 2, 1],
        ]),
        f64([
          [1, 1.1, 1.2],
          [2, 2.1, 2.2],
        ]),
      ],
      expected: [[2, 1.1, 0, 1, 0, 2.2, 0, 2.1, 1.2]],
    }, // ONNX ScatterElements, example 1
    {
      inputs: [
        random([3, 2]),
        int64([
          [0, 1],
          [0, -2],
        ]),
        random([2, 2], { seed: 2 }),
      ],
      shapes: [[3, 2]],
    },
    { inputs: [random([2, 2]), noInt([0, 2]), random([0, 2])], shapes: [[2, 2]] },
  ],
  failures: [
    {
      inputs: [random([3]), int64([0, 1]), random([1])],
      message: "scatterElementsAdd: indices [2], updates [1]; they must agree. (shape_mismatch)",
    },
    {
      inputs: [random([3, 1]), int64([0]), random([1])],
      message:
        "scatterElementsAdd: indices [1] for [3, 1] along axis 0; use the same rank, and no larger sizes on the other axes. (shape_mismatch)",
    },
    {
      inputs: [random([3]), int64([0]), tensor([1])],
      message:
        "scatterElementsAdd: dtypes differ: float64 [3] and float32 [1]; use ops.cast on one of them. (dtype_mismatch)",
    },
  ],
});
checkOp(
  "scatterElementsAdd along axis 1",
  (x, indices, updates) => scatterElementsAdd(x, indices, updates, { axis: 1 }),
  {
    samples: [
      { inputs: [f64([[1, 2, 3, 4, 5]]), int64([[1, 1]]), f64([[1.1, 2.1]])], expected: [[1, 5.2, 3, 4, 5]] },
    ], // ONNX test_scatter_elements_with_duplicate_indices
  },
);

test("⟨take x, g⟩ = ⟨x, scatterNdAdd g⟩", () => {
  const [x, g] = [random([4, 3]), random([5, 3], { seed: 2 })];
  const [vx, vg] = [graphInput("x", x), graphInput("g", g)];
  const back = scatterNdAdd(multiply(vx, 0), int64([[3], [0], [3], [1], [0]]), vg);
  const outputs = { a: sum(multiply(take(vx, int64([3, 0, 3, 1, 0])), vg)), b: sum(multiply(vx, back)) };
  const { a, b } = evaluateGraph({ inputs: [vx, vg], outputs }, { x, g });
  expect(a.item()).toBeCloseTo(b.item(), 12);
});
