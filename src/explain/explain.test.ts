import { readFileSync } from "node:fs";
import { input, layers, type Model, model, sequential, tensor } from "neurograd";
import {
  gradCam,
  gradientTimesInput,
  inputGradients,
  integratedGradients,
  occlusion,
  scores,
} from "neurograd/explain";
import { describe, expect, test } from "vitest";
import type { GoldenTensor } from "../../golden/read-golden.js";
import { expectClose } from "../../test/support/expect-close.js";
import { goldenTensor } from "../../test/support/from-keras.js";

interface Case {
  readonly score: "logit" | "output";
  readonly scores: GoldenTensor;
  readonly baselineScores: GoldenTensor;
  readonly gradients: GoldenTensor;
  readonly integrated: GoldenTensor;
  readonly integrated20: GoldenTensor;
  readonly gradCam: GoldenTensor;
}
const golden: {
  readonly weights: readonly GoldenTensor[];
  readonly x: GoldenTensor;
  readonly baseline: GoldenTensor;
  readonly target: readonly number[];
  readonly answers: readonly number[];
  readonly cases: readonly Case[];
} = JSON.parse(readFileSync(new URL("../../golden/explain.json", import.meta.url), "utf8"));
const x = goldenTensor(golden.x);
const baseline = goldenTensor(golden.baseline);
const target = [...golden.target];

function convNet(runtime: "reference" | "native"): Model {
  const net = sequential([
    input({ shape: [7, 6, 2] }),
    layers.conv2d({ filters: 3, kernelSize: 3, activation: "tanh" }),
    layers.conv2d({ filters: 4, kernelSize: 3, padding: "same", activation: "tanh", name: "last" }),
    layers.flatten(),
    layers.dense({ units: 3, activation: "softmax" }),
  ]);
  net.compile({ loss: "sparseCategoricalCrossentropy", runtime });
  net.setWeights(golden.weights.map((w) => goldenTensor(w)));
  return net;
}

describe.each([
  ["reference", 1e-12],
  ["native", 2e-5],
] as const)("beside JAX, %s", (runtime, tolerance) => {
  const net = convNet(runtime);
  test.each(golden.cases)("the $score", async (wanted) => {
    const { score } = wanted;
    const found = await scores(net, x, { target, score });
    expectClose(found.toFloat64(), wanted.scores.data, tolerance, "scores");
    const slopes = await inputGradients(net, x, { target, score });
    expect(slopes.shape).toEqual(x.shape);
    expectClose(slopes.toFloat64(), wanted.gradients.data, tolerance, "gradients");
    const shares = await gradientTimesInput(net, x, { target, score });
    const products = wanted.gradients.data.map((g, i) => g * golden.x.data[i]);
    expectClose(shares.toFloat64(), products, tolerance, "gradient times input");
    const path = await integratedGradients(net, x, { target, score, baseline, steps: 20 });
    expectClose(path.toFloat64(), wanted.integrated20.data, tolerance, "integrated, 20 steps");
    const map = await gradCam(net, x, { target, score, layer: "last" });
    expect(map.shape).toEqual(wanted.gradCam.shape);
    expectClose(map.toFloat64(), wanted.gradCam.data, tolerance, "Grad-CAM");
  });

  test("without a target: the model's answer", async () => {
    const asked = await inputGradients(net, x, { target: golden.answers });
    const own = await inputGradients(net, x);
    expect(own.toFloat64()).toEqual(asked.toFloat64());
    expect(golden.answers).not.toEqual(golden.target);
  });

  test("batch by batch: the same numbers", async () => {
    const whole = await integratedGradients(net, x, { target, baseline: x, steps: 2 });
    expect(whole.toFloat64().every((v) => v === 0)).toBe(true);
    const one = await integratedGradients(net, x, { target, baseline, steps: 3, batchSize: 1 });
    const both = await integratedGradients(net, x, { target, baseline, steps: 3 });
    expectClose(one.toFloat64(), both.toFloat64(), tolerance);
  });
});

describe("integrated gradients", () => {
  const net = convNet("reference");

  test("completeness: the sums come to f(x) − f(baseline), as 1/steps²", async () => {
    const [wanted] = golden.cases;
    const gap = wanted.scores.data.map((f, i) => f - wanted.baselineScores.data[i]);
    const errors: number[] = [];
    for (const steps of [10, 20, 40, 80]) {
      const shares = (await integratedGradients(net, x, { target, baseline, steps })).toFloat64();
      const each = shares.length / 2;
      const sums = [0, 1].map((i) => shares.subarray(i * each, (i + 1) * each).reduce((a, b) => a + b, 0));
      errors.push(Math.max(...sums.map((sum, i) => Math.abs(sum - gap[i]))));
      if (steps === 80) expectClose(shares, wanted.integrated.data, 2e-4, "the integral");
    }
    expect(errors[3]).toBeLessThan(1e-3);
    for (const k of [1, 2]) expect(errors[k] / errors[k + 1]).toBeGreaterThan(3.5);
  });

  test("of a linear score: exact in one step, and gradient times input from 0", async () => {
    const linear = sequential([input({ shape: [3] }), layers.dense({ units: 2 })]);
    linear.compile({ loss: "meanSquaredError", runtime: "reference" });
    linear.setWeights([
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      [7, 8],
    ]);
    const given = [[1, -1, 2]];
    const shares = await integratedGradients(linear, given, { target: 1, steps: 1 });
    expect(shares.toArray()).toEqual([[2, -4, 12]]);
    expect((await gradientTimesInput(linear, given, { target: 1 })).toArray()).toEqual([[2, -4, 12]]);
    expect((await inputGradients(linear, given, { target: 0 })).toArray()).toEqual([[1, 3, 5]]);
    expect((await scores(linear, given, { target: 1 })).toArray()).toEqual([18]);
  });
});

describe("inputs", () => {
  test("uint8 images: the gradient by the gray level", async () => {
    const net = sequential([
      input({ shape: [2, 2], dtype: "uint8" }),
      layers.rescaling({ scale: 1 / 255 }),
      layers.flatten(),
      layers.dense({ units: 2, activation: "softmax" }),
    ]);
    net.compile({ loss: "sparseCategoricalCrossentropy", runtime: "native" });
    net.setWeights([
      [
        [1, 0],
        [2, 0],
        [3, 0],
        [4, 0],
      ],
      [0, 0],
    ]);
    const image = tensor(new Uint8Array([255, 0, 51, 0]), { shape: [1, 2, 2] });
    const slopes = await inputGradients(net, image, { target: 0 });
    expect(slopes.dtype).toBe("float32");
    expectClose(slopes.toFloat64(), [1 / 255, 2 / 255, 3 / 255, 4 / 255], 1e-7);
    const shares = await integratedGradients(net, image, { target: 0, steps: 1 });
    expectClose(shares.toFloat64(), [1, 0, 0.6, 0], 1e-6);
  });

  test("several inputs and outputs, by name; a shared layer", async () => {
    const [a, b] = [input({ shape: [2], name: "a" }), input({ shape: [2], name: "b" })];
    const twice = layers.dense({ units: 2, name: "twice" });
    const sum = layers.add().apply([twice.apply(a), twice.apply(b)]);
    const outputs = [
      layers.dense({ units: 1, useBias: false, name: "one" }).apply(sum),
      layers.dense({ units: 2, useBias: false, name: "two" }).apply(twice.apply(a)),
    ];
    const net = model({ inputs: [a, b], outputs });
    net.setWeights([
      [
        [1, 2],
        [3, 4],
      ],
      [0, 0],
      [[1], [10]],
      [
        [1, 0],
        [0, 1],
      ],
    ]);
    const data = { a: [[1, 1]], b: [[2, 2]] };
    expect((await inputGradients(net, data, { input: "b", output: "one" })).toArray()).toEqual([[21, 43]]);
    expect((await inputGradients(net, data, { input: "a", output: "two", target: 1 })).toArray()).toEqual([
      [2, 4],
    ]);
    await expect(inputGradients(net, data, { output: "one" })).rejects.toThrow(
      'inputGradients: the model has 2 inputs, a, b; say which is meant: { input: "a" }. (missing_option)',
    );
    await expect(scores(net, data)).rejects.toThrow(
      'scores: the model has 2 outputs, one, two; say which is meant: { output: "one" }. (missing_option)',
    );
    await expect(inputGradients(net, data, { input: "b", output: "two" })).rejects.toThrow(
      'inputGradients: the score does not depend on input "b" by a function with a slope: between them stands one whose derivative is zero, such as argmax, a layer that looks whole numbers up, such as embedding, or nothing joins them; explain another, or use occlusion. (no_gradient)',
    );
  });

  test("words: no gradient, but occlusion", async () => {
    const net = sequential([
      input({ shape: [3], dtype: "int32" }),
      layers.embedding({ inputDim: 4, outputDim: 1 }),
      layers.flatten(),
      layers.dense({ units: 1, useBias: false }),
    ]);
    net.compile({ loss: "meanSquaredError", runtime: "native" });
    net.setWeights([
      [[0], [1], [2], [4]],
      [[1], [1], [10]],
    ]);
    const words = tensor([[3, 1, 2]], { dtype: "int32" });
    await expect(inputGradients(net, words)).rejects.toThrow(
      /^inputGradients: .*embedding.*\(no_gradient\)$/,
    );
    expect((await occlusion(net, words, { patch: [1] })).toArray()).toEqual([[4, 1, 20]]);
  });

  test("nothing is changed: a stateful layer remembers nothing of it", async () => {
    const net = sequential([
      input({ shape: [2, 1], batchSize: 1 }),
      layers.lstm({ units: 2, stateful: true }),
      layers.dense({ units: 2 }),
    ]);
    net.compile({ loss: "meanSquaredError", runtime: "reference" });
    await net.predict([[[3], [-1]]]); // something to remember
    const before = net.state.map(({ value }) => value.toArray());
    await inputGradients(net, [[[1], [2]]]);
    await integratedGradients(net, [[[1], [2]]], { steps: 2 });
    expect(net.state.map(({ value }) => value.toArray())).toEqual(before);
  });
});

describe("occlusion", () => {
  const net = sequential([
    input({ shape: [3, 3, 1] }),
    layers.flatten(),
    layers.dense({ units: 1, useBias: false }),
  ]);
  net.compile({ loss: "meanSquaredError", runtime: "native" });
  net.setWeights([[[1], [2], [3], [4], [5], [6], [7], [8], [9]]]);
  const image = tensor(new Float32Array(9).fill(1), { shape: [1, 3, 3, 1] });

  test("one place at a time: the weights of a linear score", async () => {
    const lost = await occlusion(net, image, { patch: 1 });
    expect(lost.shape).toEqual([1, 3, 3]);
    expect(lost.toArray()).toEqual([
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
    ]);
    const filled = await occlusion(net, image, { patch: 1, fill: 3 });
    expect(filled.toArray()).toEqual([
      [
        [-2, -4, -6],
        [-8, -10, -12],
        [-14, -16, -18],
      ],
    ]);
  });

  test("the last patch ends at the edge; a place has the mean of its patches", async () => {
    // Patches of 2 × 2 begin at 0 and 1: they cost 12, 16, 24 and 28.
    const lost = await occlusion(net, image, { patch: 2 });
    expect(lost.toArray()).toEqual([
      [
        [12, 14, 16],
        [18, 20, 22],
        [24, 26, 28],
      ],
    ]);
    const rows = await occlusion(net, image, { patch: [1, 3] });
    expect(rows.toArray()).toEqual([
      [
        [6, 6, 6],
        [15, 15, 15],
        [24, 24, 24],
      ],
    ]);
  });

  test.each([
    [{ patch: 4 }, "occlusion: patch 4 is larger than the axis of 3; use at most 3. (invalid_option)"],
    [
      { patch: 1, stride: 2 },
      "occlusion: stride 2 is larger than the patch, 1, and would leave places out; use at most 1. (invalid_option)",
    ],
    [
      { patch: [1, 1], stride: [1] },
      "occlusion: stride [1] has 1 sizes; give 2, as the patch. (invalid_option)",
    ],
    [{ patch: [] }, "occlusion: patch [] has 0 sizes; give 1 to 3. (invalid_option)"],
    [{ patch: 1.5 }, "occlusion: patch is 1.5; use a whole number from 1. (invalid_option)"],
    [{ patch: 1, fill: Number.NaN }, "occlusion: fill is NaN; use a number. (invalid_option)"],
  ])("%o", async (options, message) => {
    await expect(occlusion(net, image, options)).rejects.toThrow(message);
  });

  test("without a patch", async () => {
    await expect(occlusion(net, image, {} as never)).rejects.toThrow(
      "occlusion: needs the option patch; give its size: { patch: 4 }. (missing_option)",
    );
  });
});

describe("errors", () => {
  const net = convNet("reference");
  test.each([
    [
      () => gradCam(net, x, { layer: "lost" }),
      'gradCam: layer: unknown name "lost"; did you mean "last"? use one of conv2d, last, flatten, dense. (unknown_name)',
    ],
    [
      () => gradCam(net, x, { layer: "dense" }),
      'gradCam: layer "dense" gives [batch, 3], which has no spatial axes between batch and channels; layers that do: conv2d, last. (shape_mismatch)',
    ],
    [
      () => gradCam(net, x, {} as never),
      "gradCam: needs the option layer; give the name of one with places: conv2d, last. (missing_option)",
    ],
    [
      () => inputGradients(net, x, { target: 3 }),
      'inputGradients: target 3 is outside the 3 classes 0 to 2 of output "dense"; give a position in the output. (label_out_of_range)',
    ],
    [
      () => integratedGradients(net, x, { target: [0, -1] }),
      'integratedGradients: target -1 is outside the 3 classes 0 to 2 of output "dense"; give a position in the output. (label_out_of_range)',
    ],
    [
      () => scores(net, x, { target: [0] }),
      "scores: target has 1 classes for 2 examples; give one number, or one for each example. (shape_mismatch)",
    ],
    [
      () => integratedGradients(net, x, { baseline: [1, 2] }),
      "integratedGradients: baseline has shape [2]; give a number, one example [7, 6, 2], or as many examples as x has. (shape_mismatch)",
    ],
    [
      () => integratedGradients(net, x, { steps: 0 }),
      "integratedGradients: steps is 0; use a whole number from 1. (invalid_option)",
    ],
    [
      () => inputGradients(net, x, { steps: 3 } as never),
      'inputGradients: option: unknown name "steps"; use one of target, output, score, batchSize, input. (unknown_name)',
    ],
    [
      () => scores(net, x, { score: "loss" as never }),
      'scores: score: unknown name "loss"; use one of logit, output. (unknown_name)',
    ],
    [
      () => scores(net, [[1, 2]]),
      'input "x": expects [batch, 7, 6, 2], got [1, 2]; reshape the data, or change input({ shape }). (shape_mismatch)',
    ],
    [
      () => inputGradients(sequential([input({ shape: [4, 2] }), layers.dense({ units: 3 })]), [[[1, 2]]]),
      'inputGradients: output "dense" is [batch, 4, 3]; explained are outputs [batch, classes]: pool or flatten it first. (shape_mismatch)',
    ],
  ])("%#", async (run, message) => {
    await expect(run()).rejects.toThrow(message);
  });
});
