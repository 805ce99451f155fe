import { describe, expect, test } from "vitest";
import { checkOp, f64, random, tensor } from "../../../test/support/check-op.js";
import { thrown } from "../../../test/support/thrown.js";
import { evaluateGraph } from "../evaluate.js";
import { graphInput } from "../graph.js";
import { namedSize } from "../size.js";
import { tensor as makeTensor } from "../tensor.js";
import { grad } from "../vjp.js";
import { multiply } from "./arithmetic.js";
import { sum } from "./broadcast.js";
import { cut, flip, padZeros, slice } from "./slice.js";

const matrix = f64([
  [1, 2, 3, 4],
  [5, 6, 7, 8],
]); // ONNX Slice, example 1

checkOp("slice", (x) => slice(x, { axes: [0, 1], starts: [1, 0], ends: [2, 3], steps: [1, 2] }), {
  samples: [
    { inputs: [matrix], expected: [[5, 7]], shapes: [[1, 2]] }, // ONNX Slice, example 1
    { inputs: [random([3, 4])] },
    { inputs: [random([3, 4, 2])] },
  ],
  failures: [
    {
      inputs: [random([3])],
      message: "slice: axis 1 does not exist in an array of rank 1; use -1 to 0. (axis_out_of_range)",
    },
    {
      inputs: [random([3])],
      apply: (x) => slice(x, { starts: [0], steps: [0] }),
      message: "slice: step 0 on axis 0; use a whole number but 0. (invalid_option)",
    },
    {
      inputs: [random([3])],
      apply: (x) => slice(x, { starts: [0], ends: [1.5] }),
      message: "slice: index 1.5 on axis 0; use a whole number. (invalid_option)",
    },
  ],
});
checkOp("slice with negative indices", (x) => slice(x, { starts: [0, 1], ends: [-1, 1000] }), {
  samples: [{ inputs: [matrix], expected: [[2, 3, 4]], shapes: [[1, 3]] }], // ONNX Slice, example 2
});
checkOp("slice to the end", (x) => slice(x, { axes: [-1], starts: [2] }), {
  samples: [{ inputs: [matrix], expected: [[3, 4, 7, 8]] }],
});
checkOp(
  "slice backwards in steps of 2",
  (x) => slice(x, { axes: [1], starts: [-1], ends: [null], steps: [-2] }),
  {
    samples: [
      { inputs: [matrix], expected: [[4, 2, 8, 6]] },
      { inputs: [random([2, 5])], shapes: [[2, 3]] },
    ],
  },
);
checkOp("slice of nothing", (x) => slice(x, { starts: [2], ends: [1] }), {
  samples: [{ inputs: [random([3, 2])], shapes: [[0, 2]], expected: [[]] }],
});
checkOp("slice of everything", (x) => slice(x, { starts: [0] }), { samples: [{ inputs: [random([3, 2])] }] });
checkOp("cut", (x) => cut(x, { starts: [1, 3], sizes: [1, 2], steps: [1, -2] }), {
  samples: [{ inputs: [matrix], expected: [[8, 6]] }, { inputs: [random([2, 4])] }],
  failures: [
    {
      inputs: [random([2, 3])],
      message: "slice: elements 3 to 1 of axis 1, which has 3; cut within it. (index_out_of_range)",
    },
  ],
});

/** Python's own rule: "x = i + n·k such that 0 ≤ n < (j − i)/k", i and j clipped (docs.python.org, Sequence Types, note 5). */
function pythonSlice(n: number, start: number | null, end: number | null, step: number): number[] {
  const [low, high] = step > 0 ? [0, n] : [-1, n - 1];
  const clip = (k: number): number => Math.min(Math.max(k < 0 ? k + n : k, low), high);
  const [i, j] = [
    start === null ? (step > 0 ? 0 : n - 1) : clip(start),
    end === null ? (step > 0 ? n : -1) : clip(end),
  ];
  const indices: number[] = [];
  for (let at = i; step > 0 ? at < j : at > j; at += step) indices.push(at);
  return indices;
}

describe.each([0, 1, 2, 5])("slice of %d elements is Python's, and its derivative is its transpose", (n) => {
  const x = graphInput("x", { dtype: "float64", shape: [n] });
  const feed = f64(Array.from({ length: n }, (_, i) => i));
  const places = Array.from({ length: 2 * n + 5 }, (_, i) => i - n - 2);
  test.each([1, 2, 3, -1, -2, -4])("in steps of %d", (step) => {
    for (const start of places) {
      for (const end of [...places, null]) {
        const indices = pythonSlice(n, start, end, step);
        const y = slice(x, { starts: [start], ends: [end], steps: [step] });
        const weights = f64(indices.map((_, i) => i + 1));
        const loss = sum(multiply(y, makeTensor(weights, { shape: [indices.length] })));
        const out = evaluateGraph({ inputs: [x], outputs: { y, g: grad(loss, [x])[0] } }, { x: feed });
        const where = `[${start}:${end}:${step}]`;
        expect(out.y.toArray(), where).toEqual(indices);
        const transpose = new Array<number>(n).fill(0);
        for (const [i, at] of indices.entries()) transpose[at] += i + 1;
        expect(out.g.toArray(), `gradient of ${where}`).toEqual(transpose);
      }
    }
  });
});

describe("slice along a size that is only a name", () => {
  const batch = namedSize("batch");
  const x = graphInput("x", { dtype: "float64", shape: [batch, 2] });
  const run = (y: ReturnType<typeof slice>, rows: number[][]): unknown =>
    evaluateGraph({ inputs: [x], outputs: { y } }, { x: f64(rows) }).y.toArray();
  const rows = [
    [1, 2],
    [3, 4],
    [5, 6],
  ];

  test("counts from the end", () => {
    const y = slice(x, { starts: [-2] });
    expect(y.shape).toEqual([2, 2]);
    expect(run(y, rows)).toEqual([
      [3, 4],
      [5, 6],
    ]);
  });
  test("leaves out the first and the last", () => {
    const y = slice(x, { starts: [1], ends: [-1] });
    expect(y.shape.map(String)).toEqual(["batch+-2", "2"]);
    expect(run(y, rows)).toEqual([[3, 4]]);
  });
  test("ONNX's largest and smallest integers mean the ends", () => {
    expect(run(slice(x, { starts: [0], ends: [2 ** 31 - 1] }), rows)).toEqual(rows);
    expect(run(slice(x, { starts: [2 ** 63], ends: [-(2 ** 63)], steps: [-1] }), rows)).toEqual(
      [...rows].reverse(),
    );
  });
  test("every other row, whose number is rounded up", () => {
    const y = slice(x, { starts: [0], steps: [2] });
    expect(y.shape.map(String)).toEqual(["floor((batch+1)/2)", "2"]);
    expect(run(y, rows)).toEqual([
      [1, 2],
      [5, 6],
    ]);
  });
  test("rows that do not arrive are missed", () => {
    expect(thrown(() => run(slice(x, { starts: [0], ends: [5] }), rows))).toBe(
      "slice: elements 0 to 4 of axis 0, which has 3; cut within it. (index_out_of_range)",
    );
  });
  test("its derivative", () => {
    const y = slice(x, { starts: [-1], ends: [null], steps: [-2] });
    const [g] = grad(sum(multiply(y, y)), [x]);
    expect(run(g, rows)).toEqual([
      [2, 4],
      [0, 0],
      [10, 12],
    ]);
    expect(run(g, rows.slice(0, 2))).toEqual([
      [0, 0],
      [6, 8],
    ]);
  });
});

checkOp("flip", (x) => flip(x), {
  samples: [
    {
      inputs: [
        f64([
          [1, 2],
          [3, 4],
        ]),
      ],
      expected: [[4, 3, 2, 1]],
    }, // NumPy flip
    { inputs: [random([3])] },
    { inputs: [random([0, 2])], shapes: [[0, 2]], expected: [[]] },
    { inputs: [random([])], shapes: [[]] },
  ],
});
checkOp("flip of axis -1", (x) => flip(x, { axis: -1 }), {
  samples: [
    {
      inputs: [
        f64([
          [1, 2],
          [3, 4],
        ]),
      ],
      expected: [[2, 1, 4, 3]],
    },
  ],
});

checkOp(
  "padZeros",
  (x) =>
    padZeros(x, {
      pads: [
        [1, 0],
        [0, 2],
      ],
    }),
  {
    samples: [
      { inputs: [f64([[1, 2]])], expected: [[0, 0, 0, 0, 1, 2, 0, 0]], shapes: [[2, 4]] },
      { inputs: [random([2, 3])] },
      { inputs: [random([0, 1])], expected: [[0, 0, 0]] },
      { inputs: [tensor([[7]], { dtype: "int64" })], expected: [[0, 0, 0, 7, 0, 0]], dtypes: ["int64"] },
    ],
    failures: [
      {
        inputs: [random([2])],
        message: "pad: 2 pairs for [2]; give one [before, after] per axis. (shape_mismatch)",
      },
      {
        inputs: [random([2])],
        apply: (x) => padZeros(x, { pads: [[-1, 0]] }),
        message: "pad: width -1; use whole numbers from 0, or ops.slice to cut. (invalid_option)",
      },
    ],
  },
);
checkOp("padZeros with another value", (x) => padZeros(x, { pads: [[1, 1]], value: -300 }), {
  samples: [{ inputs: [f64([1])], expected: [[-300, 1, -300]] }],
});
checkOp("padZeros by nothing", (x) => padZeros(x, { pads: [[0, 0]] }), {
  samples: [{ inputs: [random([3])] }],
});
