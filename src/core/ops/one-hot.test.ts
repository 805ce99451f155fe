import { checkOp, tensor } from "../../../test/support/check-op.js";
import type { Nested, Tensor } from "../tensor.js";
import { oneHot } from "./one-hot.js";

const int64 = (values: Nested): Tensor => tensor(values, { dtype: "int64" });

checkOp("oneHot", (x) => oneHot(x, { depth: 3 }), {
  samples: [
    {
      inputs: [int64([0, 2, 1])],
      expected: [[1, 0, 0, 0, 0, 1, 0, 1, 0]],
      shapes: [[3, 3]],
      dtypes: ["float32"],
    },
    { inputs: [int64([-1, -3, 3, -4])], expected: [[0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]] }, // ONNX: from the end; outside [−3, 2] zeros
    { inputs: [tensor(2, { dtype: "uint8" })], expected: [[0, 0, 1]], shapes: [[3]] },
    { inputs: [int64([])], shapes: [[0, 3]], expected: [[]] },
  ],
  failures: [
    {
      inputs: [tensor([1])],
      message: "oneHot: expects integer indices, got float32; use ops.cast first. (dtype_mismatch)",
    },
    {
      inputs: [int64([0])],
      apply: (x) => oneHot(x, { depth: -1 }),
      message: "oneHot: depth = -1; use a whole number from 0. (invalid_option)",
    },
    {
      inputs: [int64([0])],
      apply: (x) => oneHot(x, { depth: 2, axis: 2 }),
      message: "oneHot: axis 2 does not exist in an array of rank 2; use -2 to 1. (axis_out_of_range)",
    },
  ],
});
checkOp("oneHot along axis 1", (x) => oneHot(x, { depth: 2, axis: 1, dtype: "float64" }), {
  samples: [
    {
      inputs: [
        int64([
          [0, 1, 1],
          [1, 0, 0],
        ]),
      ],
      expected: [[1, 0, 0, 0, 1, 1, 0, 1, 1, 1, 0, 0]],
      shapes: [[2, 2, 3]],
      dtypes: ["float64"],
    },
  ],
});
