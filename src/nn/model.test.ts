import { beforeEach, describe, expect, test } from "vitest";
import { rejection, thrown } from "../../test/support/thrown.js";
import {
  input,
  layers,
  losses,
  type Model,
  metrics,
  model,
  ops,
  optimizers,
  sequential,
  setSeed,
  tensor,
} from "../index.js";
import type { CompileOptions } from "./compile.js";

beforeEach(() => setSeed(1));

const classifier = (): Model =>
  sequential([
    input({ shape: [28, 28], dtype: "uint8", name: "image" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.flatten(),
    layers.normalization({ axis: null }),
    layers.dense({ units: 128, activation: "relu" }),
    layers.dropout({ rate: 0.5 }),
    layers.dense({ units: 10, activation: "softmax", name: "digit" }),
  ]);

/** x → 2x + 1. */
function line(options: Partial<CompileOptions> = {}): Model {
  const net = sequential([input({ shape: [1] }), layers.dense({ units: 1 })]);
  net.compile({ optimizer: "sgd", loss: "mse", runtime: "reference", ...options });
  net.setWeights([[[2]], [1]]);
  return net;
}

test("summary: a row per layer, and the numbers of parameters", () => {
  const lines: string[] = [];
  classifier().summary((text) => lines.push(text));
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "Layer                          Output shape     Parameters
    ──────────────────────────────────────────────────────────
    image (input)                  [batch, 28, 28]           0
    rescaling (rescaling)          [batch, 28, 28]           0
    flatten (flatten)              [batch, 784]              0
    normalization (normalization)  [batch, 784]              2
    dense (dense)                  [batch, 128]        100,480
    dropout (dropout)              [batch, 128]              0
    digit (dense)                  [batch, 10]           1,290
    ──────────────────────────────────────────────────────────
    Parameters: 101,772, trainable: 101,770, not trainable: 2"
  `);
});

describe("layers and weights", () => {
  test("layers have the names they have in this model, numbered by kind", () => {
    const net = sequential([
      input({ shape: [4] }),
      layers.dense({ units: 3 }),
      layers.activation({ activation: "relu" }),
      layers.dense({ units: 2, name: "head" }),
      layers.dense({ units: 1 }),
    ]);
    expect(net.layers.map(({ name, kind }) => [name, kind])).toEqual([
      ["dense", "dense"],
      ["activation", "activation"],
      ["head", "dense"],
      ["dense_2", "dense"],
    ]);
    expect(net.getLayer("head").config).toEqual({ units: 2, name: "head" });
    expect(net.weights.map(({ name, shape, dtype, trainable }) => [name, shape, dtype, trainable])).toEqual([
      ["dense/kernel", [4, 3], "float32", true],
      ["dense/bias", [3], "float32", true],
      ["head/kernel", [3, 2], "float32", true],
      ["head/bias", [2], "float32", true],
      ["dense_2/kernel", [2, 1], "float32", true],
      ["dense_2/bias", [1], "float32", true],
    ]);
  });

  test("getLayer of an unknown name, with the nearest right one", () => {
    expect(thrown(() => classifier().getLayer("dence"))).toBe(
      'getLayer: unknown name "dence"; did you mean "dense"? use one of rescaling, flatten, normalization, dense, dropout, digit. (unknown_name)',
    );
  });

  test("setWeights and getWeights before anything has run, and after", async () => {
    const net = line();
    expect(net.getWeights().map((w) => w.toArray())).toEqual([[[2]], [1]]);
    expect((await net.predict([[3]])).toArray()).toEqual([[7]]);
    net.setWeights([tensor([[4]]), new Float32Array([0])]);
    expect((await net.predict([[3]])).toArray()).toEqual([[12]]);
    const [kernel] = net.getWeights();
    await net.fit([[1]], [[0]], { verbose: 0 });
    expect(kernel.toArray()).toEqual([[4]]); // what was handed out is never overwritten
    expect(net.getWeights()[0].toArray()).not.toEqual([[4]]);
  });

  test("weights of a shape or number that does not fit", () => {
    const net = line();
    expect(thrown(() => net.setWeights([[[2]]]))).toBe(
      "setWeights: got 1 arrays, the model has 2 weights: dense/kernel, dense/bias. (shape_mismatch)",
    );
    expect(thrown(() => net.setWeights([[2], [1]]))).toBe(
      "dense/kernel: has shape [1, 1], got [1]; give a value of the same shape. (shape_mismatch)",
    );
    expect(net.getWeights().map((w) => w.toArray())).toEqual([[[2]], [1]]); // nothing half done
  });
});

describe("state", () => {
  test("lists weights, then slots, counters, seed and metrics, with their roles", async () => {
    const net = line({ optimizer: "adam", metrics: ["mae"] });
    const listed = (): (readonly [string, string])[] =>
      net.state.map(({ path, role }) => [path, role] as const);
    expect(listed()).toEqual([
      ["dense/kernel", "weight"],
      ["dense/bias", "weight"],
      ["optimizer/momentum/dense/kernel", "slot"],
      ["optimizer/momentum/dense/bias", "slot"],
      ["optimizer/velocity/dense/kernel", "slot"],
      ["optimizer/velocity/dense/bias", "slot"],
      ["optimizer/iterations", "counter"],
      ["random/seed", "random"],
      ["metrics/loss/total", "metric"],
      ["metrics/loss/count", "metric"],
      ["metrics/mae/total", "metric"],
      ["metrics/mae/count", "metric"],
    ]);
    await net.fit([[1], [2]], [[1], [2]], { batchSize: 1, epochs: 3, verbose: 0 });
    const iterations = net.state.find(({ path }) => path === "optimizer/iterations");
    expect(iterations?.value.toArray()).toBe(6);
  });

  test("written and read, a run goes on where it was: the same bits as one that never stopped", async () => {
    const data = [[[1], [2], [3]], [[3], [5], [6]]] as const; // biome-ignore format: x and y
    const options = { shuffle: false, verbose: 0 } as const;
    const whole = line({ optimizer: "adam" });
    await whole.fit(...data, { ...options, epochs: 5 });
    const first = line({ optimizer: "adam" });
    await first.fit(...data, { ...options, epochs: 2 });
    const second = line({ optimizer: "adam" });
    second.writeState(Object.fromEntries(first.state.map(({ path, value }) => [path, value])));
    await second.fit(...data, { ...options, epochs: 5, initialEpoch: 2 });
    expect(second.getWeights().map((w) => w.toArray())).toEqual(whole.getWeights().map((w) => w.toArray()));
  });

  test("a path that does not exist", () => {
    expect(thrown(() => line().writeState({ "dense/kernal": tensor([[1]]) }))).toBe(
      'state: unknown name "dense/kernal"; did you mean "dense/kernel"? use one of dense/kernel, dense/bias, optimizer/iterations, random/seed, metrics/loss/total, metrics/loss/count. (unknown_name)',
    );
  });
});

describe("compile", () => {
  test("the optimizer is Keras's default, rmsprop", async () => {
    const net = sequential([input({ shape: [1] }), layers.dense({ units: 1, useBias: false })]);
    net.compile({ loss: "mse", runtime: "reference" });
    expect(net.optimizer.learningRate).toBe(0.001);
    expect(net.state.map(({ path }) => path)).toContain("optimizer/velocity/dense/kernel");
    net.setWeights([[[1]]]);
    await net.fit([[1]], [[0]], { verbose: 0 });
    // g = 2, v = 0.1 · 4, w = 1 − 0.001 · 2 / √(0.4 + 1e-7)
    expect(net.getWeights()[0].item()).toBeCloseTo(1 - 0.002 / Math.sqrt(0.4 + 1e-7), 14);
  });

  test("again: weights stay, what the optimizer kept begins anew, the runtime may change", async () => {
    const net = line({ optimizer: "adam" });
    await net.fit([[1]], [[0]], { epochs: 2, verbose: 0 });
    const weights = net.getWeights().map((w) => w.toFloat64());
    net.compile({ optimizer: "adam", loss: "mse", runtime: "wasm" });
    for (const [i, w] of net.getWeights().entries())
      expect(Math.abs(w.toFloat64()[0] - weights[i][0])).toBeLessThan(1e-6);
    const { value } = net.state.find(({ path }) => path === "optimizer/iterations") ?? {};
    expect(value?.toArray()).toBe(0);
    expect((await net.predict([[0]])).dtype).toBe("float32");
  });

  test("options, losses and metrics of one's own", async () => {
    const net = line({
      optimizer: optimizers.sgd({ learningRate: 0 }),
      loss: losses.huber({ delta: 2 }),
      metrics: ["mae", metrics.meanSquaredError({ name: "squares" })],
    });
    // Predictions 3 and 5 of 0 and 10: errors 3 and −5; huber: 2 (3 − 1) and 2 (5 − 1), mean 6.
    const logs = await net.evaluate([[1], [2]], [[0], [10]]);
    expect(logs).toEqual({ loss: 6, mae: 4, squares: 17 });
  });

  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "a misspelt loss": [
      () => line({ loss: "binaryCrossEntropi" as "mse" }),
      'compile: loss: unknown name "binaryCrossEntropi"; did you mean "binaryCrossentropy"? use one of binaryCrossentropy, categoricalCrossentropy, huber, logLoss, mae, meanAbsoluteError, meanSquaredError, mse, sparseCategoricalCrossentropy; strings name the common ones, others are called: losses.name(). (unknown_name)',
    ],
    "a misspelt optimizer": [
      () => line({ optimizer: "adaam" as "adam" }),
      'compile: optimizer: unknown name "adaam"; did you mean "adam"? use one of adagrad, adam, adamW, rmsprop, sgd; strings name the common ones, others are called: optimizers.name(). (unknown_name)',
    ],
    "a misspelt metric": [
      () => line({ metrics: ["acuracy" as "accuracy"] }),
      'compile: metrics: unknown name "acuracy"; did you mean "accuracy"? use one of accuracy, binaryAccuracy, categoricalAccuracy, mae, meanAbsoluteError, meanSquaredError, mse, sparseCategoricalAccuracy; strings name the common ones, others are called: metrics.name(). (unknown_name)',
    ],
    "a misspelt runtime": [
      () => line({ runtime: "nativ" as "native" }),
      'compile: runtime: unknown name "nativ"; did you mean "native"? use one of auto, native, wasm, webgpu, reference. (unknown_name)',
    ],
    "a misspelt option": [
      () => line({ optimiser: "adam" } as Partial<CompileOptions>),
      'compile: option: unknown name "optimiser"; did you mean "optimizer"? use one of optimizer, loss, lossWeights, metrics, weightedMetrics, runtime, threads, stepsPerExecution, learning. (unknown_name)',
    ],
    "no loss": [
      () => line({ loss: undefined as unknown as "mse" }),
      "compile: needs the option loss; give one of binaryCrossentropy, categoricalCrossentropy, huber, logLoss, mae, meanAbsoluteError, meanSquaredError, mse, sparseCategoricalCrossentropy. (missing_option)",
    ],
    "no threads": [
      () => line({ threads: 0 }),
      "compile: threads is 0; use a whole number from 1. (invalid_option)",
    ],
    "two metrics of one name": [
      () => line({ metrics: ["mse", metrics.meanAbsoluteError({ name: "mse" })] }),
      'compile: two metrics are called "mse"; give one a name of its own with { name }. (duplicate_name)',
    ],
    "a metric called loss": [
      () => line({ metrics: [metrics.meanAbsoluteError({ name: "loss" })] }),
      'compile: two metrics are called "loss"; give one a name of its own with { name }. (duplicate_name)',
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});

describe("before it is compiled", () => {
  const net = (): Model => sequential([input({ shape: [1] }), layers.dense({ units: 1 })]);
  const text = (where: string): string =>
    `${where}: the model has no loss yet; call net.compile({ optimizer, loss }) first. (not_compiled)`;

  test("it predicts, but cannot be trained or measured", async () => {
    expect((await net().predict([[1]])).shape).toEqual([1, 1]);
    expect(await rejection(net().fit([[1]], [[1]]))).toBe(text("fit"));
    expect(await rejection(net().evaluate([[1]], [[1]]))).toBe(text("evaluate"));
    expect(await rejection(net().trainOnBatch([[1]], [[1]]))).toBe(text("trainOnBatch"));
    expect(await rejection(net().probe([[1]], [[1]]))).toBe(text("probe"));
    expect(thrown(() => net().optimizer)).toBe(text("optimizer"));
  });
});

test("while fit runs, what would change the model is refused", async () => {
  const net = line();
  const running = net.fit([[1]], [[1]], { verbose: 0 });
  const text = (where: string): string =>
    `${where}: fit is running on this model; await it, or stop it with its signal. (already_fitting)`;
  expect(thrown(() => net.compile({ loss: "mse" }))).toBe(text("compile"));
  expect(thrown(() => net.setWeights([[[1]], [1]]))).toBe(text("setWeights"));
  expect(await rejection(net.evaluate([[1]], [[1]]))).toBe(text("evaluate"));
  expect(await rejection(net.trainOnBatch([[1]], [[1]]))).toBe(text("trainOnBatch"));
  expect((await net.predict([[1]])).shape).toEqual([1, 1]);
  await running;
});

describe("functional models", () => {
  test("several inputs, by name; the output is named after its layer", async () => {
    const a = input({ shape: [2], name: "a" });
    const b = input({ shape: [1], name: "b" });
    const joined = ops.concatenate([a, b], { axis: 1 });
    const net = model({ inputs: [a, b], outputs: layers.dense({ units: 1, name: "price" }).apply(joined) });
    net.compile({ optimizer: "sgd", loss: "mse", runtime: "reference" });
    net.setWeights([[[1], [2], [3]], [0]]);
    expect([net.inputNames, net.outputNames]).toEqual([["a", "b"], ["price"]]);
    expect((await net.predict({ b: [[10]], a: [[1, 1]] })).toArray()).toEqual([[33]]);
    const { history } = await net.fit({ a: [[1, 1]], b: [[10]] }, { price: [[30]] }, { verbose: 0 });
    expect(history.loss).toEqual([9]);
  });

  test("an input that is not given", async () => {
    const [a, b] = [input({ shape: [1], name: "a" }), input({ shape: [1], name: "b" })];
    const net = model({ inputs: [a, b], outputs: ops.add(a, b) });
    expect(await rejection(net.predict({ a: [[1]] }))).toBe(
      'predict: x: has no "b", but a; the model\'s names are a, b. (missing_input)',
    );
    expect(await rejection(net.predict([[1]]))).toBe(
      "predict: x: one array, where 2 are expected; pass { a, b }. (missing_input)",
    );
  });

  test("several outputs are one too many for predict", async () => {
    const x = input({ shape: [1] });
    const net = model({
      inputs: x,
      outputs: [
        layers.dense({ units: 1, name: "left" }).apply(x),
        layers.dense({ units: 1, name: "right" }).apply(x),
      ],
    });
    expect(await rejection(net.predict([[1]]))).toBe(
      "predict: the model has 2 outputs, left, right; use predictAll, which gives each by its name. (several_outputs)",
    );
  });

  test("what is no symbol", () => {
    const x = input({ shape: [1] });
    expect(thrown(() => model({ inputs: x, outputs: tensor([1]) as unknown as typeof x }))).toBe(
      "model: outputs: takes what input(), layer.apply() and ops of those give, not a Tensor; begin with input({ shape: [...] }). (not_a_symbol)",
    );
    expect(thrown(() => layers.flatten().apply(undefined as unknown as typeof x))).toBe(
      "flatten: takes what input(), layer.apply() and ops of those give, not undefined; begin with input({ shape: [...] }). (not_a_symbol)",
    );
  });
});
