import { describe, expect, test } from "vitest";
import { thrown } from "../../../test/support/thrown.js";
import { input, layers, ops, sequential, tensor } from "../../index.js";

test("whole numbers become floats: x kernel + bias", async () => {
  const net = sequential([
    input({ shape: [2], dtype: "uint8" }),
    layers.dense({ units: 1, kernelInitializer: "ones", biasInitializer: "ones" }),
  ]);
  const x = tensor(new Uint8Array([200, 100]), { shape: [1, 2] });
  expect((await net.predict(x)).toArray()).toEqual([[301]]); // no wrapping at 256
});

test("an activation of one's own", async () => {
  const net = sequential([
    input({ shape: [1] }),
    layers.dense({ units: 1, kernelInitializer: "ones", activation: (x) => ops.add(ops.square(x), 1) }),
  ]);
  expect((await net.predict([[3]])).toArray()).toEqual([[10]]);
});

describe("errors", () => {
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "units of half a neuron": [
      () => layers.dense({ units: 2.5 }),
      "dense: units is 2.5; use a whole number from 1. (invalid_option)",
    ],
    "units left out": [
      () => layers.dense({} as { units: number }),
      "dense: needs the option units; give dense({ units }). (missing_option)",
    ],
    "a misspelt option": [
      () => layers.dense({ units: 2, activations: "relu" } as { units: number }),
      'dense: option: unknown name "activations"; did you mean "activation"? use one of units, activation, useBias, kernelInitializer, biasInitializer, kernelRegularizer, kernelConstraint, biasRegularizer, biasConstraint, activityRegularizer, name, trainable. (unknown_name)',
    ],
    "a misspelt activation": [
      () => layers.dense({ units: 2, activation: "rellu" as "relu" }),
      'dense: activation: unknown name "rellu"; did you mean "relu"? use one of binaryStep, elu, gelu, leakyRelu, linear, relu, selu, sigmoid, silu, softmax, softplus, tanh; give another as the function it is, activations.mish. (unknown_name)',
    ],
    "a misspelt initializer, in a layer with a name": [
      () => layers.dense({ units: 2, kernelInitializer: "glorot" as "zeros", name: "first" }),
      'first: kernelInitializer: unknown name "glorot"; use one of constant, glorotNormal, glorotUniform, heNormal, heUniform, lecunNormal, lecunUniform, ones, orthogonal, randomNormal, randomUniform, truncatedNormal, varianceScaling, zeros. (unknown_name)',
    ],
    "no axis of features": [
      () => sequential([input({ shape: [] }), layers.dense({ units: 2 })]),
      "dense: expects [batch, ..., features] with a known number of features, got [batch]; give the input's shape in full (its input is [batch] from the input). (shape_mismatch)",
    ],
    "words are no numbers": [
      () => sequential([input({ shape: [2], dtype: "string" }), layers.dense({ units: 2 })]),
      "dense: cast: cannot turn string into float32; encode the strings before the graph (its input is [batch, 2] from the input). (dtype_mismatch)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});
