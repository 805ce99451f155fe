import { checkOp, type Failure, f64, random, type Sample, tensor } from "../../../test/support/check-op.js";
import {
  add,
  divide,
  log,
  maximum,
  minimum,
  mod,
  multiply,
  negative,
  power,
  square,
  subtract,
} from "./arithmetic.js";

const [a, b] = [random([2, 3]), random([2, 3], { seed: 2 })];
const int32 = { dtype: "int32" } as const;
const uint8 = { dtype: "uint8" } as const;
const uint32 = { dtype: "uint32" } as const;
const int64 = { dtype: "int64" } as const;

/** Shapes whose broadcasting NumPy's rules allow: both ways, crossed, rank 0, size 1, size 0. */
const broadcasting: readonly Sample[] = [
  { inputs: [a, b] },
  { inputs: [a, random([3], { seed: 3 })] },
  { inputs: [random([3], { seed: 3 }), a] },
  { inputs: [random([2, 1]), random([1, 3], { seed: 4 })], shapes: [[2, 3]] },
  { inputs: [random([], { seed: 5 }), a], shapes: [[2, 3]] },
  { inputs: [random([], { seed: 5 }), random([], { seed: 6 })], shapes: [[]] },
  { inputs: [random([1]), random([1, 1], { seed: 7 })], shapes: [[1, 1]] },
  { inputs: [random([0, 3]), random([3], { seed: 8 })], shapes: [[0, 3]], expected: [[]] },
  { inputs: [random([2, 0]), random([2, 1], { seed: 9 })], shapes: [[2, 0]], expected: [[]] },
];
const positive = (low: number): Sample[] =>
  broadcasting.map(({ inputs, ...rest }) => ({
    inputs: inputs.map(({ shape }, i) => random(shape, { low, high: low + 3, seed: 10 + i })),
    ...rest,
  }));

const shapeFailure = (name: string): Failure => ({
  inputs: [random([2, 3]), random([2])],
  message: `${name}: cannot broadcast [2, 3] with [2]: 3 meets 2; sizes must be equal, or one of them 1. (shape_mismatch)`,
});
const dtypeFailure = (name: string): Failure => ({
  inputs: [tensor([1, 2]), tensor([1, 2], int32)],
  message: `${name}: dtypes differ: float32 [2] and int32 [2]; use ops.cast on one of them. (dtype_mismatch)`,
});
const boolFailure = (name: string): Failure => ({
  inputs: [tensor([true]), tensor([false])],
  message: `${name}: expects numbers, got bool; use ops.cast first. (dtype_mismatch)`,
});
const zeroFailure = (name: string): Failure => ({
  inputs: [tensor([4, 5], int64), tensor([2, 0], int64)],
  message: `${name}: integer 5 by 0; keep zeros out of the divisor, or use ops.cast to a float first. (division_by_zero)`,
});
const failures = (name: string): Failure[] => [shapeFailure(name), dtypeFailure(name), boolFailure(name)];

checkOp("add", add, {
  samples: [
    ...broadcasting,
    { inputs: [f64([1, 2, 3]), f64([[10], [20]])], expected: [[11, 12, 13, 21, 22, 23]] }, // by hand
    {
      inputs: [f64([300, NaN, Infinity, Infinity]), f64([-300, 1, 1, -Infinity])],
      expected: [[0, NaN, Infinity, NaN]], // IEEE 754
      gradients: false, // NaN
    },
    { inputs: [tensor([250, 1], uint8), tensor([10, 1], uint8)], expected: [[4, 2]], dtypes: ["uint8"] }, // mod 2^8
    { inputs: [tensor([2 ** 31 - 1], int32), tensor([1], int32)], expected: [[-(2 ** 31)]] }, // two's complement
    { inputs: [tensor([2 ** 32 - 1], uint32), tensor([2], uint32)], expected: [[1]] }, // mod 2^32
    { inputs: [tensor([2 ** 50], int64), tensor([1], int64)], expected: [[2 ** 50 + 1]], tolerance: 0 },
  ],
  failures: [
    ...failures("add"),
    {
      inputs: [random([2])],
      apply: (x) => add(x, undefined as never),
      message: "add: input b is undefined; pass a value, a tensor or a number. (missing_input)",
    },
    {
      inputs: [tensor([1], int32)],
      apply: (x) => add(x, 0.5),
      message: "add: b is 0.5 beside int32 values; use ops.cast to a float first. (dtype_mismatch)",
    },
  ],
});
checkOp("add of a number", (x) => add(x, 0.5), {
  samples: [{ inputs: [tensor([1, 2])], expected: [[1.5, 2.5]], dtypes: ["float32"] }],
});
checkOp("add of nothing", (x) => add(0, x), { samples: [{ inputs: [a] }, { inputs: [tensor([3], int32)] }] });
checkOp("add of a wider zero", (x) => add(x, tensor([[0], [0]], { dtype: "float64" })), {
  samples: [{ inputs: [random([3])], shapes: [[2, 3]] }], // not to be simplified away: it changes the shape
});

checkOp("subtract", subtract, {
  samples: [
    ...broadcasting,
    { inputs: [f64([1, 2, 3]), f64([3, 2, 1])], expected: [[-2, 0, 2]] }, // ONNX test_sub_example
    { inputs: [f64([300, Infinity]), f64([-300, Infinity])], expected: [[600, NaN]], gradients: false }, // IEEE 754
    { inputs: [tensor([0], uint32), tensor([1], uint32)], expected: [[2 ** 32 - 1]] }, // mod 2^32
    { inputs: [tensor([0], uint8), tensor([1], uint8)], expected: [[255]] },
  ],
  failures: failures("subtract"),
});
checkOp("subtract of nothing", (x) => subtract(x, 0), { samples: [{ inputs: [a] }] });
checkOp("subtract from zero", (x) => subtract(0, x), {
  samples: [{ inputs: [f64([1, -2])], expected: [[-1, 2]] }],
});

checkOp("multiply", multiply, {
  samples: [
    ...broadcasting,
    { inputs: [f64([1, 2, 3]), f64([4, 5, 6])], expected: [[4, 10, 18]] }, // ONNX test_mul_example
    {
      inputs: [f64([0, 300, NaN]), f64([Infinity, -300, 0])],
      expected: [[NaN, -90000, NaN]],
      gradients: false,
    },
    {
      inputs: [tensor([0x7feb352d], uint32), tensor([0x846ca68b], uint32)],
      expected: [[Number((0x7feb352dn * 0x846ca68bn) & 0xffffffffn)]], // mod 2^32, by exact integers
      tolerance: 0,
    },
    {
      inputs: [tensor([123456789], int32), tensor([-987654321], int32)],
      expected: [[Number(BigInt.asIntN(32, 123456789n * -987654321n))]],
      tolerance: 0,
    },
  ],
  failures: failures("multiply"),
});
checkOp("multiply by one", (x) => multiply(x, 1), { samples: [{ inputs: [a] }] });

checkOp("divide", divide, {
  samples: [
    ...positive(0.5),
    { inputs: [f64([3, 4]), f64([1, 2])], expected: [[3, 2]] }, // ONNX test_div_example
    { inputs: [f64([1, -1, 0]), f64([0, 0, 0])], expected: [[Infinity, -Infinity, NaN]], gradients: false },
    { inputs: [tensor([7, -7, 7], int32), tensor([2, 2, -2], int32)], expected: [[3, -3, -3]] }, // C: towards zero
  ],
  failures: [...failures("divide"), zeroFailure("divide")],
});
checkOp("divide by one", (x) => divide(x, 1), { samples: [{ inputs: [a] }] });
checkOp("divide one by", (x) => divide(1, x), {
  samples: [{ inputs: [f64([4, -2])], expected: [[0.25, -0.5]] }],
});

checkOp("negative", negative, {
  samples: [
    { inputs: [a] },
    { inputs: [f64([-4, 2])], expected: [[4, -2]] }, // ONNX test_neg_example
    { inputs: [f64([NaN, Infinity, 300])], expected: [[NaN, -Infinity, -300]], gradients: false },
    { inputs: [tensor([-(2 ** 31)], int32)], expected: [[-(2 ** 31)]] }, // two's complement
    { inputs: [random([])] },
    { inputs: [random([0])], expected: [[]] },
  ],
  failures: [
    {
      inputs: [tensor([1], uint8)],
      message: "negative: expects a signed dtype, got uint8; use ops.cast first. (dtype_mismatch)",
    },
  ],
});
checkOp("negative twice", (x) => negative(negative(x)), { samples: [{ inputs: [a] }] });

checkOp("power", power, {
  samples: [
    ...positive(0.5),
    { inputs: [f64([1, 2, 3]), f64([4, 5, 6])], expected: [[1, 32, 729]] }, // ONNX test_pow_example
    {
      inputs: [f64([0, 0, -8, 300, NaN, 2]), f64([0, -1, 1 / 3, 300, 0, -Infinity])],
      expected: [[1, Infinity, NaN, Infinity, 1, 0]], // C pow, which NumPy and ONNX follow
      gradients: false,
    },
    { inputs: [tensor([2, -3], int32), tensor([10, 3], int32)], expected: [[1024, -27]] },
    { inputs: [tensor([2], int64), tensor([-1], int64)], expected: [[0]] }, // 1/2, the fraction dropped
  ],
  failures: failures("power"),
});
for (const exponent of [3, 2, 1, 0, -1]) {
  checkOp(`power with exponent ${exponent}`, (x) => power(x, exponent), {
    samples: [
      { inputs: [f64([-1.5, 0.5, 2])], expected: [[(-1.5) ** exponent, 0.5 ** exponent, 2 ** exponent]] }, // also for x < 0
    ],
  });
}
checkOp("power of a constant", (x) => power(2, x), {
  samples: [{ inputs: [f64([[-1, 0.5, 3]])], expected: [[0.5, Math.SQRT2, 8]] }],
});
checkOp("power with constant exponents", (x) => power(x, f64([2, 3, 0.5])), {
  samples: [{ inputs: [random([2, 3], { low: 0.5, high: 2 })] }],
});

checkOp("log", log, {
  samples: [
    { inputs: [random([2, 3], { low: 0.1, high: 3 })] },
    { inputs: [f64([1, Math.E, 10])], expected: [[0, 1, Math.LN10]] },
    {
      inputs: [f64([0, -1, Infinity, NaN, 1e300])],
      expected: [[-Infinity, NaN, Infinity, NaN, 300 * Math.LN10]],
      gradients: false,
    },
    { inputs: [random([], { low: 1, high: 2 })] },
    { inputs: [random([0])], expected: [[]] },
  ],
  failures: [
    {
      inputs: [tensor([1], int32)],
      message: "log: expects a float dtype, got int32; use ops.cast first. (dtype_mismatch)",
    },
  ],
});

checkOp("mod", mod, {
  samples: [
    ...positive(1),
    {
      inputs: [f64([-4.3, 7.2, 5, 4.3, -7.2, 8]), f64([2.1, -3.4, 8, -2.1, 3.4, 5])],
      expected: [[-0.1, 0.4, 5, 0.1, -0.4, 3]],
    }, // C fmod; ONNX test_mod_mixed_sign_float64
    {
      inputs: [tensor([-4, 7, 5, 4, -7, 8], int32), tensor([2, -3, 8, -2, 3, 5], int32)],
      expected: [[0, -2, 5, 0, 2, 3]],
    }, // ONNX test_mod_mixed_sign_int32
    { inputs: [f64([5, Infinity, 5]), f64([0, 2, Infinity])], expected: [[NaN, NaN, 5]], gradients: false },
  ],
  failures: [...failures("mod"), zeroFailure("mod")],
});

const ordered: readonly Sample[] = [
  { inputs: [f64([3, 2, 1]), f64([1, 4, 4])] },
  { inputs: [a, random([3], { seed: 3 })] },
  { inputs: [random([3], { seed: 3 }), a] },
  { inputs: [random([0, 3]), random([3], { seed: 8 })], expected: [[]] },
  { inputs: [random([]), random([2], { seed: 8 })] },
];
checkOp("maximum", maximum, {
  samples: [
    ...ordered,
    { inputs: [f64([3, 2, 1]), f64([1, 4, 4])], expected: [[3, 4, 4]] }, // ONNX test_max_example's numbers
    {
      inputs: [f64([NaN, 1, -Infinity, 300]), f64([1, NaN, -300, Infinity])],
      expected: [[NaN, NaN, -300, Infinity]],
      gradients: false,
    }, // NumPy maximum
    { inputs: [tensor([1, 5], uint8), tensor([2, 2], uint8)], expected: [[2, 5]], dtypes: ["uint8"] },
  ],
  failures: failures("maximum"),
});
checkOp("minimum", minimum, {
  samples: [
    ...ordered,
    { inputs: [f64([3, 2, 1]), f64([1, 4, 4])], expected: [[1, 2, 1]] }, // ONNX test_min_example's numbers
    {
      inputs: [f64([NaN, 1, -Infinity, 300]), f64([1, NaN, -300, Infinity])],
      expected: [[NaN, NaN, -Infinity, 300]],
      gradients: false,
    }, // NumPy minimum
  ],
  failures: failures("minimum"),
});

checkOp("square", square, {
  samples: [{ inputs: [a] }, { inputs: [f64([-3, 0, 300])], expected: [[9, 0, 90000]] }],
});
