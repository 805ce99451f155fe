import { describe, expect, test } from "vitest";
import { checkOp, f64, random, tensor } from "../../../test/support/check-op.js";
import { thrown } from "../../../test/support/thrown.js";
import { evaluateGraph } from "../evaluate.js";
import { graphInput, type Value } from "../graph.js";
import { namedSize } from "../size.js";
import { grad } from "../vjp.js";
import { multiply } from "./arithmetic.js";
import { sum } from "./broadcast.js";
import { concatenate, split, splitSizes, stack, transpose } from "./layout.js";

const matrix = f64([
  [1, 2, 3],
  [4, 5, 6],
]);

checkOp("transpose", (x) => transpose(x), {
  samples: [
    { inputs: [matrix], expected: [[1, 4, 2, 5, 3, 6]], shapes: [[3, 2]] },
    { inputs: [random([2, 3, 4])], shapes: [[4, 3, 2]] },
    { inputs: [random([])], shapes: [[]] },
    { inputs: [random([3])], shapes: [[3]] },
    { inputs: [random([2, 0])], shapes: [[0, 2]], expected: [[]] },
    { inputs: [tensor([[1, 2]], { dtype: "uint8" })], expected: [[1, 2]], dtypes: ["uint8"] },
  ],
});
checkOp("transpose by axes", (x) => transpose(x, { axes: [1, -1, 0] }), {
  samples: [
    { inputs: [random([2, 3, 4])], shapes: [[3, 4, 2]] },
    // y[j, k, i] = x[i, j, k], numbers of NumPy's arange(6).reshape(1, 2, 3)
    {
      inputs: [
        f64([
          [
            [0, 1, 2],
            [3, 4, 5],
          ],
        ]),
      ],
      expected: [[0, 1, 2, 3, 4, 5]],
      shapes: [[2, 3, 1]],
    },
    { inputs: [f64([[[0, 1]], [[2, 3]], [[4, 5]]])], expected: [[0, 2, 4, 1, 3, 5]], shapes: [[1, 2, 3]] },
  ],
  failures: [
    {
      inputs: [random([2, 3])],
      message: "transpose: axis 2 does not exist in an array of rank 2; use -2 to 1. (axis_out_of_range)",
      apply: (x) => transpose(x, { axes: [0, 2] }),
    },
    {
      inputs: [random([2, 3])],
      message: "transpose: axes [0, -2] are no permutation of 2 axes; name each once. (axis_out_of_range)",
      apply: (x) => transpose(x, { axes: [0, -2] }),
    },
    {
      inputs: [random([2, 3])],
      message: "transpose: axes [0] are no permutation of 2 axes; name each once. (axis_out_of_range)",
      apply: (x) => transpose(x, { axes: [0] }),
    },
  ],
});
checkOp("transpose twice", (x) => transpose(transpose(x, { axes: [1, 2, 0] }), { axes: [0, 2, 1] }), {
  samples: [{ inputs: [random([2, 3, 4])] }],
});
checkOp("transpose and back", (x) => transpose(transpose(x)), { samples: [{ inputs: [random([2, 3])] }] });
checkOp("transpose by the identity", (x) => transpose(x, { axes: [0, 1] }), {
  samples: [{ inputs: [random([2, 3])] }],
});

checkOp("concatenate", (...xs) => concatenate(xs), {
  samples: [
    { inputs: [random([2, 1]), random([2, 3], { seed: 2 }), random([2, 0])], shapes: [[2, 4]] },
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
      expected: [[1, 2, 5, 6, 3, 4, 7, 8]],
    }, // ONNX test_concat_2d_axis_1
    { inputs: [random([3])], shapes: [[3]] },
    { inputs: [f64([NaN, Infinity]), f64([-300])], expected: [[NaN, Infinity, -300]], gradients: false },
    { inputs: [tensor([true]), tensor([false])], expected: [[1, 0]], dtypes: ["bool"] },
  ],
  failures: [
    {
      inputs: [random([2, 3]), random([3, 3])],
      message: "concatenate: [2, 3], [3, 3] along axis -1: the other axes must be equal. (shape_mismatch)",
    },
    {
      inputs: [random([2, 3]), random([3])],
      message: "concatenate: [2, 3], [3] along axis -1: the other axes must be equal. (shape_mismatch)",
    },
    {
      inputs: [random([])],
      message:
        "concatenate: axis -1 does not exist in an array of rank 0; a scalar has no axes. (axis_out_of_range)",
    },
    {
      inputs: [tensor([1]), f64([1])],
      message:
        "concatenate: dtypes differ: float32 [1] and float64 [1]; use ops.cast on one of them. (dtype_mismatch)",
    },
    { inputs: [], message: "concatenate: got no values; pass at least one. (missing_input)" },
    {
      inputs: [random([1])],
      apply: (x) => concatenate([x, null as never]),
      message: "concatenate: input values[1] is null; pass a value, a tensor or a number. (missing_input)",
    },
  ],
});
checkOp("concatenate along axis 0", (...xs) => concatenate(xs, { axis: 0 }), {
  samples: [{ inputs: [random([1, 2]), random([3, 2], { seed: 2 })], shapes: [[4, 2]] }],
});
checkOp("concatenate along the axis in the middle", (...xs) => concatenate(xs, { axis: 1 }), {
  samples: [
    {
      inputs: [
        f64([
          [[1], [2]],
          [[3], [4]],
        ]),
        f64([[[5]], [[6]]]),
      ],
      expected: [[1, 2, 5, 3, 4, 6]],
      shapes: [[2, 3, 1]],
    },
  ],
});

test("concatenate: named sizes add up, and each value gets its part of the cotangent", () => {
  const [m, n] = [namedSize("m"), namedSize("n")];
  const [a, b] = [
    graphInput("a", { dtype: "float64", shape: [m] }),
    graphInput("b", { dtype: "float64", shape: [n] }),
  ];
  const y = concatenate([a, b, a]);
  expect(y.shape.map(String)).toEqual(["n+2*m"]);
  const weights = graphInput("weights", { dtype: "float64", shape: y.shape });
  const [ga, gb] = grad(sum(multiply(y, weights)), [a, b]);
  const feeds = { a: f64([1, 1]), b: f64([1, 1, 1]), weights: f64([1, 2, 3, 4, 5, 6, 7]) };
  const out = evaluateGraph({ inputs: [a, b, weights], outputs: { ga, gb } }, feeds);
  expect(out.ga.toArray()).toEqual([1 + 6, 2 + 7]);
  expect(out.gb.toArray()).toEqual([3, 4, 5]);
});

checkOp("stack", (...xs) => stack(xs, { axis: -1 }), {
  samples: [
    { inputs: [f64([1, 2]), f64([3, 4]), f64([5, 6])], expected: [[1, 3, 5, 2, 4, 6]], shapes: [[2, 3]] },
    { inputs: [random([]), random([], { seed: 2 })], shapes: [[2]] },
  ],
  failures: [
    { inputs: [], message: "stack: got no values; pass at least one. (missing_input)" },
    {
      inputs: [random([2])],
      apply: (x) => stack([x], { axis: 2 }),
      message: "stack: axis 2 does not exist in an array of rank 2; use -2 to 1. (axis_out_of_range)",
    },
  ],
});
checkOp("stack in front, beside a number", (x) => stack([x, 2]), {
  samples: [{ inputs: [f64(1)], expected: [[1, 2]], dtypes: ["float64"] }],
});

checkOp("splitSizes", (x) => splitSizes(x, { sizes: [1, 0, 2] }), {
  samples: [
    {
      inputs: [matrix],
      expected: [[1, 4], [], [2, 3, 5, 6]],
      shapes: [
        [2, 1],
        [2, 0],
        [2, 2],
      ],
    },
    { inputs: [random([2, 2, 3])] },
  ],
  failures: [
    {
      inputs: [random([2, 4])],
      message: "split: parts of 1 + 0 + 2 do not make axis -1 of [2, 4]; sizes must add up. (shape_mismatch)",
    },
    {
      inputs: [random([2])],
      apply: (x) => splitSizes(x, { sizes: [3, -1] }),
      message: "split: parts of 3 + -1 do not make axis -1 of [2]; sizes must add up. (shape_mismatch)",
    },
  ],
});
checkOp("split into equal parts", (x) => split(x, { sections: 3, axis: 0 }), {
  samples: [
    {
      inputs: [f64([1, 2, 3, 4, 5, 6])],
      expected: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    }, // ONNX test_split_equal_parts_1d_opset18
    { inputs: [f64([1, 2, 3, 4, 5, 6, 7])], expected: [[1, 2, 3], [4, 5, 6], [7]] }, // ONNX: the last part is smaller
    {
      inputs: [random([0, 2])],
      shapes: [
        [0, 2],
        [0, 2],
        [0, 2],
      ],
    },
  ],
  failures: [
    {
      inputs: [random([2])],
      apply: (x) => split(x, { sections: 0 }),
      message:
        "split: sections = 0; use a whole number from 1, or list the sizes of the parts. (invalid_option)",
    },
  ],
});
checkOp("split by sizes", (x) => split(x, { sections: [2, 1] }), {
  samples: [
    {
      inputs: [matrix],
      expected: [
        [1, 2, 4, 5],
        [3, 6],
      ],
    },
  ],
});

describe("split", () => {
  test("parts that are not used get zeros", () => {
    const x = graphInput("x", { dtype: "float64", shape: [3] });
    const [, second] = split(x, { sections: [2, 1] }) as readonly [Value, Value];
    const [g] = grad(sum(multiply(second, second)), [x]);
    const { y } = evaluateGraph({ inputs: [x], outputs: { y: g } }, { x: f64([1, 2, 3]) });
    expect(y.toArray()).toEqual([0, 0, 6]);
  });
  test("a named size cannot be cut into equal parts", () => {
    const x = graphInput("x", { dtype: "float64", shape: [namedSize("batch")] });
    expect(thrown(() => split(x, { sections: 2 }))).toBe(
      "split: axis -1 of [batch] is not a number; list the sizes of the parts. (unknown_size)",
    );
  });
});
