import { describe, expect, test } from "vitest";
import { random } from "../../../test/support/check-op.js";
import { evaluateValue } from "../../../test/support/evaluate-value.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { type Case, runOn, runtimes } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import { constant } from "../../core/constant.js";
import { graphInput, toposort, type Value } from "../../core/graph.js";
import { mean, scanOp, square } from "../../core/ops/index.js";
import { simplify } from "../../core/simplify.js";
import { fromFloat64, type Tensor, tensor } from "../../core/tensor.js";
import { grad } from "../../core/vjp.js";
import { type Layer, type LayerRandom, noRandom } from "../layer.js";
import { input } from "../symbol.js";
import * as layers from "./index.js";

const x = random([2, 5, 3], { seed: 3 });
const cells = [
  { make: layers.simpleRNN, gates: 1 },
  { make: layers.lstm, gates: 4 },
  { make: layers.gru, gates: 3 },
] as const;

type Weights = Readonly<Record<string, Tensor>>;

const weightsOf = (layer: Layer): Weights =>
  Object.fromEntries(
    Object.entries(layer.weights([{ dtype: "float32", shape: x.shape }], "here")).map(
      ([name, { shape }], k) => [name, random(shape, { low: -1, high: 1, seed: k + 7 })],
    ),
  );

function outputOf(
  layer: Layer,
  weights: Weights,
  given: Tensor,
  uniform?: LayerRandom["uniform"],
): Float64Array {
  const values = Object.fromEntries(Object.entries(weights).map(([name, w]) => [name, constant(w)]));
  const { outputs } = layer.call({
    inputs: [constant(given)],
    weights: values,
    training: uniform !== undefined,
    random: uniform ? { ...noRandom, uniform } : noRandom,
    name: "here",
  });
  return evaluateValue(outputs[0], {}).toFloat64();
}

/** The k-th mask asked for: column j of the n is kept where (j + k) is even, in all rows alike. */
function striped(): {
  readonly uniform: LayerRandom["uniform"];
  readonly isKept: (k: number, j: number) => boolean;
} {
  let asked = 0;
  const isKept = (k: number, j: number): boolean => (j + k) % 2 === 0;
  const uniform: LayerRandom["uniform"] = (shape) => {
    const [rows, columns] = shape as readonly number[];
    const k = asked++;
    const data = Float64Array.from({ length: rows * columns }, (_, i) =>
      isKept(k, i % columns) ? 0.9 : 0.1,
    );
    return constant(fromFloat64(data, [rows, columns], "float64"));
  };
  return { uniform, isKept };
}

/** `matrix` whose rows are scaled as the mask of their column's gate says: what dropout before a product comes to. */
function scaledRows(matrix: Tensor, gates: number, scale: (gate: number, row: number) => number): Tensor {
  const [, columns] = matrix.shape;
  const data = matrix.toFloat64().map((v, i) => {
    const gate = Math.floor((i % columns) / (columns / gates));
    return v * scale(gate, Math.floor(i / columns));
  });
  return fromFloat64(data, matrix.shape, "float64");
}

describe.each(cells)("dropout of cell $gates", ({ make, gates }) => {
  test("of the input: one mask for all positions and gates", () => {
    const layer = make({ units: 4, dropout: 0.5 });
    const weights = weightsOf(layer);
    const { uniform, isKept } = striped();
    const kernel = scaledRows(weights.kernel, gates, (_, row) => (isKept(0, row) ? 2 : 0));
    const expected = outputOf(make({ units: 4 }), { ...weights, kernel }, x);
    expectClose(outputOf(layer, weights, x, uniform), expected, 1e-12);
    expect(Array.from(outputOf(layer, weights, x))).toEqual(
      Array.from(outputOf(make({ units: 4 }), weights, x)),
    );
  });

  test("of the state: each gate has masks of its own", () => {
    const layer = make({ units: 4, dropout: 0.5, recurrentDropout: 0.25 });
    const weights = weightsOf(layer);
    const { uniform, isKept } = striped();
    const kernel = scaledRows(weights.kernel, gates, (gate, row) => (isKept(gate, row) ? 2 : 0));
    const recurrentKernel = scaledRows(weights.recurrentKernel, gates, (gate, row) =>
      isKept(gates + gate, row) ? 4 / 3 : 0,
    );
    const expected = outputOf(make({ units: 4 }), { ...weights, kernel, recurrentKernel }, x);
    expectClose(outputOf(layer, weights, x, uniform), expected, 1e-12);
  });
});

describe.each(cells)("the loop of cell $gates", ({ make }) => {
  const scansIn = (time: number, options: object): number => {
    const layer = make({ units: 2, ...options });
    const given = graphInput("x", { dtype: "float32", shape: [2, time, 3] });
    const weights = Object.fromEntries(
      Object.entries(layer.weights([given.type], "here")).map(([name, { shape }]): [string, Value] => [
        name,
        graphInput(name, { dtype: "float32", shape }),
      ]),
    );
    const { outputs } = layer.call({
      inputs: [given],
      weights,
      training: false,
      random: noRandom,
      name: "here",
    });
    const graph = simplify({ inputs: [given, ...Object.values(weights)], outputs: { y: outputs[0] } });
    return toposort(Object.values(graph.outputs)).filter(({ op }) => op === scanOp.def).length;
  };

  test("is written out while it is short, or where that is asked for", () => {
    expect([scansIn(64, {}), scansIn(65, {}), scansIn(65, { unroll: true })]).toEqual([0, 1, 0]);
  });
});

describe("errors", () => {
  const sequence = input({ shape: [5, 3] });
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "no width": [
      () => layers.lstm({ units: 0 }),
      "lstm: units is 0; use a whole number from 1. (invalid_option)",
    ],
    "a share that is none": [
      () => layers.gru({ units: 2, recurrentDropout: 2 }),
      "gru: recurrentDropout is 2; use a number from 0 to 1. (invalid_option)",
    ],
    "no sequence": [
      () => layers.simpleRNN({ units: 2 }).apply(input({ shape: [3] })),
      "simpleRNN: expects [batch, time, features] with a known number of features, got [batch, 3]; give the input's shape in full. (shape_mismatch)",
    ],
    "too few states": [
      () => layers.lstm({ units: 2 }).apply([sequence, input({ shape: [2] })]),
      "lstm: expects initial states [batch, 2], [batch, 2] after the sequences, got [batch, 2]; give each state once, or none for zeros. (shape_mismatch)",
    ],
    "to write out what has no end": [
      () => layers.lstm({ units: 2, unroll: true }).apply(input({ shape: [null, 3] })),
      "lstm: unroll needs to know how many positions there are; give the input's shape in full, or leave unroll out. (unknown_size)",
    ],
    "a memory of how many": [
      () => layers.lstm({ units: 2, stateful: true }).apply(sequence),
      "lstm: is stateful, so it must know how many sequences a batch has; give input({ shape, batchSize }). (missing_option)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});

describe("a long loop stays one node", () => {
  const length = 66;
  const sequence = random([2, length, 3], { seed: 5 });
  const mask = tensor(
    Array.from({ length: 2 }, (_, b) => Array.from({ length }, (_, t) => (t * 7 + b) % 5 !== 0)),
    { dtype: "bool" },
  );

  const stepOf = (make: (typeof cells)[number]["make"], unroll: boolean): Case => {
    const layer = make({ units: 4, goBackwards: true, returnSequences: true, unroll });
    const weights = weightsOf(layer);
    return {
      inputs: { ...weights, x: sequence, mask },
      fn: (values) => {
        const [y] = layer.call({
          inputs: [values.x],
          masks: [values.mask],
          weights: values,
          training: false,
          random: noRandom,
          name: "here",
        }).outputs;
        const names = ["x", ...Object.keys(weights)];
        const grads = grad(
          mean(square(y)),
          names.map((name) => values[name]),
        );
        return { y, ...Object.fromEntries(names.map((name, k) => [name, grads[k]])) };
      },
    };
  };

  test.each(runtimes)("and gives what the written-out one gives, gradients too, on %s", async (runtime) => {
    const results = await runOn(
      runtime,
      cells.flatMap(({ make }) => [stepOf(make, false), stepOf(make, true)]),
    );
    for (let k = 0; k < results.length; k += 2) {
      for (const [name, numbers] of Object.entries(results[k]))
        expectClose(numbers, results[k + 1][name], runtime === "reference" ? 1e-13 : 2e-6, name);
    }
  });
});
