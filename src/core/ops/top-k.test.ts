import { expect, test } from "vitest";
import { checkOp, f64, random, tensor } from "../../../test/support/check-op.js";
import { evaluateGraph } from "../evaluate.js";
import { graphInput, type Value } from "../graph.js";
import { namedSize } from "../size.js";
import { grad } from "../vjp.js";
import { sum } from "./broadcast.js";
import { topK } from "./top-k.js";

const rows = f64([
  [0, 1, 2, 3],
  [4, 5, 6, 7],
  [11, 10, 9, 8],
]);

checkOp("topK", (x) => topK(x, { k: 3 }), {
  samples: [
    {
      inputs: [
        f64([
          [0, 1, 2, 3],
          [4, 5, 6, 7],
          [8, 9, 10, 11],
        ]),
      ],
      expected: [
        [3, 2, 1, 7, 6, 5, 11, 10, 9],
        [3, 2, 1, 3, 2, 1, 3, 2, 1],
      ],
      dtypes: ["float64", "int64"],
    }, // ONNX test_top_k
    {
      inputs: [f64([1, 3, 3, 1, 3])],
      expected: [
        [3, 3, 3],
        [1, 2, 4],
      ],
      gradients: false,
    }, // ties: the first; a kink
    {
      inputs: [random([2, 5])],
      shapes: [
        [2, 3],
        [2, 3],
      ],
    },
    {
      inputs: [f64([-Infinity, Infinity, 300, Infinity])],
      expected: [
        [Infinity, Infinity, 300],
        [1, 3, 2],
      ],
      gradients: false,
    },
    {
      inputs: [tensor([5, 1, 9], { dtype: "int64" })],
      expected: [
        [9, 5, 1],
        [2, 0, 1],
      ],
      dtypes: ["int64", "int64"],
    },
    {
      inputs: [random([0, 4])],
      expected: [[], []],
      shapes: [
        [0, 3],
        [0, 3],
      ],
    },
  ],
  failures: [
    { inputs: [random([2])], message: "topK: k = 3 along axis -1 of [2]; use 0 to 2. (invalid_option)" },
    {
      inputs: [random([4])],
      apply: (x) => topK(x, { k: 1.5 }),
      message: "topK: k = 1.5 along axis -1 of [4]; use 0 to 4. (invalid_option)",
    },
    {
      inputs: [random([])],
      message:
        "topK: axis -1 does not exist in an array of rank 0; a scalar has no axes. (axis_out_of_range)",
    },
  ],
});
checkOp("topK of the smallest", (x) => topK(x, { k: 3, axis: 1, largest: false }), {
  samples: [
    {
      inputs: [rows],
      expected: [
        [0, 1, 2, 4, 5, 6, 8, 9, 10],
        [0, 1, 2, 0, 1, 2, 3, 2, 1],
      ],
    },
  ], // ONNX test_top_k_smallest
});
checkOp("topK along axis 0", (x) => topK(x, { k: 1, axis: 0 }), {
  samples: [
    {
      inputs: [rows],
      expected: [
        [11, 10, 9, 8],
        [2, 2, 2, 2],
      ],
      shapes: [
        [1, 4],
        [1, 4],
      ],
    },
  ],
});
checkOp("topK of none", (x) => topK(x, { k: 0 }), {
  samples: [
    {
      inputs: [random([2, 2])],
      expected: [[], []],
      shapes: [
        [2, 0],
        [2, 0],
      ],
    },
  ],
});

test("topK: rows of a named size; the cotangent goes back to where the values stood", () => {
  const x = graphInput("x", { dtype: "float64", shape: [namedSize("batch"), 3] });
  const [values] = topK(x, { k: 2 }) as readonly [Value, Value];
  const [g] = grad(sum(values), [x]);
  expect(
    evaluateGraph(
      { inputs: [x], outputs: { g } },
      {
        x: f64([
          [3, 1, 2],
          [1, 2, 3],
        ]),
      },
    ).g.toArray(),
  ).toEqual([
    [1, 0, 1],
    [0, 1, 1],
  ]);
});
