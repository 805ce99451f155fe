import { ops, tensor, tensorType, trace } from "neurograd";
import { describe, expect, test } from "vitest";
import { evaluateNd } from "../../core/evaluate.js";
import type { Value } from "../../core/graph.js";
import { nd } from "../../core/nd.js";
import { Float64Program } from "./float64-program.js";
import { kernels } from "./kernels.js";

const numbers = {
  a: [-2, -0.5, 0, 0.25, 1, 3, 1, -700, 700],
  b: [1, -0.5, 2, -4, 1, 3, 0, 0.001, 1e10],
  s: [0.5],
};
const types = { a: tensorType([9]), b: tensorType([9]), s: tensorType([]) };

type Build = (a: Value, b: Value, s: Value) => Value;
const truths: Build = (a, b) => ops.greater(a, b);
const samples: Readonly<Record<string, Build>> = {
  negative: (a) => ops.negative(a),
  reciprocal: (a) => ops.reciprocal(a),
  exp: (a) => ops.exp(a),
  log: (a) => ops.log(a),
  sqrt: (a) => ops.sqrt(a),
  tanh: (a) => ops.tanh(a),
  cos: (a) => ops.cos(a),
  abs: (a) => ops.abs(a),
  logicalNot: (a, b, s) => ops.logicalNot(truths(a, b, s)),
  add: (a, b) => ops.add(a, b),
  subtract: (a, b) => ops.subtract(a, b),
  multiply: (a, b) => ops.multiply(a, b),
  divide: (a, b) => ops.divide(a, b),
  maximum: (a, b) => ops.maximum(a, b),
  minimum: (a, b) => ops.minimum(a, b),
  equal: (a, b) => ops.equal(a, b),
  greater: (a, b) => ops.greater(a, b),
  greaterEqual: (a, b) => ops.greaterEqual(a, b),
  less: (a, b) => ops.less(a, b),
  lessEqual: (a, b) => ops.lessEqual(a, b),
  logicalAnd: (a, b, s) => ops.logicalAnd(truths(a, b, s), ops.greater(b, s)),
  logicalOr: (a, b, s) => ops.logicalOr(truths(a, b, s), ops.greater(b, s)),
  where: (a, b, s) => ops.where(truths(a, b, s), a, s),
};

/** Bit for bit: what the reference evaluator gives, too. */
function expectReference(build: Build): void {
  const graph = trace(types, ({ a, b, s }) => ({ y: build(a, b, s) }));
  const program = new Float64Program(graph);
  for (const [name, values] of Object.entries(numbers)) program.inputs[name].set(values);
  const feeds = { a: nd([9], numbers.a), b: nd([9], numbers.b), s: nd([], numbers.s) };
  for (let k = 0; k < 2; k++) {
    program.run();
    expect(Array.from(program.outputs.y)).toEqual(Array.from(evaluateNd(graph, feeds).y.data));
  }
}

describe("each loop is its op", () => {
  test("there is a sample for each", () => {
    expect(Object.keys(samples).sort()).toEqual(Array.from(kernels.keys(), (op) => op.name).sort());
  });

  test.each(Object.keys(samples))("%s", (name) => {
    const build = samples[name];
    expectReference(build);
    expectReference((a, b, s) => build(b, a, s));
    expectReference((a, _, s) => ops.add(ops.cast(build(a, s, s), { dtype: "float32" }), ops.multiply(a, 0)));
    expectReference((_, b, s) => ops.add(ops.cast(build(s, b, s), { dtype: "float32" }), ops.multiply(b, 0)));
  });
});

test("other ops are their reference: integers overflow, matrices multiply, shapes change", () => {
  expectReference((a, b) => ops.matmul(ops.reshape(a, { shape: [3, 3] }), ops.reshape(b, { shape: [3, 3] })));
  expectReference((a) => ops.sum(a, { axis: 0, keepdims: true }));
  expectReference((a, b) => ops.add(ops.reshape(a, { shape: [9, 1] }), b));
  expectReference((a) =>
    ops.cast(ops.multiply(ops.cast(ops.abs(a), { dtype: "uint32" }), tensor(4e9, { dtype: "uint32" })), {
      dtype: "float32",
    }),
  );
});

test("sizes must be numbers", () => {
  expect(
    () => new Float64Program(trace({ x: tensorType(["batch"]) }, ({ x }) => ({ y: ops.exp(x) }))),
  ).toThrow("Float64Program: x has shape [batch]; give every size as a number. (unknown_size)");
});
