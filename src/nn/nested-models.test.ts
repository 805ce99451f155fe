import { describe, expect, test } from "vitest";
import { rejection, thrown } from "../../test/support/thrown.js";
import { input, layers, loadModel, type Model, model, ops, sequential, setSeed } from "../index.js";

const x = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

interface Autoencoder {
  readonly encoder: Model;
  readonly decoder: Model;
  readonly whole: Model;
}

function autoencoder(): Autoencoder {
  setSeed(3);
  const encoder = sequential(
    [input({ shape: [2] }), layers.dense({ units: 4, activation: "tanh" }), layers.dense({ units: 3 })],
    { name: "encoder" },
  );
  const decoder = sequential([input({ shape: [3] }), layers.dense({ units: 2 })], { name: "decoder" });
  const image = input({ shape: [2] });
  return {
    encoder,
    decoder,
    whole: model({ inputs: image, outputs: decoder.apply(encoder.apply(image)) }),
  };
}

const numbers = (net: Model): unknown[] => net.getWeights().map((w) => w.toArray());

describe("a model of models", () => {
  test("has their layers under their names, and their weights", async () => {
    const { encoder, decoder, whole } = autoencoder();
    expect(whole.weights.map(({ name }) => name)).toEqual([
      "encoder/dense/kernel",
      "encoder/dense/bias",
      "encoder/dense_1/kernel",
      "encoder/dense_1/bias",
      "decoder/dense/kernel",
      "decoder/dense/bias",
    ]);
    expect(numbers(whole)).toEqual([...numbers(encoder), ...numbers(decoder)]);
    const code = await encoder.predict(x);
    expect((await whole.predict(x)).toArray()).toEqual((await decoder.predict(code)).toArray());
  });

  test.each(["reference", "native"] as const)("trains its parts, and they it (%s)", async (runtime) => {
    const { encoder, decoder, whole } = autoencoder();
    const before = numbers(encoder);
    for (const net of [encoder, decoder]) net.compile({ optimizer: "sgd", loss: "mse", runtime });
    whole.compile({ optimizer: "adam", loss: "mse", runtime });
    await encoder.predict(x); // on its runtime already
    await whole.fit(x, x, { epochs: 20, verbose: 0 });
    expect(numbers(encoder)).not.toEqual(before);
    expect(numbers(whole)).toEqual([...numbers(encoder), ...numbers(decoder)]);
    const trained = await whole.predict(x);
    expect((await decoder.predict(await encoder.predict(x))).toArray()).toEqual(trained.toArray());

    await decoder.trainOnBatch([[1, 2, 3]], [[9, 9]]);
    expect(numbers(whole).slice(4)).toEqual(numbers(decoder));
    encoder.setWeights(
      encoder.getWeights().map(({ shape, size }) => ({ shape, data: new Float32Array(size) })),
    );
    expect((await whole.predict([[1, 1]])).toArray()).toEqual([numbers(decoder)[1]]); // a code of zeros: the bias
  });

  test("is saved whole and comes back as it was", async () => {
    const { whole } = autoencoder();
    whole.compile({ optimizer: "adam", loss: "mse" });
    await whole.fit(x, x, { epochs: 2, verbose: 0 });
    const again = await loadModel(await whole.toBytes());
    expect(again.weights.map(({ name }) => name)).toEqual(whole.weights.map(({ name }) => name));
    expect((await again.predict(x)).toArray()).toEqual((await whole.predict(x)).toArray());
  });

  test("of models without names numbers all layers in a row; models stand among layers", () => {
    const trunk = sequential([input({ shape: [2] }), layers.dense({ units: 4 }), layers.dense({ units: 3 })]);
    const net = sequential([input({ shape: [2] }), trunk, layers.dense({ units: 1 })]);
    expect(net.layers.map(({ name }) => name)).toEqual(["dense", "dense_1", "dense_2"]);
  });

  test("names of models within models are put one before the other", () => {
    const inner = sequential([input({ shape: [2] }), layers.dense({ units: 2 })], { name: "inner" });
    const outer = sequential([input({ shape: [2] }), inner, layers.dense({ units: 2 })], { name: "outer" });
    const net = sequential([input({ shape: [2] }), outer, layers.dense({ units: 2 })]);
    expect(net.layers.map(({ name }) => name)).toEqual(["outer/inner/dense", "outer/dense", "dense"]);
  });

  test("a model used twice has one set of weights, and its bare ops fit the new sizes", async () => {
    const word = input({ shape: [null, 2] });
    const count = ops.reshape(word, { shape: [word.shape[0], 2, word.shape[1]] });
    const twin = model({ inputs: word, outputs: ops.sum(count, { axis: [1, 2] }) });
    const [a, b] = [input({ shape: [null, 2] }), input({ shape: [3, 2] })];
    const net = model({ inputs: [a, b], outputs: ops.subtract(twin.apply(a), twin.apply(b)) });
    const predicted = await net.predict({
      x0: [[[1, 2]]],
      x1: [
        [
          [1, 1],
          [1, 1],
          [1, 1],
        ],
      ],
    });
    expect(predicted.toArray()).toEqual([-3]);
  });

  test("several outputs are taken by name", async () => {
    const a = input({ shape: [2] });
    const two = model({
      inputs: a,
      outputs: [
        layers.identity({ name: "same" }).apply(a),
        layers.rescaling({ scale: 2, name: "twice" }).apply(a),
      ],
    });
    const b = input({ shape: [2] });
    const { same, twice } = two.applyAll(b);
    const net = model({ inputs: b, outputs: ops.add(same, twice) });
    expect((await net.predict([[1, 2]])).toArray()).toEqual([[3, 6]]);
    expect(thrown(() => two.apply(b))).toBe(
      "apply: the model has 2 outputs, same, twice; take them with applyAll. (several_outputs)",
    );
  });
});

describe("parts of a model", () => {
  test("a model up to a layer, with the weights of the whole, also those learned later", async () => {
    setSeed(1);
    const net = sequential([
      input({ shape: [2] }),
      layers.dense({ units: 3, activation: "relu", name: "features" }),
      layers.dense({ units: 1 }),
    ]);
    const trunk = model({ inputs: net.inputs, outputs: net.getLayer("features").output });
    net.compile({ optimizer: "sgd", loss: "mse" });
    await net.fit(x, [[0], [1], [1], [0]], { epochs: 3, verbose: 0 });
    expect(numbers(trunk)).toEqual(numbers(net).slice(0, 2));
    const head = sequential([input({ shape: [3] }), net.getLayer("dense_1")]);
    expect((await head.predict(await trunk.predict(x))).toArray()).toEqual((await net.predict(x)).toArray());
  });

  test("frozen, they stay while the rest learns", async () => {
    setSeed(1);
    const trunk = sequential([input({ shape: [2] }), layers.dense({ units: 3 })], { name: "trunk" });
    const before = numbers(trunk);
    trunk.trainable = false;
    const net = sequential([input({ shape: [2] }), trunk, layers.dense({ units: 1 })]);
    expect([trunk.trainable, net.trainable]).toEqual([false, true]);
    net.compile({ optimizer: "adam", loss: "mse" });
    const head = numbers(net).slice(2);
    await net.fit(x, [[0], [1], [1], [0]], { epochs: 3, verbose: 0 });
    expect(numbers(net).slice(0, 2)).toEqual(before);
    expect(numbers(net).slice(2)).not.toEqual(head);
  });

  test("statistics that a shared layer adapted to are everywhere", async () => {
    const scale = layers.normalization();
    scale.adapt([[0], [2]]); // mean 1, variance 1
    const [a, b] = [sequential([input({ shape: [1] }), scale]), sequential([input({ shape: [1] }), scale])];
    scale.adapt([[0], [4]]); // mean 2, variance 4
    const late = sequential([input({ shape: [1] }), scale]);
    for (const net of [late, a, b]) expect((await net.predict([[4]])).toArray()).toEqual([[1]]);
  });
});

describe("errors", () => {
  test("inputs of another shape or number", () => {
    const { encoder } = autoencoder();
    expect(thrown(() => encoder.apply(input({ shape: [3] })))).toBe(
      'input "x": expects [batch, 2], got [batch, 3]; reshape the data, or change input({ shape }). (shape_mismatch)',
    );
    expect(thrown(() => encoder.apply([]))).toBe(
      "encoder: got 0 inputs, the model has 1: x. (shape_mismatch)",
    );
  });

  test("a layer that would need other weights", () => {
    const shared = layers.dense({ units: 2 });
    const first = sequential([input({ shape: [3] }), shared]);
    expect(thrown(() => sequential([input({ shape: [4] }), shared]))).toBe(
      "dense: is used by another model too, with kernel of shape [3, 2], here it would be [4, 2]; make a layer of its own for this model. (shape_mismatch)",
    );
    expect(first.weights).toHaveLength(2);
  });

  test("training a part while the whole trains", async () => {
    const { encoder, whole } = autoencoder();
    for (const net of [encoder, whole]) net.compile({ optimizer: "sgd", loss: "mse" });
    const text = "the layer dense; await it, or stop it with its signal. (already_fitting)";
    const said: string[] = [];
    await whole.fit(x, x, {
      verbose: 0,
      callbacks: [
        {
          onTrainBatchEnd: async () => {
            said.push(await rejection(encoder.fit(x, [[0, 0, 0]], { verbose: 0 })));
            said.push(thrown(() => encoder.setWeights(encoder.getWeights())));
            await encoder.predict(x); // may look
          },
        },
      ],
    });
    expect(said).toEqual([
      `fit: fit is running on a model that shares ${text}`,
      `state: fit is running on a model that shares ${text}`,
    ]);
    await encoder.fit(
      x,
      [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
      { verbose: 0 },
    ); // afterwards it may
  });
});
