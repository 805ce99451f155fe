import { checkOp, type Failure, random, type Sample, tensor } from "../../../test/support/check-op.js";
import type { Nested, Tensor } from "../tensor.js";
import { bitShift, bitwiseAnd, bitwiseNot, bitwiseOr, bitwiseXor } from "./bits.js";

const uint32 = (values: Nested): Tensor => tensor(values, { dtype: "uint32" });
const uint8 = (values: Nested): Tensor => tensor(values, { dtype: "uint8" });
const int32 = (values: Nested): Tensor => tensor(values, { dtype: "int32" });

// 1100 with 1010; the highest bit; −1 and 5 with −2 in two's complement, …1110.
const samples = (four: number, high: number, signed: readonly [number, number]): Sample[] => [
  { inputs: [uint8([0b1100]), uint8([0b1010])], expected: [[four]], dtypes: ["uint8"] },
  {
    inputs: [uint32([0xf0000001]), uint32([0x80000001])],
    expected: [[high]],
    dtypes: ["uint32"],
    tolerance: 0,
  },
  { inputs: [int32([-1, 5]), int32([-2])], expected: [signed], dtypes: ["int32"] },
  { inputs: [uint8(0b1100), uint8([[0b1010], [0b1010]])], expected: [[four, four]], shapes: [[2, 1]] },
  { inputs: [uint8([]), uint8(1)], expected: [[]], shapes: [[0]] },
];
const failures = (name: string): Failure[] => [
  {
    inputs: [random([1]), random([1])],
    message: `${name}: expects a uint8, int32 or uint32, got float64; use ops.cast first. (dtype_mismatch)`,
  },
  {
    inputs: [tensor([1n]), tensor([1n])],
    message: `${name}: expects a uint8, int32 or uint32, got int64; use ops.cast first. (dtype_mismatch)`,
  },
  {
    inputs: [uint8([1]), uint32([1])],
    message: `${name}: dtypes differ: uint8 [1] and uint32 [1]; use ops.cast on one of them. (dtype_mismatch)`,
  },
];
checkOp("bitwiseAnd", bitwiseAnd, {
  samples: samples(0b1000, 0x80000001, [-2, 4]),
  failures: failures("bitwiseAnd"),
});
checkOp("bitwiseOr", bitwiseOr, {
  samples: samples(0b1110, 0xf0000001, [-1, -1]),
  failures: failures("bitwiseOr"),
});
checkOp("bitwiseXor", bitwiseXor, {
  samples: samples(0b0110, 0x70000000, [1, -5]),
  failures: failures("bitwiseXor"),
});

checkOp("bitwiseNot", bitwiseNot, {
  samples: [
    { inputs: [uint8([0, 0b1010])], expected: [[255, 0b11110101]] },
    { inputs: [uint32(0)], expected: [[2 ** 32 - 1]], shapes: [[]], tolerance: 0 },
    { inputs: [int32([0, -1])], expected: [[-1, 0]] }, // ~x = −x − 1
  ],
  failures: failures("bitwiseNot")
    .slice(0, 2)
    .map(({ inputs, message }) => ({ inputs: inputs.slice(0, 1), message })),
});

checkOp("bitShift", (a, b) => bitShift(a, b, { direction: "LEFT" }), {
  samples: [
    { inputs: [uint32([16, 4, 1]), uint32([1, 2, 3])], expected: [[32, 16, 8]] }, // ONNX test_bitshift_left_uint32
    { inputs: [uint8([0x81]), uint8([1])], expected: [[2]] }, // the highest bit is lost
    { inputs: [uint32([0x80000001, 1, 1]), uint32([1, 31, 32])], expected: [[2, 2 ** 31, 0]], tolerance: 0 },
    { inputs: [uint32([[1], [2]]), uint32([0, 4])], expected: [[1, 16, 2, 32]], shapes: [[2, 2]] },
  ],
  failures: [
    {
      inputs: [int32([1]), int32([1])],
      message: "bitShift: expects a uint8 or uint32, got int32; use ops.cast first. (dtype_mismatch)",
    },
  ],
});
checkOp("bitShift to the right", (a, b) => bitShift(a, b, { direction: "RIGHT" }), {
  samples: [
    { inputs: [uint32([16, 4, 1]), uint32([1, 2, 3])], expected: [[8, 1, 0]] }, // ONNX test_bitshift_right_uint32
    { inputs: [uint32([0xffffffff, 0xffffffff]), uint32([16, 32])], expected: [[0xffff, 0]], tolerance: 0 },
  ],
});
