import { beforeEach, describe, expect, test } from "vitest";
import { rejection, thrown } from "../../test/support/thrown.js";
import {
  defineLayer,
  defineLoss,
  initializers,
  input,
  layers,
  model,
  ops,
  optimizers,
  sequential,
  setSeed,
} from "../index.js";
import { defineMeanMetric, type Metric } from "./metric.js";
import { commonDefaults, defineOptimizer } from "./optimizer.js";

beforeEach(() => setSeed(1));

interface Named {
  readonly name?: string;
}

describe("a layer of one's own", () => {
  const power = defineLayer<Named & { readonly exponent: number; readonly scale?: number }>("power", {
    required: ["exponent"],
    defaults: { scale: 1 },
    check: ({ exponent }, where) => {
      if (exponent === 0) throw new RangeError(where);
    },
    weights: (_options, [{ shape }]) => ({
      weight: { shape: [shape.at(-1) as number], initializer: initializers.constant({ value: 3 }) },
    }),
    call: ({ x, weights: { weight }, options: { exponent, scale = 1 } }) =>
      ops.multiply(ops.multiply(ops.power(x, exponent), weight), scale),
  });

  test("has options, weights and a formula", async () => {
    const net = sequential([input({ shape: [2] }), power({ exponent: 2, scale: 10 })]);
    expect(net.weights.map(({ name, value }) => [name, value.toArray()])).toEqual([["power/weight", [3, 3]]]);
    expect((await net.predict([[1, 2]])).toArray()).toEqual([[30, 120]]);
    expect(net.layers[0].config).toEqual({ exponent: 2, scale: 10 });
  });

  test("checks its options where it is made", () => {
    expect(() => power({ exponent: 0, name: "p" })).toThrow(new RangeError("p"));
    expect(thrown(() => power({ exponent: undefined as unknown as number }))).toBe(
      "power: needs the option exponent; give power({ exponent }). (missing_option)",
    );
    expect(thrown(() => power({ exponent: 2, skale: 3 } as { exponent: number }))).toBe(
      'power: option: unknown name "skale"; did you mean "scale"? use one of exponent, scale, name, trainable. (unknown_name)',
    );
  });

  test("keeps statistics that its own updates change, while training only", async () => {
    const counter = defineLayer<Named>("counter", {
      defaults: {},
      weights: () => ({ seen: { shape: [], initializer: initializers.zeros(), role: "statistic" } }),
      call: ({ x, weights: { seen }, training }) => ({
        outputs: [ops.add(x, seen)],
        updates: training ? { seen: ops.add(seen, x.shape[0] as number) } : {},
      }),
    });
    const net = sequential([input({ shape: [1] }), counter(), layers.dense({ units: 1 })]);
    net.compile({ optimizer: "sgd", loss: "mse", runtime: "reference" });
    await net.fit([[1], [2], [3]], [[0], [0], [0]], { batchSize: 2, epochs: 2, verbose: 0 });
    await net.evaluate([[1]], [[0]]);
    expect(
      net.weights.map(({ name, trainable, value }) => [
        name,
        trainable,
        value.shape.length === 0 && value.item(),
      ]),
    ).toEqual([
      ["counter/seen", false, 6],
      ["dense/kernel", true, false],
      ["dense/bias", true, false],
    ]);
  });

  test("takes several inputs, and random numbers while training", async () => {
    const noisy = defineLayer<Named>("noisy", {
      defaults: {},
      call: ({ inputs: [a, b], training, random }) =>
        ops.add(ops.subtract(a, b), training ? random.normal(a.shape) : 0),
    });
    const [a, b] = [input({ shape: [1], name: "a" }), input({ shape: [1], name: "b" })];
    const net = model({ inputs: [a, b], outputs: noisy().apply([a, b]) });
    net.compile({ loss: "mae", runtime: "reference" });
    expect((await net.predict({ a: [[5]], b: [[3]] })).toArray()).toEqual([[2]]);
    const rows = Array.from({ length: 400 }, () => [1]);
    const { loss } = await net.probe(
      { a: rows, b: rows },
      rows.map(() => [0]),
    );
    expect(Math.abs(loss - Math.sqrt(2 / Math.PI))).toBeLessThan(0.12); // E|z|, four standard errors of 0.6 / √400
  });

  test("that asks for random numbers outside training is told", () => {
    const wrong = defineLayer<Named>("wrong", {
      defaults: {},
      call: ({ x, random }) => ops.add(x, random.uniform([1])),
    });
    expect(thrown(() => wrong().apply(input({ shape: [1] })))).toBe(
      "random: random numbers are for training only; ask for them where `training` is true. (invalid_option)",
    );
  });
});

describe("losses, metrics and optimizers of one's own", () => {
  const x = [[1], [2], [3], [4]];
  const y = [[0], [2], [5], [0]];

  /** Predicts x. */
  function same(): ReturnType<typeof sequential> {
    return sequential([
      input({ shape: [1] }),
      layers.dense({ units: 1, useBias: false, kernelInitializer: "ones" }),
    ]);
  }

  test("a loss", async () => {
    const quartic = defineLoss<{ readonly scale?: number }>("quartic", {
      defaults: { scale: 1 },
      perExample: ({ yTrue, yPred, options: { scale } }) =>
        ops.multiply(ops.mean(ops.power(ops.subtract(yPred, yTrue), 4), { axis: -1 }), scale),
    });
    const net = same();
    net.compile({ optimizer: "sgd", loss: quartic({ scale: 2 }), runtime: "reference" });
    expect(await net.evaluate(x, y)).toEqual({ loss: (2 * (1 + 0 + 16 + 256)) / 4 });
    expect(net.compileOptions?.loss).toMatchObject({ kind: "quartic", config: { scale: 2 } });
  });

  test("a metric that is a mean, and one with a state of its own", async () => {
    const bias = defineMeanMetric("bias", {
      defaults: {},
      perExample: ({ yTrue, yPred }) => ops.subtract(yPred, yTrue),
    });
    const worst: Metric = {
      kind: "worst",
      name: "worst",
      config: {},
      states: { worst: [] },
      update: ({ yTrue, yPred, states }) => ({
        worst: ops.maximum(states.worst, ops.max(ops.abs(ops.subtract(yPred, yTrue)))),
      }),
      result: (states) => states.worst.item(),
    };
    const net = same();
    net.compile({ loss: "mse", metrics: [bias(), bias({ name: "again" }), worst], runtime: "native" });
    expect(await net.evaluate(x, y, { batchSize: 3 })).toEqual({
      loss: 21 / 4,
      bias: 3 / 4,
      again: 3 / 4,
      worst: 4,
    });
  });

  test("an optimizer", async () => {
    const signed = defineOptimizer<object>("signed", {
      defaults: { learningRate: 0.25, ...commonDefaults },
      slots: () => ({ steps: 10 }),
      update: ({ w, g, slots, learningRate }) => ({
        w: ops.subtract(w, ops.multiply(ops.sign(g), learningRate)),
        slots: { steps: ops.add(slots.steps, 1) },
      }),
    });
    const net = same();
    net.compile({ optimizer: signed(), loss: "mse", runtime: "reference" });
    await net.fit(x, y, { epochs: 2, verbose: 0 });
    // slopes of the loss at 1 and 0.75 are positive: Σ x (x w − y) = 30 w − 19
    expect(net.getWeights()[0].toArray()).toEqual([[0.5]]);
    const slot = net.state.find(({ path }) => path === "optimizer/steps/dense/kernel");
    expect(slot?.value.toArray()).toEqual([[12]]);
  });
});

test("trainOnBatch is one step, with the loss before it, and begins its metrics anew", async () => {
  const net = sequential([
    input({ shape: [1] }),
    layers.dense({ units: 1, useBias: false, kernelInitializer: "ones" }),
  ]);
  net.compile({
    optimizer: optimizers.sgd({ learningRate: 0.5 }),
    loss: "mse",
    metrics: ["mae"],
    runtime: "reference",
  });
  expect(await net.trainOnBatch([[1]], [[3]])).toEqual({ loss: 4, mae: 2 }); // w = 1 + 0.5 · 4
  expect(await net.trainOnBatch([[1]], [[3]])).toEqual({ loss: 0, mae: 0 });
  net.optimizer.learningRate = 0;
  expect(await net.trainOnBatch([[2]], [[0]])).toEqual({ loss: 36, mae: 6 });
  expect(await net.trainOnBatch([[1]], [[3]])).toEqual({ loss: 0, mae: 0 });
  expect(await rejection(net.trainOnBatch([[Infinity]], [[0]]))).toBe(
    "trainOnBatch: x[0, 0] is Infinity; remove or replace such values before training. (non_finite_data)",
  );
});
