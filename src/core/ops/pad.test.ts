import { expect, test } from "vitest";
import { checkOp, f64, random, tensor } from "../../../test/support/check-op.js";
import { thrown } from "../../../test/support/thrown.js";
import { graphInput } from "../graph.js";
import { namedSize } from "../size.js";
import { pad } from "./pad.js";

// Expected numbers: NumPy 2.4, np.pad([1, 2, 3], (5, 4), mode)
const x = f64([1, 2, 3]);

checkOp("pad", (v) => pad(v, { padWidth: [[2, 1]] }), {
  samples: [
    { inputs: [x], expected: [[0, 0, 1, 2, 3, 0]] },
    { inputs: [random([4])] },
    { inputs: [random([0])], expected: [[0, 0, 0]] },
    { inputs: [tensor([true])], expected: [[0, 0, 1, 0]], dtypes: ["bool"] },
  ],
  failures: [
    {
      inputs: [random([1, 1])],
      message: "pad: 1 pairs for [1, 1]; give one [before, after] per axis. (shape_mismatch)",
    },
    {
      inputs: [x],
      apply: (v) => pad(v, { padWidth: [[-1, 0]], mode: "edge" }),
      message: "pad: width -1; use whole numbers from 0, or ops.slice to cut. (invalid_option)",
    },
    {
      inputs: [x],
      apply: (v) => pad(v, { padWidth: [[1, 0]], mode: "reflct" as never }),
      message:
        'pad mode: unknown name "reflct"; did you mean "reflect"? use one of constant, edge, reflect, symmetric, wrap. (unknown_name)',
    },
    {
      inputs: [random([2, 0])],
      apply: (v) =>
        pad(v, {
          padWidth: [
            [0, 0],
            [1, 0],
          ],
          mode: "edge",
        }),
      message:
        'pad: mode "edge" on axis 1 of [2, 0], which has no elements to repeat; pad with a constant. (shape_mismatch)',
    },
  ],
});
checkOp(
  "pad with a constant",
  (v) =>
    pad(v, {
      padWidth: [
        [1, 0],
        [0, 1],
      ],
      constantValues: 9,
    }),
  {
    samples: [{ inputs: [f64([[1, 2]])], expected: [[9, 9, 9, 1, 2, 9]] }],
  },
);
checkOp("pad with the edge", (v) => pad(v, { padWidth: [[5, 4]], mode: "edge" }), {
  samples: [{ inputs: [x], expected: [[1, 1, 1, 1, 1, 1, 2, 3, 3, 3, 3, 3]] }, { inputs: [random([1])] }],
});
checkOp("pad by reflection", (v) => pad(v, { padWidth: [[5, 4]], mode: "reflect" }), {
  samples: [
    { inputs: [x], expected: [[2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3]] },
    { inputs: [f64([7])], expected: [[7, 7, 7, 7, 7, 7, 7, 7, 7, 7]] },
    { inputs: [f64([1, 2])], expected: [[2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2]] },
  ],
});
checkOp("pad symmetrically", (v) => pad(v, { padWidth: [[5, 4]], mode: "symmetric" }), {
  samples: [
    { inputs: [x], expected: [[2, 3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 1]] },
    { inputs: [f64([7])], expected: [[7, 7, 7, 7, 7, 7, 7, 7, 7, 7]] },
  ],
});
checkOp(
  "pad by reflection on one axis of two",
  (v) =>
    pad(v, {
      padWidth: [
        [0, 0],
        [1, 1],
      ],
      mode: "reflect",
    }),
  {
    samples: [
      {
        inputs: [
          f64([
            [1, 2, 3],
            [4, 5, 6],
          ]),
        ],
        expected: [[2, 1, 2, 3, 2, 5, 4, 5, 6, 5]],
      },
    ],
  },
);

test("pad: elements cannot be repeated along a size that is only a name", () => {
  const v = graphInput("v", { dtype: "float32", shape: [namedSize("time")] });
  expect(pad(v, { padWidth: [[1, 1]] }).shape.map(String)).toEqual(["time+2"]);
  expect(thrown(() => pad(v, { padWidth: [[1, 1]], mode: "edge" }))).toBe(
    'pad: mode "edge" needs numbers on axis 0, got [time]; fix the shape or pad with a constant. (unknown_size)',
  );
});
