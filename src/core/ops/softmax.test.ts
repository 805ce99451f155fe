import { expect, test } from "vitest";
import { checkOp, f64, random, tensor } from "../../../test/support/check-op.js";
import { evaluateGraph } from "../evaluate.js";
import { graphInput } from "../graph.js";
import { log } from "./arithmetic.js";
import { logSoftmax, softmax } from "./softmax.js";

checkOp("softmax", (x) => softmax(x), {
  samples: [
    { inputs: [random([2, 3])] },
    { inputs: [f64([[-1, 0, 1]])], expected: [[0.09003058, 0.24472848, 0.66524094]] }, // ONNX test_softmax_example
    { inputs: [f64([[10000, 10001]])], expected: [[0.26894142, 0.73105858]] }, // sigmoid(∓1): must not overflow
    { inputs: [f64([[300, -300, 0]])], expected: [[1, 0, 0]] },
    { inputs: [f64([[5], [-300]])], expected: [[1, 1]] }, // of one class
    { inputs: [random([2, 0])], expected: [[]], shapes: [[2, 0]] },
    { inputs: [random([0, 2])], expected: [[]], shapes: [[0, 2]] },
    { inputs: [f64([0, -Infinity, 0])], expected: [[0.5, 0, 0.5]], gradients: false }, // a masked score
    { inputs: [f64([1, NaN])], expected: [[NaN, NaN]], gradients: false },
  ],
  failures: [
    {
      inputs: [random([2, 3])],
      apply: (x) => softmax(x, { axis: 2 }),
      message: "softmax: axis 2 does not exist in an array of rank 2; use -2 to 1. (axis_out_of_range)",
    },
    {
      inputs: [random([])],
      message:
        "softmax: axis -1 does not exist in an array of rank 0; a scalar has no axes. (axis_out_of_range)",
    },
    {
      inputs: [tensor([1], { dtype: "int32" })],
      message: "softmax: expects a float dtype, got int32; use ops.cast first. (dtype_mismatch)",
    },
  ],
});
checkOp("softmax along axis 1", (x) => softmax(x, { axis: 1 }), {
  samples: [
    { inputs: [random([2, 3, 4])] },
    {
      inputs: [
        f64([
          [
            [0, 1],
            [0, 2],
          ],
        ]),
      ],
      expected: [[0.5, 0.26894142, 0.5, 0.73105858]],
    }, // sigmoid(∓1) in the second column
  ],
});

checkOp("logSoftmax", (x) => logSoftmax(x), {
  samples: [
    { inputs: [random([3, 4])] },
    { inputs: [f64([[-1, 0, 1]])], expected: [[-2.4076059, -1.4076059, -0.4076059]] }, // ONNX test_logsoftmax_example_1
    { inputs: [f64([[10000, 10001]])], expected: [[-1.31326169, -0.31326169]] }, // −softplus(±1)
    { inputs: [f64([300, -300])], expected: [[0, -600]] }, // ln softmax would be −∞
    { inputs: [random([2, 0])], expected: [[]] },
    { inputs: [f64([0, -Infinity])], expected: [[0, -Infinity]], gradients: false },
  ],
  failures: [
    {
      inputs: [random([2, 3])],
      apply: (x) => logSoftmax(x, { axis: -3 }),
      message: "logSoftmax: axis -3 does not exist in an array of rank 2; use -2 to 1. (axis_out_of_range)",
    },
    {
      inputs: [tensor([1], { dtype: "int32" })],
      message: "logSoftmax: expects a float dtype, got int32; use ops.cast first. (dtype_mismatch)",
    },
  ],
});
checkOp("logSoftmax along axis 0", (x) => logSoftmax(x, { axis: 0 }), {
  samples: [{ inputs: [random([2, 3])] }],
});

test("logSoftmax is the logarithm of softmax", () => {
  const x = graphInput("x", { dtype: "float64", shape: [2, 5] });
  const { a, b } = evaluateGraph(
    { inputs: [x], outputs: { a: logSoftmax(x, { axis: 0 }), b: log(softmax(x, { axis: 0 })) } },
    { x: random([2, 5]) },
  );
  for (const [i, v] of a.toFloat64().entries()) expect(v).toBeCloseTo(b.toFloat64()[i], 12);
});
