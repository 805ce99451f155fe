import { expect, test } from "vitest";
import { checkOp, f64, random } from "../../../test/support/check-op.js";
import { evaluateGraph } from "../evaluate.js";
import { graphInput } from "../graph.js";
import { fromFloat64, type Tensor } from "../tensor.js";
import { grad } from "../vjp.js";
import { multiply } from "./arithmetic.js";
import { sum } from "./broadcast.js";
import { maxPool } from "./max-pool.js";
import type { PoolAttrs } from "./pooling.js";

/** Each number once, in a fixed disorder: no ties, for there no derivative exists. */
const distinct = (shape: readonly number[]): Tensor => {
  const n = shape.reduce((a, b) => a * b, 1);
  return fromFloat64(
    Float64Array.from({ length: n }, (_, i) => ((i * 37 + 11) % 101) / 10 - 5),
    shape,
    "float64",
  );
};
// (7 i mod 11) − 5 at position i.
const pattern = fromFloat64(
  Float64Array.from({ length: 50 }, (_, i) => ((7 * i) % 11) - 5),
  [1, 2, 5, 5],
  "float64",
);

checkOp(
  "maxPool",
  (x) =>
    maxPool(x, {
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
        // biome-ignore format: PyTorch 2.13 max_pool2d
        expected: [[
          -3, 4, 4, 5, 5, 3, 1, 4, 4, 4, 5, 5, 3, 3, 4, 4, 2, -2, 5, 5, 3, 4, 4, 2, 0, 5, 5, 3, 4, 4, 2, 2, 5, 5, 1, -3,
        ]],
        shapes: [[1, 2, 3, 6]],
        gradients: false, // ties
      },
      { inputs: [distinct([1, 2, 5, 5])] },
      {
        inputs: [
          f64([
            [
              [
                [-300, -Infinity],
                [-300, 300],
              ],
            ],
          ]),
        ],
        expected: [[-300, 300, 300]],
        gradients: false,
      },
    ],
    failures: [
      {
        inputs: [random([1, 2, 5])],
        message:
          "maxPool: poolSize [3,2] for [1, 2, 5]; give each axis but the first two a number, one to three of them. (shape_mismatch)",
      },
      {
        inputs: [random([1, 1, 2, 2])],
        apply: (x) =>
          maxPool(x, {
            poolSize: [2, 2],
            pads: [
              [0, 2],
              [0, 0],
            ],
          }),
        message:
          "maxPool: pads [0,2] around windows of 2: some would see nothing but padding; pad less. (invalid_option)",
      },
    ],
  },
);
const tiles: Pick<PoolAttrs, "poolSize" | "strides"> = { poolSize: [2, 2], strides: [2, 2] };
checkOp("maxPool whose windows tile", (x) => maxPool(x, tiles), {
  samples: [
    { inputs: [distinct([2, 2, 4, 6])] },
    { inputs: [distinct([1, 2, 5, 3])], shapes: [[1, 2, 2, 1]] }, // a row and a column left over
    { inputs: [random([0, 2, 4, 4])], expected: [[]] },
  ],
});
checkOp(
  "maxPool whose windows tile a padded image",
  (x) =>
    maxPool(x, {
      ...tiles,
      pads: [
        [1, 0],
        [0, 1],
      ],
    }),
  {
    samples: [{ inputs: [distinct([1, 2, 5, 3])], shapes: [[1, 2, 3, 2]] }],
  },
);
checkOp(
  "maxPool along one axis, dilated",
  (x) => maxPool(x, { poolSize: [3], strides: [2], dilations: [2] }),
  {
    samples: [
      { inputs: [f64([[[-5, 2, -2, 5, 1, -3, 4]]])], expected: [[1, 4]] }, // PyTorch 2.13 max_pool1d
      { inputs: [distinct([2, 1, 8])] },
    ],
  },
);
checkOp("maxPool over three axes", (x) => maxPool(x, { poolSize: [2, 1, 2], strides: [1, 1, 2] }), {
  samples: [{ inputs: [distinct([1, 2, 3, 2, 4])], shapes: [[1, 2, 2, 2, 2]] }],
});

test.each([
  ["tiling", [1, 1, 3, 2, 5, 5], 2, 2, [0.5, 0.5, 2, 0, 1.5, 1.5]],
  // windows 1 1 | 1 3 | 3 2 | 2 5 | 5 5 with cotangents 1 2 3 4 5
  ["overlapping", [1, 1, 3, 2, 5, 5], 2, 1, [0.5, 0.5, 5, 0, 6.5, 2.5]],
])("equal elements share the cotangent equally: %s windows", (_, values, size, stride, expected) => {
  const x = graphInput("x", { dtype: "float64", shape: [1, 1, values.length] });
  const y = maxPool(x, { poolSize: [size], strides: [stride] });
  const cotangent = f64([[Array.from({ length: y.shape[2] as number }, (__, i) => i + 1)]]);
  const [g] = grad(sum(multiply(y, cotangent)), [x]);
  const out = evaluateGraph({ inputs: [x], outputs: { g } }, { x: f64([[values]]) });
  expect(Array.from(out.g.toFloat64())).toEqual(expected);
});
