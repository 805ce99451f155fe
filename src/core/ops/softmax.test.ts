import { checkOp, random, tensor } from "../../../test/support/check-op.js";
import { logSoftmax, softmax } from "./softmax.js";

checkOp("softmax", (x) => softmax(x), {
  samples: [
    { inputs: [random([2, 3])] },
    { inputs: [tensor([[-1, 0, 1]])], expected: [[0.09003058, 0.24472848, 0.66524094]] }, // ONNX test_softmax_example
    { inputs: [tensor([[10000, 10001]])], expected: [[0.26894142, 0.73105858]] }, // sigmoid(∓1): must not overflow
    { inputs: [tensor([[300, -300, 0]])], expected: [[1, 0, 0]] },
  ],
  failures: [
    {
      inputs: [random([2, 3])],
      apply: (x) => softmax(x, { axis: 2 }),
      message: "softmax: axis 2 does not exist in an array of rank 2; use -2 to 1. (axis_out_of_range)",
    },
  ],
});
checkOp("softmax along axis 1", (x) => softmax(x, { axis: 1 }), {
  samples: [{ inputs: [random([2, 3, 4])] }],
});
checkOp("logSoftmax", (x) => logSoftmax(x), {
  samples: [
    { inputs: [random([3, 4])] },
    { inputs: [tensor([[-1, 0, 1]])], expected: [[-2.4076059, -1.4076059, -0.4076059]] },
  ], // ONNX test_logsoftmax_example_1
});
