import { describe, expect, test } from "vitest";
import { type MaskedModel, readGolden } from "../../golden/read-golden.js";
import { expectClose } from "../../test/support/expect-close.js";
import { camelCase, goldenTensor } from "../../test/support/from-keras.js";
import { maskOf } from "../../test/support/recurrent-case.js";
import { type Case, runOn, runtimes } from "../../test/support/run-on.js";
import { grad, input, layers, loadModel, type Model, ops, optimizers, sequential } from "../index.js";
import { type Layer, noRandom } from "./layer.js";

const golden = readGolden("keras-masks");

/** The layers after the input, as in the generator. */
const stacks: Readonly<Record<string, () => readonly Layer[]>> = {
  sequence: () => [
    layers.masking(),
    layers.dense({ units: 4, activation: "tanh" }),
    layers.dropout({ rate: 0 }),
    layers.bidirectional({ layer: layers.gru({ units: 3, returnSequences: true }) }),
    layers.lstm({ units: 3 }),
    layers.dense({ units: 3, activation: "softmax" }),
  ],
  loss: () => [
    layers.masking(),
    layers.lstm({ units: 4, returnSequences: true }),
    layers.timeDistributed({ layer: layers.dense({ units: 2, activation: "tanh" }) }),
  ],
};

function made({ name, weights }: MaskedModel, runtime: (typeof runtimes)[number]): Model {
  const net = sequential([input({ shape: [5, 2] }), ...stacks[name]()]);
  const loss = name === "sequence" ? "sparseCategoricalCrossentropy" : "meanSquaredError";
  net.compile({ optimizer: optimizers.sgd({ learningRate: 0.5 }), loss, runtime, threads: 1 });
  net.setWeights(weights.map((w) => goldenTensor(w)));
  return net;
}

const tolerances = { reference: 1e-9, native: 5e-6, wasm: 5e-6 };

describe.each(runtimes)("masks travel through a model, on %s", (runtime) => {
  test.each(golden.models)("to what the mask is for: $name", async (golden) => {
    const net = made(golden, runtime);
    const dtype = golden.name === "sequence" ? "int32" : "float64";
    const losses: number[] = [];
    for (const { x, y } of golden.steps)
      losses.push((await net.trainOnBatch(goldenTensor(x), goldenTensor(y, dtype))).loss);
    const tolerance = tolerances[runtime];
    expectClose(
      losses,
      golden.steps.map(({ loss }) => loss),
      tolerance,
      "losses",
    );
    const { x, y } = golden.steps[golden.steps.length - 1];
    const { loss } = await net.evaluate(goldenTensor(x), goldenTensor(y, dtype));
    expectClose([loss], [golden.evaluated], tolerance, "evaluate");
    const predicted = await net.predict(goldenTensor(x));
    expectClose(predicted.toFloat64(), golden.predicted.data, tolerance, "predict");
    const again = await loadModel(await net.toBytes(), { runtime });
    expect(again.layers.map(({ name, config }) => [name, config])).toEqual(
      net.layers.map(({ name, config }) => [name, config]),
    );
    expectClose((await again.predict(goldenTensor(x))).toFloat64(), golden.predicted.data, 5e-6, "loaded");
  });
});

describe("batch normalization in training counts the positions that are there", () => {
  const { mask, input: x, weights, output, cotangent, gradients, updates } = golden.batchNormalization;
  const named = Object.fromEntries(weights.map((w) => [camelCase(w.name), goldenTensor(w)]));
  const layer = layers.batchNormalization({ momentum: 0.75 });
  const step: Case = {
    inputs: { ...named, x: goldenTensor(x), g: goldenTensor(cotangent), mask: maskOf(mask) },
    fn: (values) => {
      const result = layer.call({
        inputs: [values.x],
        masks: [values.mask],
        weights: values,
        training: true,
        random: noRandom,
        name: "here",
      });
      const [y] = result.outputs;
      const grads = grad(ops.sum(ops.multiply(y, values.g)), [values.x, values.gamma, values.beta]);
      const numbers = [y, ...grads, ...Object.values(result.updates ?? {})];
      return Object.fromEntries(numbers.map((value, k) => [`${k}`, value]));
    },
  };
  test.each(runtimes)("as Keras, on %s", async (runtime) => {
    const [results] = await runOn(runtime, [step]);
    for (const [k, { data }] of [output, ...gradients, ...updates].entries())
      expectClose(results[k], data, runtime === "reference" ? 1e-12 : 5e-6, `number ${k}`);
  });
});
