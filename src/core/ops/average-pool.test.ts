import { checkOp, f64, random, tensor } from "../../../test/support/check-op.js";
import { fromFloat64 } from "../tensor.js";
import { averagePool, repeat } from "./average-pool.js";

// (7 i mod 11) − 5 at position i.
const pattern = fromFloat64(
  Float64Array.from({ length: 50 }, (_, i) => ((7 * i) % 11) - 5),
  [1, 2, 5, 5],
  "float64",
);

checkOp(
  "averagePool",
  (x) =>
    averagePool(x, {
      poolSize: [3, 2],
      strides: [2, 1],
      pads: [
        [1, 1],
        [1, 1],
      ],
    }),
  {
    samples: [
      {
        inputs: [pattern],
        // biome-ignore format: PyTorch 2.13 avg_pool2d with count_include_pad False
        expected: [[
          -24, -3, 6, -1.5, 7.5, 12, -6, -7, 2, 0, -2, 8, 12, 0, -7.5, 1.5, -6, -18, 3, 7.5, 0, -7.5, 1.5, 6, -12, -2, 7, -6,
          -8, 2, 6, -6, 3, 12, -12, -24,
        ].map((six) => six / 6)],
        shapes: [[1, 2, 3, 6]],
      },
      { inputs: [random([2, 1, 4, 3])] },
    ],
    failures: [
      {
        inputs: [tensor([[[[1]]]], { dtype: "int32" })],
        message: "averagePool: expects a float dtype, got int32; use ops.cast first. (dtype_mismatch)",
      },
      {
        inputs: [random([1, 1, 3, 3])],
        apply: (x) => averagePool(x, { poolSize: [2, 0] }),
        message:
          "averagePool: window [2,0] for 2 spatial axes; give a number for each, whole numbers from 1. (invalid_option)",
      },
    ],
  },
);
checkOp("averagePool whose windows tile", (x) => averagePool(x, { poolSize: [2, 3], strides: [2, 3] }), {
  samples: [
    {
      inputs: [
        f64([
          [
            [
              [1, 2, 3, 4],
              [5, 6, 7, 8],
            ],
          ],
        ]),
      ],
      expected: [[4]],
    }, // (1 + 2 + 3 + 5 + 6 + 7) / 6
    { inputs: [random([2, 2, 5, 7])], shapes: [[2, 2, 2, 2]] }, // some left over
  ],
});
checkOp("averagePool along one axis, dilated", (x) => averagePool(x, { poolSize: [2], dilations: [3] }), {
  samples: [
    { inputs: [f64([[[1, 2, 3, 4, 7]]])], expected: [[2.5, 4.5]] }, // (1 + 4) / 2, (2 + 7) / 2
    { inputs: [random([1, 2, 6])] },
  ],
});
checkOp(
  "averagePool over three axes",
  (x) =>
    averagePool(x, {
      poolSize: [2, 2, 1],
      pads: [
        [0, 1],
        [0, 0],
        [0, 0],
      ],
    }),
  {
    samples: [{ inputs: [random([1, 2, 2, 3, 2])], shapes: [[1, 2, 2, 2, 2]] }],
  },
);

checkOp("repeat", (x) => repeat(x, { repeats: [1, 1, 2, 3] }), {
  samples: [
    {
      inputs: [
        f64([
          [
            [
              [1, 2],
              [3, 4],
            ],
          ],
        ]),
      ],
      expected: [[1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 3, 3, 3, 4, 4, 4]], // ONNX test_resize_upsample_scales_nearest
      shapes: [[1, 1, 4, 6]],
    },
    { inputs: [random([2, 3, 2, 2])] },
  ],
  failures: [
    {
      inputs: [random([2, 3, 2])],
      message:
        "repeat: repeats [1,1,2,3] for [2, 3, 2]; give each axis a whole number from 1. (invalid_option)",
    },
  ],
});
checkOp("repeat of nothing more", (x) => repeat(x, { repeats: [1, 1, 1] }), {
  samples: [{ inputs: [random([1, 2, 3])] }],
});
