import {
  grad,
  initializers,
  input,
  type Learning,
  layers,
  loadModel,
  losses,
  type Model,
  ops,
  optimizers,
  sequential,
  setSeed,
  tensor,
} from "neurograd";
import { feedbackAlignment, predictiveCoding } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { expectClose } from "../../../test/support/expect-close.js";
import {
  conv,
  cosine,
  dense,
  gradientsOf,
  numbers,
  product,
  random,
  transposed,
  x,
  y,
} from "../../../test/support/learning-gradients.js";
import { rejection, thrown } from "../../../test/support/thrown.js";

describe("predictive coding", () => {
  test.each([
    ["dense", dense],
    ["convolutions, batch normalization", conv],
  ])("with fixed predictions it is backpropagation, to 1e-10: %s", async (_, make) => {
    const expected = await gradientsOf(make);
    for (const learning of [predictiveCoding(), predictiveCoding({ steps: 9 })]) {
      const found = await gradientsOf(make, learning);
      expect(Object.keys(found)).toEqual(Object.keys(expected));
      for (const [path, g] of Object.entries(found)) expectClose(g, expected[path], 1e-10, path);
    }
  });

  test("errors come back one layer a step", async () => {
    const expected = await gradientsOf(dense);
    const found = await gradientsOf(dense, predictiveCoding({ steps: 1 }));
    expect(Object.keys(found)).toEqual([
      "dense_1/kernel", // its regularizer speaks to it at once
      "dense_2/kernel",
      "dense_2/bias",
      "dense_3/kernel",
      "dense_3/bias",
    ]);
    for (const path of ["dense_2/kernel", "dense_3/bias"]) expectClose(found[path], expected[path], 1e-10);
  });

  test("with small steps the errors approach it: e is short of the end by (1 − η)ᵏ and its like", async () => {
    const expected = await gradientsOf(dense);
    const gap = async (steps: number): Promise<number> => {
      const found = await gradientsOf(dense, predictiveCoding({ rate: 0.5, steps }));
      return 1 - cosine(found["dense/kernel"], expected["dense/kernel"]);
    };
    // binomial: the first layer's error after k steps is P(at least 3 of k) of its own
    const found = await gradientsOf(dense, predictiveCoding({ rate: 0.5, steps: 4 }));
    const share = 5 / 16;
    expectClose(
      found["dense/kernel"],
      expected["dense/kernel"].map((g) => share * g),
      1e-10,
    );
    expect(await gap(20)).toBeLessThan(1e-10);
  });

  test("predictions that follow: near backpropagation, the nearer the less the loss weighs", async () => {
    const targets = numbers([8, 2]);
    const gap = async (outputPrecision: number): Promise<number> => {
      const gradients = async (learning?: Learning): Promise<Float64Array> => {
        setSeed(5);
        const net = sequential([
          input({ shape: [6] }),
          layers.dense({ units: 7, activation: "tanh" }),
          layers.dense({ units: 5, activation: "tanh" }),
          layers.dense({ units: 2 }),
        ]);
        net.compile({ loss: "meanSquaredError", runtime: "reference", ...(learning && { learning }) });
        return (await net.gradients(x, targets))["dense/kernel"].toFloat64();
      };
      const expected = await gradients();
      const found = await gradients(
        predictiveCoding({ fixedPrediction: false, rate: 0.4, steps: 30, outputPrecision }),
      );
      return Math.hypot(...found.map((v, i) => v - expected[i])) / Math.hypot(...expected);
    };
    // one hidden layer, linear: the error at the end is (1 + λ W Wᵀ)⁻¹ of its own, so the gap falls with λ
    const gaps = [await gap(1), await gap(0.1), await gap(0.01)];
    expect(gaps[0]).toBeGreaterThan(0.2);
    expect(gaps[0] / gaps[1]).toBeGreaterThan(3);
    expect(gaps[1] / gaps[2]).toBeGreaterThan(5);
    expect(gaps[2]).toBeLessThan(0.05);
  });
});

describe("feedback alignment", () => {
  test("by hand: δ = (B δ⁺) ⊙ φ′", async () => {
    const B = [
      [0.5, -2],
      [1, 0.25],
      [-1, 3],
    ];
    const feedbackInitializer = { ...initializers.zeros(), values: () => Float64Array.from(B.flat()) };
    setSeed(5);
    const net = sequential([
      input({ shape: [6] }),
      layers.dense({ units: 3, activation: "tanh" }),
      layers.dense({ units: 2 }),
    ]);
    const learning = feedbackAlignment({ feedbackInitializer });
    net.compile({ optimizer: "sgd", loss: "meanSquaredError", runtime: "reference", learning });
    const target = numbers([8, 2]);
    const found = await net.gradients(x, target);
    const [w1, b1, w2] = net.getWeights().map((t) => t.toFloat64());
    const [data, wanted] = [x.toFloat64(), target.toFloat64()];
    const [g1, g2] = [new Float64Array(18), new Float64Array(6)];
    for (let n = 0; n < 8; n++) {
      const h = [0, 1, 2].map((j) => {
        let a = b1[j];
        for (let i = 0; i < 6; i++) a += data[6 * n + i] * w1[3 * i + j];
        return Math.tanh(a);
      });
      const e = [0, 1].map(
        (k) => (h.reduce((sum, v, j) => sum + v * w2[2 * j + k], 0) - wanted[2 * n + k]) / 8,
      );
      for (const [j, v] of h.entries()) {
        const delta = (B[j][0] * e[0] + B[j][1] * e[1]) * (1 - v * v);
        for (let i = 0; i < 6; i++) g1[3 * i + j] += delta * data[6 * n + i];
        for (const k of [0, 1]) g2[2 * j + k] += v * e[k];
      }
    }
    expectClose(found["dense/kernel"].toFloat64(), g1, 1e-12);
    expectClose(found["dense_1/kernel"].toFloat64(), g2, 1e-12);
  });

  test("with the layers' own weights on the way back it is backpropagation", async () => {
    // B drawn as W is: the same initializer, key and numbers
    const own = initializers.glorotUniform({ seed: 3 });
    for (const make of [
      (): Model =>
        sequential([
          input({ shape: [6] }),
          layers.dense({ units: 36, kernelInitializer: own }),
          layers.reshape({ targetShape: [6, 6, 1] }),
          layers.conv2d({ filters: 3, kernelSize: 3, activation: "tanh", kernelInitializer: own }),
          layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, kernelInitializer: own }),
          layers.flatten(),
          layers.dense({ units: 3, activation: "softmax", kernelInitializer: own }),
        ]),
    ]) {
      const expected = await gradientsOf(make);
      const found = await gradientsOf(make, feedbackAlignment({ feedbackInitializer: own }));
      for (const [path, g] of Object.entries(found)) expectClose(g, expected[path], 1e-6, path); // weights are float32
      const other = await gradientsOf(make, feedbackAlignment());
      expectClose(other["dense_1/kernel"], expected["dense_1/kernel"], 1e-12); // nothing comes back to the last
      expect(Math.abs(cosine(other["dense/kernel"], expected["dense/kernel"]))).toBeLessThan(0.9);
    }
  });

  test("native gives the reference's gradients", async () => {
    const [exact, fast] = [
      await gradientsOf(conv, feedbackAlignment()),
      await gradientsOf(conv, feedbackAlignment(), "native"),
    ];
    for (const [path, g] of Object.entries(fast)) expectClose(g, exact[path], 1e-5, path);
    const coded = await gradientsOf(conv, predictiveCoding(), "native");
    const plain = await gradientsOf(conv);
    for (const [path, g] of Object.entries(coded)) expectClose(g, plain[path], 1e-5, path);
  });

  test("weights come to fit the feedback: the angle to backpropagation narrows, eᵀ W B e rises above 0", async () => {
    // a linear network of 12, 8 and 4 units that learns a linear map, begun with small weights, as in Lillicrap's figure 1
    setSeed(2);
    const kernelInitializer = initializers.randomUniform({ minval: -0.01, maxval: 0.01 });
    const feedback = Float64Array.from({ length: 32 }, () => random.uniform() - 0.5); // [8, 4]
    const make = (learning?: Learning): Model => {
      const net = sequential([
        input({ shape: [12] }),
        layers.dense({ units: 8, useBias: false, kernelInitializer }),
        layers.dense({ units: 4, useBias: false, kernelInitializer }),
      ]);
      const optimizer = optimizers.sgd({ learningRate: 0.5 });
      net.compile({
        optimizer,
        loss: "meanSquaredError",
        runtime: "reference",
        ...(learning && { learning }),
      });
      return net;
    };
    const data = numbers([64, 12]);
    const target = await make().predict(data);
    const wanted = product(data.toFloat64(), numbers([12, 4]).toFloat64(), 64, 12, 4).map((v) => v / 3);
    const goal = tensor(Float32Array.from(wanted), { shape: target.shape });
    const [net, other] = [
      make(feedbackAlignment({ feedbackInitializer: { ...initializers.zeros(), values: () => feedback } })),
      make(),
    ];
    const seen: { readonly angle: number; readonly agreement: number; readonly loss: number }[] = [];
    for (let k = 0; k < 4; k++) {
      const error = (await net.predict(data)).toFloat64().map((v, i) => v - wanted[i]);
      const forward = net.getWeights()[1].toFloat64();
      const [ours, theirs] = [feedback, forward].map((w) => product(error, transposed(w, 8, 4), 64, 4, 8));
      other.setWeights(net.getWeights());
      const [a, b] = [await net.gradients(data, goal), await other.gradients(data, goal)];
      seen.push({
        angle: cosine(a["dense/kernel"].toFloat64(), b["dense/kernel"].toFloat64()),
        agreement: cosine(ours, theirs), // Σ eᵀ W Bᵀ e, as a cosine
        loss: error.reduce((sum, e) => sum + e * e, 0) / 256,
      });
      await net.fit(data, goal, { epochs: 40, batchSize: 64, verbose: 0, shuffle: false });
    }
    console.log(`agreement of eᵀB and eᵀWᵀ: ${seen.map(({ agreement }) => agreement.toFixed(2)).join(", ")}`);
    expect(seen[3].agreement).toBeGreaterThan(seen[0].agreement + 0.2);
    expect(seen[3].angle).toBeGreaterThan(0.7);
    for (let k = 1; k < 4; k++) expect(seen[k].loss).toBeLessThan(seen[k - 1].loss);
    expect(seen[3].loss).toBeLessThan(0.05 * seen[0].loss);
  });

  test("kernels in loops are refused", async () => {
    const net = sequential([
      input({ shape: [3, 6] }),
      layers.dense({ units: 4 }),
      layers.lstm({ units: 2 }),
      layers.dense({ units: 3 }),
    ]);
    net.compile({ loss: "meanSquaredError", runtime: "reference", learning: feedbackAlignment() });
    expect(await rejection(net.gradients(numbers([2, 3, 6]), numbers([2, 3])))).toMatch(
      /^feedbackAlignment: lstm\/\w+ works in a loop over time, through which errors cannot be sent back otherwise; use it with dense and convolutional layers. \(invalid_option\)$/,
    );
  });
});

describe("the option learning", () => {
  test("training on native lowers the loss; a saved model says how it learns", async () => {
    setSeed(1);
    const net = sequential([
      input({ shape: [6] }),
      layers.dense({ units: 16, activation: "tanh" }),
      layers.dense({ units: 3, activation: "softmax" }),
    ]);
    net.compile({
      optimizer: optimizers.adam({ learningRate: 0.02 }),
      loss: losses.sparseCategoricalCrossentropy(),
      learning: feedbackAlignment({ seed: 7 }),
    });
    const { history } = await net.fit(x, y, { epochs: 60, batchSize: 4, verbose: 0 });
    expect(history.loss[59]).toBeLessThan(0.8 * history.loss[0]);
    const bytes = await net.toBytes();
    expect(await rejection(loadModel(bytes))).toBe(
      'loadModel: compile: learning: there is no learning "feedbackAlignment"; if it is your own, pass customLearning: { feedbackAlignment }, else update neurograd. (unknown_kind)',
    );
    const again = await loadModel(bytes, { customLearning: { feedbackAlignment } });
    expect(again.compileOptions?.learning?.config).toEqual({ seed: 7 });
    const [a, b] = [await net.gradients(x, y), await again.gradients(x, y)];
    expect(Array.from(b["dense/kernel"].data as Float32Array)).toEqual(
      Array.from(a["dense/kernel"].data as Float32Array),
    );
  });

  test("of one's own", async () => {
    const signs: Learning = {
      kind: "signs",
      config: {},
      gradients: (loss, weights) => grad(loss, weights).map((g) => ops.sign(g)),
    };
    const [found, expected] = [await gradientsOf(dense, signs), await gradientsOf(dense)];
    expect(Array.from(found["dense/bias"])).toEqual(Array.from(expected["dense/bias"], Math.sign));
    // @ts-expect-error: no gradients
    expect(thrown(() => dense().compile({ loss: "meanSquaredError", learning: "hebb" }))).toBe(
      'compile: learning is "hebb"; give an object { kind, config, gradients }, such as feedbackAlignment() of neurograd/brain. (invalid_option)',
    );
    expect(thrown(() => predictiveCoding({ rate: 2 }))).toBe(
      "predictiveCoding: rate is 2; use a number from 0 to 1. (invalid_option)",
    );
  });
});
