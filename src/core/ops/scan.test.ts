import { expect, test } from "vitest";
import { checkOp, expectNumber, random } from "../../../test/support/check-op.js";
import { checkGradients } from "../check-gradients.js";
import { evaluateGraph } from "../evaluate.js";
import { graphNodes, type Value } from "../graph.js";
import { printGraph } from "../print.js";
import { simplify } from "../simplify.js";
import { tensor } from "../tensor.js";
import { tensorType, trace } from "../trace.js";
import { grad } from "../vjp.js";
import * as ops from "./index.js";
import { scan } from "./scan.js";

const cumulative = (x: Value, reverse = false): readonly Value[] => {
  const { states, outputs } = scan(
    ({ states: [s], slices: [v] }) => ({ states: [ops.add(s, v)], outputs: [ops.add(s, v)] }),
    {
      states: [ops.multiply(ops.sum(x), 0)],
      sequences: [x],
      reverse,
    },
  );
  return [...states, ...outputs];
};

checkOp("scan", (x) => cumulative(x), {
  samples: [
    { inputs: [tensor([1, 2, 3])], expected: [[6], [1, 3, 6]] }, // sums of 1..n
    { inputs: [random([4])] },
  ],
});
checkOp("scan in reverse", (x) => cumulative(x, true), {
  samples: [{ inputs: [tensor([1, 2, 3])], expected: [[6], [6, 5, 3]] }],
});

/** hₜ = tanh(xₜ W + hₜ₋₁ U + b), written by scan or by hand. */
const recurrent =
  (isScan: boolean) =>
  (xs: Value, h0: Value, w: Value, u: Value, b: Value): Value => {
    const step = (h: Value, x: Value): Value =>
      ops.tanh(ops.add(ops.add(ops.matmul(x, w), ops.matmul(h, u)), b));
    if (isScan)
      return scan(({ states: [h], slices: [x] }) => ({ states: [step(h, x)], outputs: [step(h, x)] }), {
        states: [h0],
        sequences: [xs],
      }).outputs[0];
    const hs: Value[] = [];
    for (let t = 0; t < 4; t++)
      hs.push(step(hs.at(-1) ?? h0, ops.squeeze(ops.slice(xs, { starts: [t], ends: [t + 1] }), { axis: 0 })));
    return ops.stack(hs);
  };
const shapes = [[4, 2, 3], [2, 5], [3, 5], [5, 5], [5]];
const numbers = shapes.map((shape, i) => random(shape, { low: -1, high: 1, seed: i + 1 }));

test("a recurrent net by scan has derivatives to order 2", () => {
  expect(
    checkGradients((...v) => recurrent(true)(...(v as [Value, Value, Value, Value, Value])), numbers),
  ).toBeLessThan(1e-6);
});

test("a recurrent net by scan equals the one written out, gradients included", () => {
  const graphOf = (isScan: boolean): ReturnType<typeof trace> =>
    trace(
      Object.fromEntries(numbers.map((x, i) => [`v${i}`, { dtype: "float64" as const, shape: x.shape }])),
      (v) => {
        const values = Object.values(v) as [Value, Value, Value, Value, Value];
        const loss = ops.sum(ops.square(recurrent(isScan)(...values)));
        return { loss, ...Object.fromEntries(grad(loss, values).map((g, i) => [`g${i}`, g])) };
      },
    );
  const feeds = Object.fromEntries(numbers.map((x, i) => [`v${i}`, x]));
  const [byScan, byHand] = [true, false].map((isScan) => evaluateGraph(graphOf(isScan), feeds));
  for (const name of Object.keys(byHand)) {
    const expected = byHand[name].toFloat64();
    byScan[name].toFloat64().forEach((got, i) => {
      expectNumber(got, expected[i], 1e-12);
    });
  }
});

test("cotangents of matrices in the body are products outside of it", () => {
  const graph = trace(
    { xs: { dtype: "float32", shape: [4, 2, 3] }, w: { dtype: "float32", shape: [3, 3] } },
    ({ xs, w }) => {
      const { states } = scan(
        ({ states: [h], slices: [x] }) => ({ states: [ops.matmul(ops.add(h, x), w)] }),
        {
          states: [
            tensor([
              [0, 0, 0],
              [0, 0, 0],
            ]),
          ],
          sequences: [xs],
        },
      );
      return { gw: grad(ops.sum(states[0]), [w])[0] };
    },
  );
  expect(
    printGraph(graph)
      .split("\n")
      .filter((line) => line.includes("matmul")),
  ).toHaveLength(1);
});

test("errors say what is wrong", () => {
  const x = tensor([1, 2]);
  expect(() => scan(() => ({ states: [] }), { states: [], sequences: [] })).toThrow(
    "scan: got no sequences; give at least one array to walk along. (missing_input)",
  );
  expect(() => scan(() => ({ states: [] }), { states: [], sequences: [x, tensor([1])] })).toThrow(
    "scan: sequences [2], [1] differ in length; their first axes must be equal. (shape_mismatch)",
  );
  expect(() =>
    scan(({ slices }) => ({ states: [ops.stack([slices[0], slices[0]])] }), {
      states: [tensor(0)],
      sequences: [x],
    }),
  ).toThrow("scan: the body turns states float32 [] into float32 [2]; they must agree. (shape_mismatch)");
});

test("a short loop is written out, and its backward pass finds the steps of the forward pass", () => {
  const length = 5;
  const graph = simplify(
    trace(
      { xs: { dtype: "float32", shape: [length, 2, 3] }, w: { dtype: "float32", shape: [3, 3] } },
      ({ xs, w }) => {
        const { outputs } = scan(
          ({ states: [h], slices: [x] }) => {
            const next = ops.tanh(ops.add(x, ops.matmul(h, w)));
            return { states: [next], outputs: [next] };
          },
          {
            states: [ops.multiply(ops.squeeze(ops.slice(xs, { starts: [0], ends: [1] }), { axis: 0 }), 2)],
            sequences: [xs],
          },
        );
        const [gw] = grad(ops.sum(ops.square(outputs[0])), [w]);
        return { y: outputs[0], gw };
      },
    ),
  );
  const lines = printGraph(graph).split("\n");
  const count = (op: string): number => lines.filter((line) => line.includes(` ${op}(`)).length;
  // Forward: a product and a tanh each step. Backward: a product each step but the first, and one for w.
  expect([count("scan"), count("tanh"), count("matmul")]).toEqual([0, length, 2 * length]);
});

test("a loop of 65 stays one unless asked for, one of open length too", () => {
  const loops = (length: number | null, unroll: boolean): number => {
    const graph = simplify(
      trace({ x: tensorType([length, 2]) }, ({ x }) => {
        const { states } = scan(({ states: [s], slices: [v] }) => ({ states: [ops.add(s, v)] }), {
          states: [tensor([0, 0])],
          sequences: [x],
          unroll,
        });
        return { y: states[0] };
      }),
    );
    return graphNodes(graph).filter(({ op }) => op === ops.scanOp.def).length;
  };
  expect([loops(64, false), loops(65, false), loops(65, true), loops(null, true)]).toEqual([0, 1, 0, 1]);
});
