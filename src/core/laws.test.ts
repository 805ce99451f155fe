import fc from "fast-check";
import { expect, test } from "vitest";
import { random } from "../../test/support/check-op.js";
import {
  type GrowOptions,
  graphOf,
  grow,
  type Plan,
  plans,
  randomFeeds,
} from "../../test/support/random-graph.js";
import { checkGradients } from "./check-gradients.js";
import { evaluateGraph } from "./evaluate.js";
import { type Graph, graphInput, type Value } from "./graph.js";
import * as ops from "./ops/index.js";
import { printGraph } from "./print.js";
import { simplify } from "./simplify.js";
import { bindShape, namedSize } from "./size.js";
import { fromFloat64, type Tensor } from "./tensor.js";
import { tensorType, trace } from "./trace.js";
import { grad, vjp } from "./vjp.js";

const numbers: GrowOptions = { sizes: [2, 3, 1, 4] };
const law = (holds: (plan: Plan) => void, numRuns = 80): void =>
  fc.assert(fc.property(plans, holds), { seed: 7, numRuns });

/** Each number within `limit` of the largest of its tensor (or of 1). */
function expectClose(
  got: Readonly<Record<string, Tensor>>,
  wanted: Readonly<Record<string, Tensor>>,
  limit: number,
): void {
  expect(Object.keys(got)).toEqual(Object.keys(wanted));
  for (const [name, reference] of Object.entries(wanted)) {
    expect(got[name].shape, name).toEqual(reference.shape);
    const [a, b] = [got[name].toFloat64(), reference.toFloat64()];
    const scale = b.reduce((most, v) => Math.max(most, Math.abs(v)), 1);
    for (const [i, v] of b.entries())
      expect(Math.abs(a[i] - v) / scale, `${name}, element ${i}: ${a[i]}, not ${v}`).toBeLessThanOrEqual(
        limit,
      );
  }
}

test("simplified graphs equal plain ones, gradients included", () => {
  law((plan) => {
    const graph = graphOf(plan, numbers);
    const feeds = randomFeeds(graph, {}, "float64");
    expectClose(evaluateGraph(simplify(graph), feeds, true), evaluateGraph(graph, feeds, true), 1e-14);
  });
});

test("what is simplified cannot be simplified again", () => {
  law((plan) => {
    const once = simplify(graphOf(plan, numbers));
    expect(printGraph(simplify(once))).toBe(printGraph(once));
  });
});

test("the gradient of any graph of smooth ops is its slope", () => {
  const options: GrowOptions = { ...numbers, isSmooth: true };
  law((plan) => {
    const { inputs } = grow(plan, options);
    const feeds = Object.values(randomFeeds({ inputs, outputs: {} }, {}, "float64"));
    const loss = (...given: readonly Value[]): Value => grow(plan, { ...options, given }).loss;
    expect(checkGradients(loss, feeds, { order: 1 })).toBeLessThan(1e-6);
  });
});

test("vjp is linear in the cotangents", () => {
  law((plan) => {
    const { inputs, last } = grow(plan, numbers);
    const cotangents = (name: string): Value[] => last.map(({ type }, i) => graphInput(`${name}${i}`, type));
    const [g, h] = [cotangents("g"), cotangents("h")];
    const mixed = g.map((value, i) => ops.add(ops.multiply(value, 2.5), ops.multiply(h[i], -0.75)));
    const pulled = [mixed, g, h].map((cs) => vjp(last, cs, inputs));
    const outputs = (k: number): Graph["outputs"] =>
      Object.fromEntries(pulled[k].flatMap((value, i) => (value === null ? [] : [[`x${i}`, value]])));
    const all = [...inputs, ...g, ...h];
    const feeds = randomFeeds({ inputs: all, outputs: {} }, {}, "float64");
    const [ofMixed, ofG, ofH] = [0, 1, 2].map((k) =>
      evaluateGraph({ inputs: all, outputs: outputs(k) }, feeds, true),
    );
    const combined = Object.entries(ofG).map(([name, a]) => {
      const b = ofH[name].toFloat64();
      return [
        name,
        fromFloat64(
          a.toFloat64().map((v, i) => 2.5 * v - 0.75 * b[i]),
          a.shape,
          "float64",
        ),
      ];
    });
    expectClose(ofMixed, Object.fromEntries(combined), 1e-12);
  });
});

test("a named size is the number that it has", () => {
  law((plan) => {
    for (const batch of [11]) {
      const open = graphOf(plan, { sizes: [namedSize("batch"), 2, 3] });
      const closed = graphOf(plan, { sizes: [batch, 2, 3] });
      const feeds = randomFeeds(open, { batch }, "float64");
      const [a, b] = [evaluateGraph(open, feeds, true), evaluateGraph(closed, feeds, true)];
      expectClose(a, b, 1e-12);
      for (const [name, { shape }] of Object.entries(open.outputs))
        expect(bindShape(shape, { batch }), name).toEqual(b[name].shape);
    }
  });
});

test("a batch is its rows: a network, its loss and its gradient", () => {
  const graph = trace(
    {
      x: tensorType(["batch", 3], "float64"),
      w: tensorType([3, 4], "float64"),
      v: tensorType([4, 2], "float64"),
    },
    ({ x, w, v }) => {
      const y = ops.softmax(ops.matmul(ops.tanh(ops.matmul(x, w)), v));
      const loss = ops.sum(ops.square(y));
      const [gw, gv] = grad(loss, [w, v]);
      return { y, loss, gw, gv };
    },
  );
  const [x, w, v] = [random([5, 3]), random([3, 4], { seed: 2 }), random([4, 2], { seed: 3 })];
  const whole = evaluateGraph(graph, { x, w, v });
  const rows = Array.from({ length: 5 }, (_, i) => evaluateGraph(graph, { x: x.slice(i, i + 1), w, v }));
  for (const [i, row] of rows.entries()) expectClose({ y: whole.y.slice(i, i + 1) }, { y: row.y }, 1e-15);
  for (const name of ["loss", "gw", "gv"]) {
    const total = rows.map((row) => row[name].toFloat64()).reduce((a, b) => a.map((n, i) => n + b[i]));
    expectClose({ [name]: whole[name] }, { [name]: fromFloat64(total, whole[name].shape, "float64") }, 1e-14);
  }
});
