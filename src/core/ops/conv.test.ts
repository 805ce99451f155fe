import { checkOp, f64, random, tensor } from "../../../test/support/check-op.js";
import { fromFloat64, sizeOf, type Tensor } from "../tensor.js";
import { conv, convTranspose } from "./conv.js";

/** Small whole numbers, (7 i mod 11) − 5 at position i. */
const pattern = (shape: readonly number[]): Tensor =>
  fromFloat64(
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => ((7 * i) % 11) - 5),
    shape,
    "float64",
  );
const bias = f64([10, -20]);
const image = random([2, 2, 4, 3]);

const A = [-13, 49, -8, 30, 55, -24, -8, 65, -14, -10, -40, 7, -10, -38, -35, -45, 39, -43];
checkOp(
  "conv",
  (x, w, b) =>
    conv(x, w, b, {
      strides: [2, 1],
      pads: [
        [0, 1],
        [1, 0],
      ],
      groups: 2,
    }),
  {
    samples: [
      {
        inputs: [pattern([1, 4, 5, 4]), pattern([2, 2, 2, 3]), bias],
        expected: [A], // PyTorch 2.13 conv2d of the padded image
        shapes: [[1, 2, 3, 3]],
      },
      { inputs: [random([2, 2, 4, 3]), random([4, 1, 2, 2], { seed: 2 }), random([4], { seed: 3 })] },
      { inputs: [random([0, 2, 4, 3]), random([2, 1, 2, 2]), bias], expected: [[]], shapes: [[0, 2, 2, 3]] },
    ],
    failures: [
      {
        inputs: [random([1, 3, 5, 5]), random([2, 2, 3, 3]), bias],
        message:
          "conv: x [1, 3, 5, 5] with kernel [2, 2, 3, 3]: 3 channels of x meet 4 of the kernel; they must be equal. (shape_mismatch)",
      },
      {
        inputs: [random([1, 4, 5, 5]), random([3, 2, 3, 3]), bias],
        message: "conv: 3 channels do not make 2 groups; they must divide. (invalid_option)",
      },
      {
        inputs: [random([1, 4, 5, 5]), random([4, 2, 3, 3]), bias],
        message: "conv: bias [2] for 4 filters; give it the shape [4]. (shape_mismatch)",
      },
      {
        inputs: [random([1, 4, 1, 5]), random([2, 2, 3, 3]), bias],
        message:
          "conv: a window of 3 does not fit into spatial axis 0 of [1, 5] with pads [0, 1]; make it smaller, or pad. (shape_mismatch)",
      },
      {
        inputs: [random([1, 4]), random([2, 2]), bias],
        message:
          "conv: x [1, 4] with kernel [2, 2]; both have two axes more than there are spatial ones, of which there are one to three. (shape_mismatch)",
      },
      {
        inputs: [random([1, 4, 5]), random([2, 2, 3]), bias],
        message:
          "conv: strides [2,1] for 1 spatial axes; give a number for each, whole numbers from 1. (invalid_option)",
      },
      {
        inputs: [image, random([2, 2, 2, 2])],
        apply: (x, w) =>
          conv(x, w, null, {
            pads: [
              [0, 0],
              [-1, 0],
            ],
          }),
        message:
          "conv: pads [[0,0],[-1,0]] for 2 spatial axes; give a pair [before, after] for each, whole numbers from 0. (invalid_option)",
      },
      {
        inputs: [image, random([2, 2, 2, 2])],
        apply: (x, w) => conv(x, w, null, { groups: 0 }),
        message: "conv: groups is 0; use a whole number from 1. (invalid_option)",
      },
      {
        inputs: [tensor([[[1]]], { dtype: "int32" }), tensor([[[1]]], { dtype: "int32" })],
        apply: (x, w) => conv(x, w, null),
        message: "conv: expects a float dtype, got int32; use ops.cast first. (dtype_mismatch)",
      },
    ],
  },
);

checkOp("conv along one axis, dilated", (x, w) => conv(x, w, null, { dilations: [2], pads: [[1, 1]] }), {
  samples: [
    {
      inputs: [pattern([2, 1, 6]), pattern([2, 1, 3])],
      expected: [[-6, 19, 6, 12, -13, -30, 24, -9, -6, -26, 16, 18, -9, 19, 18, -21]], // PyTorch 2.13 conv1d
    },
    { inputs: [random([2, 3, 6]), random([2, 3, 3], { seed: 2 })] },
    { inputs: [f64([[[300, -300, 300]]]), f64([[[300]]])], expected: [[0, 90000, -90000, 90000, 0]] }, // by hand
  ],
});
checkOp("conv over three axes", (x, w) => conv(x, w, null), {
  samples: [
    { inputs: [pattern([1, 1, 2, 3, 3]), pattern([1, 1, 2, 2, 2])], expected: [[38, -25, -19, -60]] }, // PyTorch 2.13 conv3d
    { inputs: [random([2, 2, 3, 2, 2]), random([2, 2, 2, 1, 2], { seed: 2 })] },
  ],
});
checkOp("conv with strides that leave elements over", (x, w) => conv(x, w, null, { strides: [3, 2] }), {
  samples: [{ inputs: [random([1, 2, 6, 5]), random([3, 2, 2, 2], { seed: 2 })], shapes: [[1, 3, 2, 2]] }],
});
checkOp("conv of each channel by itself", (x, w) => conv(x, w, null, { groups: 3 }), {
  samples: [{ inputs: [random([2, 3, 4]), random([6, 1, 2], { seed: 2 })], shapes: [[2, 6, 3]] }],
});

const D = [
  4, -3, 10, 6, 20, 10, 30, -12, 10, 10, -12, 15, 10, 3, 6, 10, 7, 30, 10, 10, -12, 44, 10, 12, 12, 10, 36,
  -20, 10, 10, 12, -20, 10, 12, 12, 10, 12, 44, 10, 10, -10, -18, -20, -42, -18, -20, 14, -18, -20, -20, -24,
  -10, -20, 0, -10, -20, -42, -10, -20, -20, -18, -18, -20, -50, -18, -20, 6, -18, -20, -20, -18, -18, -20,
  14, -42, -20, -42, 0, -20, -20,
];
checkOp(
  "convTranspose",
  (x, w, b) =>
    convTranspose(x, w, b, {
      strides: [2, 3],
      pads: [
        [1, 1],
        [0, 0],
      ],
      outputPadding: [1, 2],
      groups: 2,
    }),
  {
    samples: [
      {
        inputs: [pattern([1, 4, 2, 3]), pattern([4, 1, 3, 2]), bias],
        expected: [D], // PyTorch 2.13 conv_transpose2d
        shapes: [[1, 2, 4, 10]],
      },
      { inputs: [random([2, 2, 2, 2]), random([2, 1, 3, 2], { seed: 2 }), random([2], { seed: 3 })] },
    ],
    failures: [
      {
        inputs: [random([1, 3, 2, 2]), random([4, 1, 3, 2]), bias],
        message:
          "convTranspose: x [1, 3, 2, 2] with kernel [4, 1, 3, 2]: 3 channels of x meet 4 of the kernel; they must be equal. (shape_mismatch)",
      },
      {
        inputs: [image, random([2, 2, 2, 2])],
        apply: (x, w) => convTranspose(x, w, null, { outputPadding: [0, 1] }),
        message:
          "convTranspose: outputPadding [0,1] with strides [1,1]; give each spatial axis a whole number from 0 and less than its stride. (invalid_option)",
      },
      {
        inputs: [random([1, 2, 1]), random([2, 2, 2])],
        apply: (x, w) => convTranspose(x, w, null, { pads: [[1, 1]] }),
        message: "convTranspose: pads [[1,1]] leave nothing of [1, 2, 1]; pad less. (shape_mismatch)",
      },
    ],
  },
);
checkOp(
  "convTranspose along one axis, dilated",
  (x, w) => convTranspose(x, w, null, { strides: [2], dilations: [2], pads: [[1, 1]] }),
  {
    samples: [
      { inputs: [pattern([1, 2, 3]), pattern([2, 1, 3])], expected: [[0, -10, 0, -5, 0, -14, 0]] }, // PyTorch 2.13 conv_transpose1d
      { inputs: [random([2, 2, 3]), random([2, 3, 2], { seed: 2 })] },
    ],
  },
);
checkOp("convTranspose over three axes", (x, w) => convTranspose(x, w, null, { strides: [1, 2, 1] }), {
  samples: [
    { inputs: [random([1, 2, 2, 2, 1]), random([2, 1, 1, 2, 2], { seed: 2 })], shapes: [[1, 1, 2, 4, 2]] },
  ],
});
