import { describe, expect, test } from "vitest";
import { expectClose } from "../../../test/support/expect-close.js";
import { runOn } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import type { Value } from "../../core/graph.js";
import { slice } from "../../core/ops/index.js";
import { input, layers, tensor } from "../../index.js";
import { type Layer, layerRandom, noRandom } from "../layer.js";

const numbers = (count: number, seed: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.sin(seed + 1.7 * i));
const query = tensor(numbers(2 * 3 * 4, 1), { shape: [2, 3, 4] });
const value = tensor(numbers(2 * 5 * 4, 2), { shape: [2, 5, 4] });

/** With dropout: outside training it must ask for no random numbers. */
const makers: Readonly<Record<string, () => Layer>> = {
  attention: () => layers.attention({ dropout: 0.5 }),
  additiveAttention: () => layers.additiveAttention({ dropout: 0.5 }),
  multiHeadAttention: () => layers.multiHeadAttention({ numHeads: 2, keyDim: 3, dropout: 0.5 }),
  groupQueryAttention: () =>
    layers.groupQueryAttention({ headDim: 3, numQueryHeads: 4, numKeyValueHeads: 2, dropout: 0.5 }),
};

const weightsOf = (layer: Layer): Record<string, ReturnType<typeof tensor>> =>
  Object.fromEntries(
    Object.entries(layer.weights([query, value], "here")).map(([name, { shape }], i) => [
      name,
      tensor(
        numbers(
          shape.reduce((a, b) => a * b, 1),
          i,
        ),
        { shape },
      ),
    ]),
  );

describe.each(Object.entries(makers))("%s", (_, make) => {
  const call = (
    inputs: readonly Value[],
    weights: Record<string, Value>,
    masks?: readonly (Value | null)[],
  ): Value =>
    make().call({ inputs, weights, training: false, random: noRandom, name: "here", ...(masks && { masks }) })
      .outputs[0];

  test("one sequence attends to itself", async () => {
    const [{ one, three }] = await runOn("reference", [
      {
        inputs: { x: query, ...weightsOf(make()) },
        fn: ({ x, ...weights }) => ({ one: call([x], weights), three: call([x, x, x], weights) }),
      },
    ]);
    expect(one).toEqual(three);
  });

  test("positions that are not there are not attended to: as a mask that says so, and as a shorter sequence", async () => {
    const there = tensor([1, 1, 1, 0, 0, 1, 1, 1, 0, 0].map(Boolean), { shape: [2, 5], dtype: "bool" });
    const allowed = tensor(
      Array.from({ length: 30 }, (_, i) => i % 5 < 3),
      { shape: [2, 3, 5], dtype: "bool" },
    );
    const [{ padded, masked, shorter }] = await runOn("reference", [
      {
        inputs: { q: query, v: value, there, allowed, ...weightsOf(make()) },
        fn: ({ q, v, there: mask, allowed: explicit, ...weights }) => ({
          padded: call([q, v], weights, [null, mask]),
          masked: call([q, v, explicit], weights),
          shorter: call([q, slice(v, { axes: [1], starts: [0], ends: [3] })], weights),
        }),
      },
    ]);
    expectClose(padded, shorter, 1e-12);
    expectClose(masked, shorter, 1e-12);
  });
});

test("dropout of attention weights: a share of rate is 0, the mean stays", async () => {
  // Scores of 0 and values of 1: each output is the mean of 400 weights, each 0 or 1 / (1 − rate).
  const count = 400;
  const zeros = tensor(new Float32Array(count), { shape: [1, count, 1] });
  const ones = tensor(new Float32Array(count).fill(1), { shape: [1, count, 1] });
  const layer = layers.attention({ dropout: 0.25 });
  const word = (n: number): ReturnType<typeof tensor> => tensor(n, { dtype: "uint32" });
  const [{ y }] = await runOn("native", [
    {
      inputs: { zeros, ones, seed: word(1), step: word(0) },
      fn: (values) => {
        const inputs = [values.zeros, values.ones, values.zeros];
        const random = layerRandom("attention", values.seed, values.step);
        return {
          y: layer.call({ inputs, weights: {}, training: true, random, name: "attention" }).outputs[0],
        };
      },
    },
  ]);
  const mean = y.reduce((a, b) => a + b, 0) / count;
  const deviation = Math.sqrt(y.reduce((a, b) => a + (b - mean) ** 2, 0) / count);
  const one = Math.sqrt(0.25 / 0.75 / count); // of one output
  expect(Math.abs(mean - 1)).toBeLessThan((4 * one) / Math.sqrt(count));
  expect(Math.abs(deviation / one - 1)).toBeLessThan(4 / Math.sqrt(2 * count));
});

describe("what cannot be attended to", () => {
  const x = input({ shape: [3, 4] });
  test("inputs and shapes", () => {
    expect(thrown(() => layers.attention().apply([x, x, x, x]))).toBe(
      "attention: expects [query, value] or [query, value, key] and a bool mask after them, got 4 inputs; call it as apply([query, value, key]). (missing_input)",
    );
    expect(
      thrown(() => layers.multiHeadAttention({ numHeads: 2, keyDim: 2 }).apply(input({ shape: [4] }))),
    ).toBe(
      "multiHeadAttention: expects [batch, positions, features] with a known number of features, got [batch, 4]; give the input's shape in full. (shape_mismatch)",
    );
    const flat = input({ shape: [3], dtype: "bool" });
    expect(thrown(() => layers.multiHeadAttention({ numHeads: 2, keyDim: 2 }).apply([x, x, flat]))).toBe(
      "multiHeadAttention: expects a mask [batch, query positions, value positions], got [batch, 3]; add the axes that it lacks, of size 1. (shape_mismatch)",
    );
  });

  test("options", () => {
    expect(thrown(() => layers.attention({ scoreMode: "dots" as "dot" }))).toBe(
      'attention: scoreMode: unknown name "dots"; did you mean "dot"? use one of dot, concat. (unknown_name)',
    );
    const options = { headDim: 2, numQueryHeads: 4, numKeyValueHeads: 3 };
    expect(thrown(() => layers.groupQueryAttention(options))).toBe(
      "groupQueryAttention: numKeyValueHeads 3 does not divide numQueryHeads 4; use a divisor of it. (invalid_option)",
    );
    expect(thrown(() => layers.multiHeadAttention({ numHeads: 0, keyDim: 2 }))).toBe(
      "multiHeadAttention: numHeads is 0; use a whole number from 1. (invalid_option)",
    );
  });

  test("images whose other axes differ", () => {
    const attend = layers.multiHeadAttention({ numHeads: 1, keyDim: 2, attentionAxes: 2 });
    expect(thrown(() => attend.apply([input({ shape: [2, 3, 4] }), input({ shape: [3, 3, 4] })]))).toBe(
      "multiHeadAttention: attention along axes 2 of [batch, 2, 3, 4], [batch, 3, 3, 4]: the inputs must agree in the other axes, and there can be no mask; reshape them to [batch, positions, features]. (shape_mismatch)",
    );
  });
});
