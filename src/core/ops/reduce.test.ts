import { describe, expect, test } from "vitest";
import { checkOp, type Failure, f64, random, tensor } from "../../../test/support/check-op.js";
import { evaluateGraph } from "../evaluate.js";
import { graphInput } from "../graph.js";
import { namedSize } from "../size.js";
import { grad } from "../vjp.js";
import { multiply } from "./arithmetic.js";
import { sum } from "./broadcast.js";
import { argmax, argmin, cumsum, logSumExp, max, mean, min } from "./reduce.js";

const axisFailure = (name: string, axis: number): Failure => ({
  inputs: [random([2, 3])],
  message: `${name}: axis ${axis} does not exist in an array of rank 2; use -2 to 1. (axis_out_of_range)`,
});
const cube = f64([
  [
    [5, 1],
    [20, 2],
  ],
  [
    [30, 1],
    [40, 2],
  ],
  [
    [55, 1],
    [60, 2],
  ],
]); // ONNX test_reduce_mean_*_example

checkOp("mean", (x) => mean(x), {
  samples: [
    { inputs: [random([2, 3])], shapes: [[]] },
    { inputs: [cube], expected: [[18.25]] }, // ONNX test_reduce_mean_default_axes_keepdims_example
    { inputs: [random([])] },
    { inputs: [random([1])] },
    { inputs: [random([0])], expected: [[NaN]], gradients: false }, // 0/0, as NumPy
    { inputs: [f64([300, -300])], expected: [[0]] },
    { inputs: [f64([NaN, 1])], expected: [[NaN]], gradients: false },
  ],
  failures: [
    {
      inputs: [tensor([1], { dtype: "int32" })],
      message: "mean: expects a float dtype, got int32; use ops.cast first. (dtype_mismatch)",
    },
    { ...axisFailure("mean", 2), apply: (x) => mean(x, { axis: 2 }) },
  ],
});
checkOp("mean along axis 1", (x) => mean(x, { axis: 1 }), {
  samples: [{ inputs: [cube], expected: [[12.5, 1.5, 35, 1.5, 57.5, 1.5]], shapes: [[3, 2]] }], // ONNX …do_not_keepdims_example
});
checkOp("mean along axes -1 and 0, kept", (x) => mean(x, { axis: [-1, 0], keepdims: true }), {
  samples: [{ inputs: [cube], expected: [[15.5, 21]], shapes: [[1, 2, 1]] }], // (5+1+30+1+55+1)/6, (20+2+40+2+60+2)/6
});

checkOp("max", (x) => max(x), {
  samples: [
    { inputs: [random([2, 3])] },
    { inputs: [cube], expected: [[60]] },
    { inputs: [random([])] },
    { inputs: [random([0])], expected: [[-Infinity]], gradients: false }, // ONNX test_reduce_max_empty_set
    { inputs: [f64([-300, 300, -Infinity])], expected: [[300]], gradients: false },
    { inputs: [f64([1, NaN, 2])], expected: [[NaN]], gradients: false }, // NumPy max
    { inputs: [tensor([3, 9], { dtype: "uint8" })], expected: [[9]], dtypes: ["uint8"] },
    { inputs: [tensor([false, true])], expected: [[1]], dtypes: ["bool"] }, // ONNX test_reduce_max_bool_inputs
  ],
  failures: [
    { ...axisFailure("max", -3), apply: (x) => max(x, { axis: -3 }) },
    {
      inputs: [tensor([], { dtype: "int32" })],
      message:
        "max: axis 0 of int32 [0] is empty, nothing is largest or smallest; leave empty data out. (shape_mismatch)",
    },
  ],
});
checkOp("max along axis 1", (x) => max(x, { axis: 1 }), {
  samples: [{ inputs: [cube], expected: [[20, 2, 40, 2, 60, 2]], shapes: [[3, 2]] }], // ONNX test_reduce_max_do_not_keepdims_example
});
checkOp("max along axes 0 and 2, kept", (x) => max(x, { axis: [0, 2], keepdims: true }), {
  samples: [{ inputs: [random([2, 3, 2])], shapes: [[1, 3, 1]] }],
});
checkOp("min", (x) => min(x), {
  samples: [
    { inputs: [random([2, 3])] },
    { inputs: [cube], expected: [[1]], gradients: false }, // ties are a kink
    { inputs: [random([0])], expected: [[Infinity]], gradients: false }, // ONNX test_reduce_min_empty_set
    { inputs: [f64([1, NaN, 2])], expected: [[NaN]], gradients: false },
    { inputs: [tensor([false, true])], expected: [[0]], dtypes: ["bool"] },
  ],
  failures: [{ ...axisFailure("min", 5), apply: (x) => min(x, { axis: 5 }) }],
});
checkOp("min along axis 1", (x) => min(x, { axis: 1 }), {
  samples: [{ inputs: [cube], expected: [[5, 1, 30, 1, 55, 1]] }], // ONNX test_reduce_min_do_not_keepdims_example
});

test.each([
  ["max", max, [0, 0.5, 0, 0.5]],
  ["min", min, [0.5, 0, 0.5, 0]],
] as const)("%s: equal ones share the cotangent equally", (_name, op, expected) => {
  const x = graphInput("x", { dtype: "float64", shape: [4] });
  const [g] = grad(op(x), [x]);
  const { y } = evaluateGraph({ inputs: [x], outputs: { y: g } }, { x: f64([1, 3, 1, 3]) });
  expect(y.toArray()).toEqual(expected); // the rule's own convention, PyTorch's amax and amin
});

checkOp("logSumExp", (x) => logSumExp(x), {
  samples: [
    { inputs: [random([2, 3])] },
    { inputs: [f64([0, 0, 0, 0])], expected: [[Math.log(4)]] },
    { inputs: [f64([10000, 10000])], expected: [[10000 + Math.LN2]] }, // must not overflow
    { inputs: [f64([-300, 300])], expected: [[300]] },
    { inputs: [random([])] },
    { inputs: [random([0])], expected: [[-Infinity]], gradients: false }, // ln 0
    { inputs: [f64([-Infinity, -Infinity])], expected: [[-Infinity]], gradients: false },
    { inputs: [f64([Infinity, 1])], expected: [[Infinity]], gradients: false },
    { inputs: [f64([NaN, 1])], expected: [[NaN]], gradients: false },
  ],
  failures: [
    {
      inputs: [tensor([1], { dtype: "int32" })],
      message: "logSumExp: expects a float dtype, got int32; use ops.cast first. (dtype_mismatch)",
    },
    { ...axisFailure("logSumExp", 2), apply: (x) => logSumExp(x, { axis: 2 }) },
  ],
});
checkOp("logSumExp along axis 0, kept", (x) => logSumExp(x, { axis: 0, keepdims: true }), {
  samples: [{ inputs: [random([2, 3])], shapes: [[1, 3]] }],
});
checkOp("logSumExp along axis 1", (x) => logSumExp(x, { axis: 1 }), {
  samples: [{ inputs: [random([2, 3])], shapes: [[2]] }],
});

checkOp("argmax", (x) => argmax(x), {
  samples: [
    {
      inputs: [
        f64([
          [2, 1],
          [3, 10],
        ]),
      ],
      expected: [[0, 1]],
      shapes: [[2]],
      dtypes: ["int64"],
    }, // ONNX test_argmax_negative_axis_keepdims_example
    {
      inputs: [
        f64([
          [2, 2],
          [3, 10],
        ]),
      ],
      expected: [[0, 1]],
    }, // ties: the first
    { inputs: [f64([-Infinity, -300, Infinity])], expected: [[2]], shapes: [[]] },
    { inputs: [random([0, 2])], expected: [[]] },
    { inputs: [tensor([[1, 9, 3]], { dtype: "uint8" })], expected: [[1]] },
  ],
  failures: [
    {
      inputs: [random([2, 0])],
      message:
        "argmax: axis 1 of float64 [2, 0] is empty, nothing is largest or smallest; leave empty data out. (shape_mismatch)",
    },
    {
      inputs: [random([])],
      message:
        "argmax: axis -1 does not exist in an array of rank 0; a scalar has no axes. (axis_out_of_range)",
    },
  ],
});
checkOp("argmax along axis 0, kept", (x) => argmax(x, { axis: 0, keepdims: true }), {
  samples: [
    {
      inputs: [
        f64([
          [2, 1],
          [3, 10],
        ]),
      ],
      expected: [[1, 1]],
      shapes: [[1, 2]],
    },
  ], // ONNX test_argmax_keepdims_example's numbers
});
checkOp("argmin", (x) => argmin(x), {
  samples: [
    {
      inputs: [
        f64([
          [2, 1],
          [3, 10],
        ]),
      ],
      expected: [[1, 0]],
      shapes: [[2]],
    }, // ONNX test_argmin_negative_axis_keepdims_example
    {
      inputs: [
        f64([
          [2, 2],
          [10, 3],
        ]),
      ],
      expected: [[0, 1]],
    }, // ties: the first
  ],
  failures: [{ ...axisFailure("argmin", 2), apply: (x) => argmin(x, { axis: 2 }) }],
});
checkOp("argmin along axis 1 of 3", (x) => argmin(x, { axis: 1 }), {
  samples: [
    {
      inputs: [
        f64([
          [
            [3, 1],
            [2, 5],
            [4, 0],
          ],
        ]),
      ],
      expected: [[1, 2]],
      shapes: [[1, 2]],
    },
  ], // columns 3 2 4 and 1 5 0
});

checkOp("cumsum", (x) => cumsum(x), {
  samples: [
    { inputs: [random([2, 3])] },
    { inputs: [f64([1, 2, 3, 4, 5])], expected: [[1, 3, 6, 10, 15]] }, // ONNX test_cumsum_1d
    { inputs: [random([2, 0])], expected: [[]] },
    { inputs: [random([1])] },
    { inputs: [f64([300, -300, Infinity, NaN])], expected: [[300, 0, Infinity, NaN]], gradients: false },
    { inputs: [tensor([2 ** 31 - 1, 1], { dtype: "int32" })], expected: [[2 ** 31 - 1, -(2 ** 31)]] },
  ],
  failures: [
    { ...axisFailure("cumsum", 2), apply: (x) => cumsum(x, { axis: 2 }) },
    {
      inputs: [tensor([1], { dtype: "uint8" })],
      message:
        "cumsum: expects a float, int32, uint32 or int64, got uint8; use ops.cast first. (dtype_mismatch)",
    },
  ],
});
checkOp("cumsum, exclusive", (x) => cumsum(x, { exclusive: true }), {
  samples: [{ inputs: [f64([1, 2, 3, 4, 5])], expected: [[0, 1, 3, 6, 10]] }], // ONNX test_cumsum_1d_exclusive
});
checkOp("cumsum, reverse", (x) => cumsum(x, { reverse: true }), {
  samples: [{ inputs: [f64([1, 2, 3, 4, 5])], expected: [[15, 14, 12, 9, 5]] }], // ONNX test_cumsum_1d_reverse
});
checkOp(
  "cumsum, reverse and exclusive, along axis 0",
  (x) => cumsum(x, { axis: 0, reverse: true, exclusive: true }),
  {
    samples: [
      {
        inputs: [
          f64([
            [1, 2],
            [3, 4],
            [5, 6],
          ]),
        ],
        expected: [[8, 10, 5, 6, 0, 0]],
      },
    ], // by hand
  },
);

describe("reductions over a size that is only a name", () => {
  const x = graphInput("x", { dtype: "float64", shape: [namedSize("batch"), 2] });
  test("mean and its gradient divide by the number that arrives", () => {
    const loss = mean(multiply(x, x));
    const [g] = grad(loss, [x]);
    const feeds = {
      x: f64([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    };
    const { y, gx } = evaluateGraph({ inputs: [x], outputs: { y: loss, gx: g } }, feeds);
    expect(y.item()).toBeCloseTo(91 / 6, 12);
    expect(gx.toArray()).toEqual(
      [
        [1 / 3, 2 / 3],
        [1, 4 / 3],
        [5 / 3, 2],
      ].map((row) => row.map((v) => expect.closeTo(v, 12))),
    ); // 2x / 6
  });
  test("max and its gradient", () => {
    const [g] = grad(sum(max(x, { axis: 0 })), [x]);
    const { gx } = evaluateGraph(
      { inputs: [x], outputs: { gx: g } },
      {
        x: f64([
          [1, 9],
          [3, 4],
        ]),
      },
    );
    expect(gx.toArray()).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });
});
