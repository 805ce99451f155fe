import { ops, tensorType, trace, type Value } from "neurograd";
import { expect, test } from "vitest";
import { expectClose } from "../../../test/support/expect-close.js";
import { evaluateNd } from "../evaluate.js";
import { type Graph, graphNodes } from "../graph.js";
import { nd } from "../nd.js";
import { simplify } from "../simplify.js";
import { grad } from "../vjp.js";

const [time, batch, width] = [5, 3, 512];
const filled = (shape: readonly number[], seed: number): ReturnType<typeof nd> => {
  const size = shape.reduce((a, b) => a * b, 1);
  return nd(
    [...shape],
    Array.from({ length: size }, (_, i) => Math.sin(seed + 12.9898 * i)),
  );
};

const timeFirst = (x: Value): Value => ops.transpose(x, { axes: [1, 0, 2] });
/** Running sums along time of [batch, time, n]. */
const sums = (x: Value, n: number): Value => {
  const first = ops.broadcastTo(0, { shape: [batch, n] });
  const { outputs } = ops.scan(
    ({ states: [s], slices: [now] }) => {
      const next = ops.tanh(ops.add(s, now));
      return { states: [next], outputs: [next] };
    },
    { states: [first], sequences: [timeFirst(x)] },
  );
  return timeFirst(outputs[0]);
};

/** Two loops with a matrix product and a bias between them, as two recurrent layers with a dense one between; and the loss's derivatives. */
const types = {
  x: tensorType([batch, width]),
  w: tensorType([width, 2]),
  b: tensorType([2]),
};
const graph: Graph = trace(types, ({ x, w, b }) => {
  const repeated = ops.broadcastTo(ops.expandDims(x, { axis: 1 }), { shape: [batch, time, width] });
  const hidden = sums(repeated, width);
  const y = sums(ops.add(ops.matmul(hidden, w), b), 2);
  const [dx, dw, db] = grad(ops.sum(ops.square(y)), [x, w, b]);
  return { y, dx, dw, db };
});
const feeds = { x: filled([batch, width], 1), w: filled([width, 2], 2), b: filled([2], 3) };

test("the same numbers, written out or as loops", () => {
  const [plain, written] = [graph, simplify(graph)].map((g) => evaluateNd(g, feeds));
  for (const name of ["y", "dx", "dw", "db"]) expectClose(written[name].data, plain[name].data, 1e-12, name);
});

test("what is wide is neither cut, nor transposed, nor repeated", () => {
  const wide = graphNodes(simplify(graph)).filter(
    ({ outputs: [{ shape }] }) => shape.length === 3 && shape.includes(width) && !shape.includes(1),
  );
  expect(wide.map(({ op }) => op.name)).toEqual(expect.arrayContaining(["concatenate"])); // for the weights' derivative
  for (const name of ["split", "transpose", "broadcastTo", "matmul"])
    expect(wide.map(({ op }) => op.name)).not.toContain(name);
});
