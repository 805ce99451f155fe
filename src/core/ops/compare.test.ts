import { checkOp, type Failure, f64, random, type Sample, tensor } from "../../../test/support/check-op.js";
import {
  equal,
  greater,
  greaterEqual,
  isInf,
  isNan,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
} from "./compare.js";

// [smaller, equal, larger, NaN left, NaN right, both NaN, ∞ = ∞, 0 = −0]: IEEE 754, table 5.3
const a = f64([1, 2, 3, NaN, 1, NaN, Infinity, 0]);
const b = f64([2, 2, 2, 1, NaN, NaN, Infinity, -0]);

const comparison = (
  expected: readonly number[],
  row: readonly number[],
  column: readonly number[],
): Sample[] => [
  { inputs: [a, b], expected: [expected], dtypes: ["bool"] },
  { inputs: [tensor([1, 2, 3]), tensor(2)], expected: [row], shapes: [[3]] }, // broadcast right
  { inputs: [tensor(2), tensor([[1], [2], [3]])], expected: [column], shapes: [[3, 1]] }, // broadcast left
  {
    inputs: [
      tensor([-300, 2 ** 40, 300], { dtype: "int64" }),
      tensor([300, 2 ** 40, -300], { dtype: "int64" }),
    ],
    expected: [expected.slice(0, 3)],
  },
  { inputs: [random([0, 2]), random([2])], expected: [[]], shapes: [[0, 2]] },
  { inputs: [tensor(1), tensor(1)], shapes: [[]], expected: [[expected[1]]] },
];
const failures = (name: string): Failure[] => [
  {
    inputs: [random([2, 3]), random([4])],
    message: `${name}: cannot broadcast [2, 3] with [4]: 3 meets 4; sizes must be equal, or one of them 1. (shape_mismatch)`,
  },
  {
    inputs: [tensor([1]), tensor([1], { dtype: "float64" })],
    message: `${name}: dtypes differ: float32 [1] and float64 [1]; use ops.cast on one of them. (dtype_mismatch)`,
  },
];
const ordering = (name: string): Failure[] => [
  ...failures(name),
  {
    inputs: [tensor([true]), tensor([false])],
    message: `${name}: expects numbers, got bool; use ops.cast first. (dtype_mismatch)`,
  },
];

checkOp("equal", equal, {
  samples: [
    ...comparison([0, 1, 0, 0, 0, 0, 1, 1], [0, 1, 0], [0, 1, 0]),
    { inputs: [tensor([true, false]), tensor([true, true])], expected: [[1, 0]] },
  ],
  failures: failures("equal"),
});
checkOp("greater", greater, {
  samples: comparison([0, 0, 1, 0, 0, 0, 0, 0], [0, 0, 1], [1, 0, 0]),
  failures: ordering("greater"),
});
checkOp("greaterEqual", greaterEqual, {
  samples: comparison([0, 1, 1, 0, 0, 0, 1, 1], [0, 1, 1], [1, 1, 0]),
  failures: ordering("greaterEqual"),
});
checkOp("less", less, {
  samples: comparison([1, 0, 0, 0, 0, 0, 0, 0], [1, 0, 0], [0, 0, 1]),
  failures: ordering("less"),
});
checkOp("lessEqual", lessEqual, {
  samples: comparison([1, 1, 0, 0, 0, 0, 1, 1], [1, 1, 0], [0, 1, 1]),
  failures: ordering("lessEqual"),
});

const [p, q] = [tensor([false, false, true, true]), tensor([false, true, false, true])]; // truth tables
const logical = (expected: readonly number[]): Sample[] => [
  { inputs: [p, q], expected: [expected], dtypes: ["bool"] },
  {
    inputs: [tensor([[true], [false]]), tensor(true)],
    expected: [[expected[3], expected[1]]],
    shapes: [[2, 1]],
  },
  {
    inputs: [tensor(true), tensor([[true], [false]])],
    expected: [[expected[3], expected[2]]],
    shapes: [[2, 1]],
  },
  { inputs: [tensor([], { dtype: "bool" }), tensor(true)], expected: [[]], shapes: [[0]] },
];
const logicalFailures = (name: string): Failure[] => [
  {
    inputs: [tensor([1]), tensor([true])],
    message: `${name}: expects bool, got float32; use ops.cast first. (dtype_mismatch)`,
  },
];
checkOp("logicalAnd", logicalAnd, {
  samples: logical([0, 0, 0, 1]),
  failures: logicalFailures("logicalAnd"),
});
checkOp("logicalOr", logicalOr, { samples: logical([0, 1, 1, 1]), failures: logicalFailures("logicalOr") });
checkOp("logicalXor", logicalXor, {
  samples: logical([0, 1, 1, 0]),
  failures: logicalFailures("logicalXor"),
});
checkOp("logicalNot", logicalNot, {
  samples: [
    { inputs: [tensor([true, false])], expected: [[0, 1]], dtypes: ["bool"] },
    { inputs: [tensor(true)], expected: [[0]], shapes: [[]] },
    { inputs: [tensor([], { dtype: "bool" })], expected: [[]] },
  ],
  failures: [
    {
      inputs: [tensor([1])],
      message: "logicalNot: expects bool, got float32; use ops.cast first. (dtype_mismatch)",
    },
  ],
});

const special = f64([NaN, Infinity, -Infinity, 300, 0]);
checkOp("isNan", isNan, {
  samples: [
    { inputs: [special], expected: [[1, 0, 0, 0, 0]], dtypes: ["bool"] },
    { inputs: [f64(NaN)], expected: [[1]], shapes: [[]] },
    { inputs: [random([0])], expected: [[]] },
  ],
  failures: [
    {
      inputs: [tensor([1], { dtype: "int32" })],
      message: "isNan: expects a float dtype, got int32; use ops.cast first. (dtype_mismatch)",
    },
  ],
});
checkOp("isInf", isInf, {
  samples: [
    { inputs: [special], expected: [[0, 1, 1, 0, 0]], dtypes: ["bool"] },
    { inputs: [random([2, 2])], expected: [[0, 0, 0, 0]] },
  ],
  failures: [
    {
      inputs: [tensor([1], { dtype: "int32" })],
      message: "isInf: expects a float dtype, got int32; use ops.cast first. (dtype_mismatch)",
    },
  ],
});
