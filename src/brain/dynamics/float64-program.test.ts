import { ops, tensor, tensorType, trace } from "neurograd";
import { describe, expect, test, vi } from "vitest";
import { evaluateNd } from "../../core/evaluate.js";
import type { Graph, Value } from "../../core/graph.js";
import { nd } from "../../core/nd.js";
import { Float64Program } from "./float64-program.js";
import { fusedLoop } from "./fused-loop.js";
import { kernels } from "./kernels.js";
import type { PreparedProgram } from "./start-loop.js";

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
  expectNumbers(graph, new Float64Program(graph));
}

function expectNumbers(graph: Graph, program: PreparedProgram): void {
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

describe("fusedLoop", () => {
  const rows = { a: tensorType([9]), b: tensorType([9]) };
  const half = tensor([0.5]);
  const number = (y: Value): Value => ops.cast(y, { dtype: "float32" });

  test.each([...Object.keys(samples), "sin", "floor", "ceil", "round"])("%s, as one loop", async (name) => {
    const rounded = (a: Value): Value => (ops as unknown as Record<string, (x: Value) => Value>)[name](a); // the last four
    const build: Build = samples[name] ?? rounded;
    const graph = trace(rows, ({ a, b }) => ({ y: number(build(a, b, ops.multiply(b, half))) }));
    const program = await fusedLoop(graph);
    if (program === undefined) throw new Error("it is element-wise");
    for (const key of ["a", "b"] as const) program.inputs[key].set(numbers[key]);
    const feeds = { a: nd([9], numbers.a), b: nd([9], numbers.b) };
    for (let k = 0; k < 2; k++) {
      program.run();
      expect(Array.from(program.outputs.y)).toEqual(Array.from(evaluateNd(graph, feeds).y.data));
    }
  });

  test("constants of one number and of many; state in its place", async () => {
    const many = tensor(
      Float64Array.from({ length: 9 }, (_, i) => i),
      { dtype: "float64" },
    );
    const type = tensorType([9], "float64");
    const graph = trace({ a: type, b: type }, ({ a, b }) => ({
      a: ops.add(b, many),
      b: ops.multiply(a, 2), // the old a
    }));
    const program = await fusedLoop(graph);
    if (program === undefined) throw new Error("it is element-wise");
    program.inputs.a.fill(1);
    program.inputs.b.fill(10);
    program.run();
    expect([program.outputs.a, program.outputs.b]).toEqual([program.inputs.a, program.inputs.b]);
    expect(Array.from(program.inputs.a)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18]);
    expect(Array.from(program.inputs.b)).toEqual(new Array<number>(9).fill(2));
    program.run();
    expect(Array.from(program.inputs.b)).toEqual([20, 22, 24, 26, 28, 30, 32, 34, 36]);
  });

  test("more than one page of memory, more than 64 elements: positions of several bytes", async () => {
    const type = tensorType([20_000], "float64");
    const program = await fusedLoop(trace({ x: type }, ({ x }) => ({ y: ops.add(x, 1) })));
    if (program === undefined) throw new Error("it is element-wise");
    for (let i = 0; i < 20_000; i++) program.inputs.x[i] = i;
    program.run();
    expect(program.outputs.y.every((y, i) => y === i + 1)).toBe(true);
  });

  test("what is no loop over elements is left to others, and so is a page that forbids it", async () => {
    const wide = trace({ x: tensorType([3, 3]) }, ({ x }) => ({ y: ops.matmul(x, x) }));
    expect(await fusedLoop(wide)).toBeUndefined();
    const scalar = trace({ x: tensorType([]) }, ({ x }) => ({ y: ops.exp(x) }));
    expect(await fusedLoop(scalar)).toBeUndefined();
    const whole = trace({ x: tensorType([4], "int32") }, ({ x }) => ({ y: ops.add(x, x) }));
    expect(await fusedLoop(whole)).toBeUndefined();
    const sums = trace(rows, ({ a }) => ({ y: ops.add(a, ops.sum(a)) }));
    expect(await fusedLoop(sums)).toBeUndefined();
    const forbidden = vi
      .spyOn(WebAssembly, "instantiate")
      .mockRejectedValue(new WebAssembly.CompileError("policy"));
    expect(await fusedLoop(trace(rows, ({ a }) => ({ y: ops.exp(a) })))).toBeUndefined();
    forbidden.mockRestore();
  });
});
