import { initializers, input, layers, type Model, optimizers, sequential, setSeed } from "neurograd";
import { directFeedbackAlignment, feedbackAlignment } from "neurograd/brain";
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
import { rejection } from "../../../test/support/thrown.js";

describe("direct feedback alignment", () => {
  test("by hand, two hidden layers: δₗ = (e Bₗ) ⊙ φ′", async () => {
    const drawn: Record<string, Float64Array> = {};
    const feedbackInitializer = {
      ...initializers.zeros(),
      values: ([, width]: readonly number[]) => {
        drawn[width] ??= Float64Array.from({ length: 2 * width }, () => random.normal());
        return drawn[width];
      },
    };
    setSeed(5);
    const net = sequential([
      input({ shape: [6] }),
      layers.dense({ units: 5, activation: "tanh" }),
      layers.dense({ units: 3, activation: "tanh" }),
      layers.dense({ units: 2 }),
    ]);
    const learning = directFeedbackAlignment({ feedbackInitializer });
    net.compile({ optimizer: "sgd", loss: "meanSquaredError", runtime: "reference", learning });
    const target = numbers([8, 2]);
    const found = await net.gradients(x, target);
    const [w1, b1, w2, b2, w3, b3] = net.getWeights().map((t) => t.toFloat64());
    const layer = (a: Float64Array, w: Float64Array, b: Float64Array, k: number): Float64Array =>
      product(a, w, 8, k, b.length).map((v, i) => v + b[i % b.length]);
    const h1 = layer(x.toFloat64(), w1, b1, 6).map(Math.tanh);
    const h2 = layer(h1, w2, b2, 5).map(Math.tanh);
    const e = layer(h2, w3, b3, 3).map((v, i) => (v - target.toFloat64()[i]) / 8);
    const delta = (h: Float64Array, width: number): Float64Array =>
      product(e, drawn[width], 8, 2, width).map((v, i) => v * (1 - h[i] ** 2));
    const back = (a: Float64Array, d: Float64Array, n: number, m: number): Float64Array =>
      product(transposed(a, 8, n), d, n, 8, m);
    expectClose(found["dense/kernel"].toFloat64(), back(x.toFloat64(), delta(h1, 5), 6, 5), 1e-12);
    expectClose(found["dense_1/kernel"].toFloat64(), back(h1, delta(h2, 3), 5, 3), 1e-12);
    expectClose(found["dense_2/kernel"].toFloat64(), back(h2, e, 3, 2), 1e-12);
  });

  test("with one hidden layer it is feedback alignment", async () => {
    const shallow = (): Model =>
      sequential([
        input({ shape: [6] }),
        layers.dense({ units: 4, activation: "tanh" }),
        layers.dense({ units: 3, activation: "softmax" }),
      ]);
    const B = Float64Array.from({ length: 12 }, () => random.normal());
    const through = (values: Float64Array): { readonly feedbackInitializer: typeof fixed } => ({
      feedbackInitializer: { ...fixed, values: () => values },
    });
    const fixed = initializers.zeros();
    const direct = await gradientsOf(shallow, directFeedbackAlignment(through(transposed(B, 4, 3))));
    const layered = await gradientsOf(shallow, feedbackAlignment(through(B)));
    for (const [path, g] of Object.entries(direct)) expectClose(g, layered[path], 1e-12, path);
  });

  test("goes through convolutions; native gives the reference's gradients; the last layer learns as ever", async () => {
    const [direct, own] = [await gradientsOf(conv, directFeedbackAlignment()), await gradientsOf(conv)];
    expect(Object.keys(direct)).toEqual(Object.keys(own));
    expectClose(direct["dense_1/kernel"], own["dense_1/kernel"], 1e-12);
    expect(Math.abs(cosine(direct["dense/kernel"], own["dense/kernel"]))).toBeLessThan(0.9);
    const fast = await gradientsOf(conv, directFeedbackAlignment(), "native");
    for (const [path, g] of Object.entries(fast)) expectClose(g, direct[path], 1e-5, path);
  });

  test("trains", async () => {
    setSeed(5);
    const net = dense();
    const learning = directFeedbackAlignment({ seed: 3 });
    const optimizer = optimizers.adam({ learningRate: 0.02 });
    net.compile({ optimizer, loss: "sparseCategoricalCrossentropy", learning });
    const { history } = await net.fit(x, y, { epochs: 80, batchSize: 4, verbose: 0 });
    expect(history.loss[79]).toBeLessThan(0.7 * history.loss[0]);
  });

  test("goes through layers that take steps for examples; loops are refused; one layer learns as ever", async () => {
    const steps = sequential([
      input({ shape: [4, 6] }),
      layers.dense({ units: 5, activation: "tanh" }),
      layers.timeDistributed({ layer: layers.dense({ units: 2 }) }),
    ]);
    const learning = directFeedbackAlignment();
    steps.compile({ loss: "meanSquaredError", runtime: "reference", learning });
    const found = await steps.gradients(numbers([3, 4, 6]), numbers([3, 4, 2]));
    expect(found["dense/kernel"].shape).toEqual([6, 5]);
    const loop = sequential([
      input({ shape: [3, 6] }),
      layers.dense({ units: 4 }),
      layers.lstm({ units: 2 }),
    ]);
    loop.compile({ loss: "meanSquaredError", runtime: "reference", learning });
    expect(await rejection(loop.gradients(numbers([2, 3, 6]), numbers([2, 2])))).toMatch(
      /^directFeedbackAlignment: lstm\/\w+ works in a loop over time/,
    );
    const single = (): Model =>
      sequential([input({ shape: [6] }), layers.dense({ units: 3, activation: "softmax" })]);
    const [direct, own] = [await gradientsOf(single, learning), await gradientsOf(single)];
    expectClose(direct["dense/kernel"], own["dense/kernel"], 1e-12);
  });
});
