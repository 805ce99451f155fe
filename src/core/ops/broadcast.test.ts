import { describe, expect, test } from "vitest";
import { checkOp, f64, random, tensor } from "../../../test/support/check-op.js";
import { thrown } from "../../../test/support/thrown.js";
import { constantOf } from "../constant.js";
import { evaluateGraph } from "../evaluate.js";
import { graphInput } from "../graph.js";
import { namedSize } from "../size.js";
import { broadcastTo, countOf, expandDims, reshape, squeeze, sum, sumTo } from "./broadcast.js";

checkOp("sum", (x) => sum(x), {
  samples: [
    { inputs: [random([2, 3])], shapes: [[]] },
    {
      inputs: [
        f64([
          [1, 2],
          [3, 4],
        ]),
      ],
      expected: [[10]],
    }, // by hand
    { inputs: [random([])], shapes: [[]] },
    { inputs: [random([1])] },
    { inputs: [random([0, 3])], expected: [[0]] }, // ONNX test_reduce_sum_empty_set
    { inputs: [f64([300, -300, 1])], expected: [[1]] },
    { inputs: [f64([NaN, 1])], expected: [[NaN]], gradients: false },
    { inputs: [f64([Infinity, -Infinity])], expected: [[NaN]], gradients: false },
    { inputs: [tensor([7, -9], { dtype: "int32" })], expected: [[-2]], dtypes: ["int32"] },
  ],
  failures: [
    {
      inputs: [tensor([true, true])],
      message: "sum: expects a float, int32, uint32 or int64, got bool; use ops.cast first. (dtype_mismatch)",
    },
    {
      inputs: [random([2, 3])],
      apply: (x) => sum(x, { axis: [0, 2] }),
      message: "sum: axis 2 does not exist in an array of rank 2; use -2 to 1. (axis_out_of_range)",
    },
    {
      inputs: [random([])],
      apply: (x) => sum(x, { axis: 0 }),
      message: "sum: axis 0 does not exist in an array of rank 0; a scalar has no axes. (axis_out_of_range)",
    },
  ],
});
const cube = f64([
  [
    [1, 2],
    [3, 4],
  ],
  [
    [5, 6],
    [7, 8],
  ],
  [
    [9, 10],
    [11, 12],
  ],
]); // ONNX test_reduce_sum_*_example
checkOp("sum along axis 1", (x) => sum(x, { axis: 1 }), {
  samples: [
    { inputs: [cube], expected: [[4, 6, 12, 14, 20, 22]], shapes: [[3, 2]] },
    { inputs: [random([2, 0, 3])], expected: [[0, 0, 0, 0, 0, 0]] },
  ],
});
checkOp("sum along axis -2, kept", (x) => sum(x, { axis: -2, keepdims: true }), {
  samples: [{ inputs: [cube], expected: [[4, 6, 12, 14, 20, 22]], shapes: [[3, 1, 2]] }],
});
checkOp("sum along axes 2 and 0", (x) => sum(x, { axis: [2, 0] }), {
  samples: [{ inputs: [cube], expected: [[33, 45]], shapes: [[2]] }], // 1+2+5+6+9+10, 3+4+7+8+11+12
});
checkOp("sum along no axis", (x) => sum(x, { axis: [] }), {
  samples: [{ inputs: [random([2, 2])], shapes: [[2, 2]] }],
});
checkOp("sum along an axis of size 1", (x) => sum(x, { axis: 1 }), {
  samples: [{ inputs: [random([2, 1])], shapes: [[2]] }],
});
checkOp("sum along an axis of size 1, kept", (x) => sum(x, { axis: 1, keepdims: true }), {
  samples: [{ inputs: [random([2, 1])] }],
});

checkOp("broadcastTo", (x) => broadcastTo(x, { shape: [2, 3] }), {
  samples: [
    { inputs: [f64([1, 2, 3])], expected: [[1, 2, 3, 1, 2, 3]] }, // NumPy broadcast_to
    { inputs: [f64([[1], [2]])], expected: [[1, 1, 1, 2, 2, 2]] },
    { inputs: [random([])] },
    { inputs: [random([1])] },
    { inputs: [random([2, 3])] },
    { inputs: [tensor([true, false, true])], expected: [[1, 0, 1, 1, 0, 1]], dtypes: ["bool"] },
  ],
  failures: [
    {
      inputs: [random([2])],
      message:
        "broadcastTo: cannot broadcast [2] with [2, 3]: 2 meets 3; sizes must be equal, or one of them 1. (shape_mismatch)",
    },
    {
      inputs: [random([4, 2, 3])],
      message:
        "broadcastTo: [4, 2, 3] does not broadcast to [2, 3]; only sizes of 1 repeat. (shape_mismatch)",
    },
  ],
});
checkOp("broadcastTo of nothing", (x) => broadcastTo(x, { shape: [0, 3] }), {
  samples: [
    { inputs: [random([3])], expected: [[]] },
    { inputs: [random([1, 1])], expected: [[]] },
  ],
});

checkOp("reshape", (x) => reshape(x, { shape: [3, -1] }), {
  samples: [
    {
      inputs: [
        f64([
          [1, 2, 3],
          [4, 5, 6],
        ]),
      ],
      expected: [[1, 2, 3, 4, 5, 6]],
      shapes: [[3, 2]],
    },
    { inputs: [random([0, 5])], shapes: [[3, 0]], expected: [[]] },
  ],
  failures: [
    {
      inputs: [random([2, 2])],
      message:
        "reshape: [2, 2] has 4 elements and does not fit [3, -1]; sizes must multiply to the same number. (shape_mismatch)",
    },
    {
      inputs: [random([4])],
      apply: (x) => reshape(x, { shape: [-2, -2] }),
      message:
        "reshape: [4] has 4 elements and does not fit [-2, -2]; sizes must multiply to the same number. (shape_mismatch)",
    },
    {
      inputs: [random([4])],
      apply: (x) => reshape(x, { shape: [-1, -1] }),
      message:
        "reshape: [4] has 4 elements and does not fit [-1, -1]; sizes must multiply to the same number. (shape_mismatch)",
    },
    {
      inputs: [random([0])],
      apply: (x) => reshape(x, { shape: [0, -1] }),
      message:
        "reshape: [0] has 0 elements and does not fit [0, -1]; sizes must multiply to the same number. (shape_mismatch)",
    },
  ],
});
checkOp("reshape to a scalar", (x) => reshape(x, { shape: [] }), {
  samples: [{ inputs: [random([1, 1])], shapes: [[]] }],
});
checkOp("reshape to its own shape", (x) => reshape(x, { shape: [2, -1] }), {
  samples: [{ inputs: [random([2, 3])] }],
});
checkOp("reshape twice", (x) => reshape(reshape(x, { shape: [6] }), { shape: [3, 2] }), {
  samples: [{ inputs: [random([2, 3])] }],
});

describe("reshape of named sizes", () => {
  const batch = namedSize("batch");
  const x = graphInput("x", { dtype: "float32", shape: [batch, 28, 28] });
  test("one name stays, the rest is computed", () => {
    expect(reshape(x, { shape: [batch, -1] }).shape.map(String)).toEqual(["batch", "784"]);
    expect(reshape(x, { shape: [-1] }).shape.map(String)).toEqual(["784*batch"]);
    expect(reshape(x, { shape: [-1, 784] }).shape.map(String)).toEqual(["batch", "784"]);
  });
  test("what does not come out even is refused", () => {
    expect(thrown(() => reshape(x, { shape: [-1, 5] }))).toBe(
      "reshape: [batch, 28, 28] has 784*batch elements and does not fit [-1, 5]; sizes must multiply to the same number. (shape_mismatch)",
    );
  });
});

checkOp("expandDims", (x) => expandDims(x, { axis: 1 }), {
  samples: [
    {
      inputs: [
        f64([
          [1, 2],
          [3, 4],
        ]),
      ],
      expected: [[1, 2, 3, 4]],
      shapes: [[2, 1, 2]],
    },
    { inputs: [random([2])], shapes: [[2, 1]] },
  ],
  failures: [
    {
      inputs: [random([])],
      message: "expandDims: axis 1 does not exist in an array of rank 1; use -1 to 0. (axis_out_of_range)",
    },
    {
      inputs: [random([2])],
      apply: (x) => expandDims(x, { axis: [0, -3] }),
      message: "expandDims: axis [0, -3] names an axis twice; name each once. (axis_out_of_range)",
    },
  ],
});
checkOp("expandDims at both ends", (x) => expandDims(x, { axis: [0, -1] }), {
  samples: [
    { inputs: [random([2])], shapes: [[1, 2, 1]] },
    { inputs: [random([])], shapes: [[1, 1]] },
    { inputs: [random([0])], shapes: [[1, 0, 1]] },
  ],
});
checkOp("squeeze", (x) => squeeze(x), {
  samples: [
    { inputs: [f64([[[[1], [2]]]])], expected: [[1, 2]], shapes: [[2]] },
    { inputs: [random([1, 2, 1, 3])], shapes: [[2, 3]] },
    { inputs: [random([1])], shapes: [[]] },
    { inputs: [random([])], shapes: [[]] },
  ],
});
checkOp("squeeze of axis -2", (x) => squeeze(x, { axis: -2 }), {
  samples: [{ inputs: [random([1, 1, 3])], shapes: [[1, 3]] }],
  failures: [
    {
      inputs: [random([2, 3])],
      message: "squeeze: axis 0 of [2, 3] has size 2; only axes of size 1 can go. (shape_mismatch)",
    },
  ],
});

describe("sumTo: the transpose of broadcastTo", () => {
  test.each([
    [[3], [2, 3]],
    [
      [2, 1],
      [2, 3],
    ],
    [
      [1, 3],
      [4, 2, 3],
    ],
    [[], [2, 3]],
    [
      [1, 1],
      [2, 3],
    ],
    [
      [2, 3],
      [2, 3],
    ],
    [[1], [0]],
  ])("⟨broadcast x, g⟩ = ⟨x, sumTo g⟩ for %j in %j", (small, large) => {
    const [x, g] = [random(small), random(large, { seed: 2 })];
    const values = [graphInput("x", x), graphInput("g", g)];
    const outputs = { y: broadcastTo(values[0], { shape: large }), back: sumTo(values[1], small) };
    const { y, back } = evaluateGraph({ inputs: values, outputs }, { x, g });
    expect(back.shape).toEqual(small);
    expect(dot(y.toFloat64(), g.toFloat64())).toBeCloseTo(dot(x.toFloat64(), back.toFloat64()), 12);
  });
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((total, v, i) => total + v * b[i], 0);
});

test("countOf: a constant where sizes are numbers, else counted by the graph", () => {
  const x = graphInput("x", { dtype: "float32", shape: [namedSize("batch"), 4, 3] });
  expect(constantOf(countOf(x, [1, 2], "float32"))?.item()).toBe(12);
  const count = countOf(x, [0, 2], "float32");
  expect(constantOf(count)).toBeUndefined();
  const { n } = evaluateGraph(
    { inputs: [x], outputs: { n: count } },
    { x: tensor(new Float32Array(60), { shape: [5, 4, 3] }) },
  );
  expect(n.item()).toBe(15);
});
