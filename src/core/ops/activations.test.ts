import { expect, test } from "vitest";
import { checkOp, type Failure, f64, random, type Sample, tensor } from "../../../test/support/check-op.js";
import { evaluateGraph } from "../evaluate.js";
import { graphInput } from "../graph.js";
import { grad } from "../vjp.js";
import {
  binaryStep,
  clip,
  elu,
  gelu,
  leakyRelu,
  prelu,
  relu,
  selu,
  sigmoid,
  silu,
  softplus,
} from "./activations.js";
import { sum } from "./broadcast.js";

const { E } = Math;

/** Both sides of the kink at 0, and any shape. */
const shapes: readonly Sample[] = [
  { inputs: [random([2, 3], { low: 0.1, high: 3 })] },
  { inputs: [random([2, 3], { low: -3, high: -0.1 })] },
  { inputs: [f64([-2, -0.5, 0.5, 2])] },
  { inputs: [random([], { low: 0.5 })], shapes: [[]] },
  { inputs: [random([1], { low: 0.5 })], shapes: [[1]] },
  { inputs: [random([2, 0])], shapes: [[2, 0]], expected: [[]] },
];
const extremes = (x: readonly number[], y: readonly number[]): Sample => ({
  inputs: [f64(x)],
  expected: [y],
  gradients: false,
});
const notFloat = (name: string): Failure[] => [
  {
    inputs: [tensor([1], { dtype: "int32" })],
    message: `${name}: expects a float dtype, got int32; use ops.cast first. (dtype_mismatch)`,
  },
];

checkOp("sigmoid", sigmoid, {
  samples: [
    ...shapes,
    { inputs: [f64([0, Math.log(3), -Math.log(3)])], expected: [[0.5, 0.75, 0.25]] }, // 1/(1 + 1/3)
    { inputs: [f64([300, -300])], expected: [[1, E ** -300]] }, // must not overflow, nor its derivative
    extremes([Infinity, -Infinity, NaN, -800], [1, 0, NaN, 0]),
  ],
  failures: notFloat("sigmoid"),
});
checkOp("relu", relu, {
  samples: [
    ...shapes,
    { inputs: [f64([-300, 300])], expected: [[0, 300]] },
    extremes([0, Infinity, -Infinity, NaN], [0, Infinity, 0, NaN]),
  ],
  failures: notFloat("relu"),
});
checkOp("softplus", softplus, {
  samples: [
    ...shapes,
    { inputs: [f64([0, Math.log(3)])], expected: [[Math.LN2, Math.log(4)]] },
    { inputs: [f64([300, -300])], expected: [[300, 0]] },
    extremes([800, Infinity, -Infinity, NaN], [800, Infinity, 0, NaN]),
  ],
  failures: notFloat("softplus"),
});
checkOp("leakyRelu", (x) => leakyRelu(x), {
  samples: [
    ...shapes,
    { inputs: [f64([-1, 0.5, -300, 300])], expected: [[-0.2, 0.5, -60, 300]] },
    extremes([0, -Infinity, NaN], [0, -Infinity, NaN]),
  ],
  failures: notFloat("leakyRelu"),
});
checkOp("leakyRelu with slope 0.1", (x) => leakyRelu(x, { negativeSlope: 0.1 }), {
  samples: [{ inputs: [f64([-1, 0.5, 1])], expected: [[-0.1, 0.5, 1]] }], // ONNX test_leakyrelu_example, with its alpha
});
checkOp("elu", (x) => elu(x), {
  samples: [
    ...shapes,
    { inputs: [f64([-1, 2])], expected: [[1 / E - 1, 2]] },
    { inputs: [f64([-300, 300])], expected: [[-1, 300]] },
    extremes([-Infinity, Infinity, NaN, 0], [-1, Infinity, NaN, 0]),
  ],
  failures: notFloat("elu"),
});
checkOp("elu with alpha 2", (x) => elu(x, { alpha: 2 }), {
  samples: [{ inputs: [f64([-1, 0.5, 1])], expected: [[-1.2642411, 0.5, 1]] }], // ONNX test_elu_example
});
checkOp("selu", (x) => selu(x), {
  samples: [
    ...shapes,
    {
      inputs: [f64([1, -1])],
      expected: [[1.0507009873554805, 1.0507009873554805 * 1.6732632423543772 * (1 / E - 1)]],
    }, // Klambauer et al., eq. 2 and 14
    { inputs: [f64([-300, 300])], expected: [[-1.7580993408473766, 315.21029620664416]] }, // −scale·alpha, 300·scale
    extremes([-Infinity, NaN, 0], [-1.7580993408473766, NaN, 0]),
  ],
  failures: notFloat("selu"),
});
checkOp("selu with alpha 2 and gamma 3", (x) => selu(x, { alpha: 2, gamma: 3 }), {
  samples: [{ inputs: [f64([-1, 0.5, 1])], expected: [[-3.79272318, 1.5, 3]] }], // ONNX test_selu_example
});
checkOp("gelu", (x) => gelu(x), {
  samples: [
    ...shapes,
    {
      inputs: [f64([-1, 0, 1, 2])],
      expected: [[-0.158808009392, 0, 0.841191990608, 1.95459769409]],
      tolerance: 1e-11,
    }, // its formula by mpmath
    { inputs: [f64([-300, 300])], expected: [[0, 300]] },
    extremes([Infinity, NaN], [Infinity, NaN]),
  ],
  failures: notFloat("gelu"),
});
checkOp("gelu, exact", (x) => gelu(x, { approximate: false }), {
  samples: [
    ...shapes,
    { inputs: [f64([-1, 0, 1])], expected: [[-0.158655253931, 0, 0.841344746069]], tolerance: 1e-11 }, // Φ(1), A&S, table 26.1
    { inputs: [f64([-300, 300])], expected: [[0, 300]] },
    extremes([Infinity, NaN], [Infinity, NaN]),
  ],
});
checkOp("silu", silu, {
  samples: [
    ...shapes,
    { inputs: [f64([0, Math.log(3)])], expected: [[0, 0.75 * Math.log(3)]] },
    { inputs: [f64([-300, 300])], expected: [[0, 300]] },
  ],
});

checkOp("binaryStep", (x) => binaryStep(x), {
  samples: [
    {
      inputs: [f64([-300, -0.1, 0, 0.1, Infinity])],
      expected: [[0, 0, 1, 1, 1]],
      dtypes: ["float64"],
      gradients: false,
    }, // 0 is the step
    { inputs: [random([2, 3], { low: 0.1, high: 1 })] }, // its derivative is 0 everywhere else
    { inputs: [tensor([-1, 2])], expected: [[0, 1]], dtypes: ["float32"] },
  ],
});
checkOp("binaryStep at 1.5", (x) => binaryStep(x, { threshold: 1.5 }), {
  samples: [{ inputs: [f64([1, 2])], expected: [[0, 1]] }],
});

checkOp("clip", (x) => clip(x, { minimum: -1, maximum: 1 }), {
  samples: [
    { inputs: [f64([-2, 0, 2])], expected: [[-1, 0, 1]] }, // ONNX test_clip_example
    { inputs: [random([2, 3], { low: -0.9, high: 0.9 })] },
    { inputs: [random([2, 3], { low: 1.1, high: 3 })] },
    { inputs: [random([])], shapes: [[]] },
    { inputs: [random([0])], expected: [[]] },
    extremes([-Infinity, 300, NaN], [-1, 1, NaN]),
    { inputs: [tensor([-5, 0, 5], { dtype: "int64" })], expected: [[-1, 0, 1]], dtypes: ["int64"] },
  ],
  failures: [
    {
      inputs: [tensor([true])],
      message: "clip: expects numbers, got bool; use ops.cast first. (dtype_mismatch)",
    },
    {
      inputs: [tensor([1], { dtype: "int32" })],
      apply: (x) => clip(x, { minimum: 0.5, maximum: 2 }),
      message: "clip: bounds 0.5 and 2 beside int32 values; use ops.cast to a float first. (dtype_mismatch)",
    },
  ],
});
checkOp("clip from below", (x) => clip(x, { minimum: 0, maximum: Infinity }), {
  samples: [{ inputs: [f64([-2, 5])], expected: [[0, 5]] }],
});
checkOp("clip from above", (x) => clip(x, { minimum: -Infinity, maximum: 0 }), {
  samples: [{ inputs: [f64([-2, 5])], expected: [[-2, 0]] }],
});
checkOp("clip with bounds crossed", (x) => clip(x, { minimum: 2, maximum: 1 }), {
  samples: [{ inputs: [f64([-2, 0, 6])], expected: [[1, 1, 1]] }], // ONNX test_clip_min_greater_than_max
});

test("clip: on a bound the whole cotangent flows", () => {
  const x = graphInput("x", { dtype: "float64", shape: [4] });
  const [g] = grad(sum(clip(x, { minimum: -1, maximum: 1 })), [x]);
  expect(evaluateGraph({ inputs: [x], outputs: { g } }, { x: f64([-1.5, -1, 1, 1.5]) }).g.toArray()).toEqual([
    0, 1, 1, 0,
  ]); // as PyTorch's clamp
});

checkOp("prelu", prelu, {
  samples: [
    {
      inputs: [
        f64([
          [-2, 3],
          [4, -5],
        ]),
        f64([0.1, 0.2]),
      ],
      expected: [[-0.2, 3, 4, -1]],
    }, // He et al., equation 1
    {
      inputs: [
        f64([
          [-2, 3],
          [4, -5],
        ]),
        f64(0.5),
      ],
      expected: [[-1, 3, 4, -2.5]],
    },
    { inputs: [random([2, 3], { low: -3, high: -0.1 }), random([1, 3], { seed: 2 })] },
    { inputs: [random([2, 3], { low: 0.1 }), random([2, 3], { seed: 2 })] },
    { inputs: [random([0, 3]), random([3])], expected: [[]] },
    { inputs: [f64([NaN, -Infinity, -300]), f64([2])], expected: [[NaN, -Infinity, -600]], gradients: false },
  ],
  failures: [
    {
      inputs: [random([3]), random([2, 3])],
      message: "prelu: slope [2, 3] does not broadcast to x [3]; only sizes of 1 repeat. (shape_mismatch)",
    },
    {
      inputs: [random([3]), tensor([1])],
      message:
        "prelu: dtypes differ: float64 [3] and float32 [1]; use ops.cast on one of them. (dtype_mismatch)",
    },
  ],
});
