import { toSpiking } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { drawn } from "../../../test/support/drawn.js";
import { input, layers, type Model, model, ops, sequential } from "../../index.js";

describe("refusals", () => {
  const dense = (activation: "relu" | null = null) => layers.dense({ units: 2, activation });
  const convert = (net: Model, options: object = {}): Promise<unknown> =>
    toSpiking(net, { samples: drawn([1, ...(net.inputs[0].shape.slice(1) as number[])]), ...options });
  const stack = (...between: Parameters<typeof sequential>[0]): Promise<unknown> =>
    convert(sequential([input({ shape: [2] }), ...between, dense("relu"), dense()]));
  const known =
    "dense, conv1d, conv2d, depthwiseConv1d, depthwiseConv2d, reLU, relu, activation, softmax, batchNormalization, normalization, rescaling, add, flatten, reshape, averagePooling1d, averagePooling2d, maxPooling1d, maxPooling2d, globalAveragePooling1d, globalAveragePooling2d, globalMaxPooling1d, globalMaxPooling2d, dropout, spatialDropout1d, spatialDropout2d, alphaDropout, gaussianDropout, gaussianNoise, activityRegularization, identity";
  const x = input({ shape: [2] });
  const messages: Readonly<Record<string, readonly [() => Promise<unknown>, string]>> = {
    "a kind of layer": [
      () => stack(layers.layerNormalization({ name: "even" })),
      `toSpiking: even is a layer of kind layerNormalization, which has no counterpart in spikes; what has one: ${known}. (cannot_convert)`,
    ],
    "an activation inside": [
      () => stack(layers.dense({ units: 3, activation: "tanh" })),
      'toSpiking: dense has the activation "tanh", and a firing rate is a ReLU; train with activation: "relu" (the last layer may have any that a string names). (cannot_convert)',
    ],
    "an activation of one's own": [
      () => stack(layers.activation({ activation: (v) => ops.square(v) })),
      'toSpiking: activation has the activation that is a function (activation), and a firing rate is a ReLU; train with activation: "relu" (the last layer may have any that a string names). (cannot_convert)',
    ],
    "a ReLU that goes below 0": [
      () => stack(layers.reLU({ negativeSlope: 0.1 })),
      "toSpiking: reLU has negativeSlope 0.1, and no neuron fires less than not at all; use a plain reLU(). (cannot_convert)",
    ],
    "a ReLU that begins later": [
      () => stack(layers.reLU({ threshold: 0.5 })),
      "toSpiking: reLU has threshold 0.5, and no neuron fires less than not at all; use a plain reLU(). (cannot_convert)",
    ],
    "batch normalization of places": [
      () =>
        convert(
          sequential([
            input({ shape: [3, 2] }),
            layers.batchNormalization({ axis: 1 }),
            layers.flatten(),
            dense("relu"),
          ]),
        ),
      "toSpiking: batchNormalization normalizes along axis 1, and what can be folded into weights stands last; use axis: -1. (cannot_convert)",
    ],
    "normalization of places": [
      () => convert(sequential([input({ shape: [3, 2] }), layers.normalization({ axis: 1 }), dense("relu")])),
      "toSpiking: normalization normalizes along axis 1; only axis: -1 or null is a scale of channels: prepare the data before. (cannot_convert)",
    ],
    "a sum of several shapes": [
      () => {
        const wide = layers.add().apply([x, layers.dense({ units: 1, activation: "relu" }).apply(x)]);
        return convert(model({ inputs: x, outputs: wide }));
      },
      "toSpiking: add adds [2] and [1]; only two or more of one shape can be added. (cannot_convert)",
    ],
    "an op": [
      () => convert(model({ inputs: x, outputs: ops.softmax(dense("relu").apply(x)) })),
      "toSpiking: ops.softmax has no counterpart in spikes; of ops between layers, add and relu have one: use layers, or convert the part before it. (cannot_convert)",
    ],
    "two outputs": [
      () => convert(model({ inputs: x, outputs: [dense("relu").apply(x), dense().apply(x)] })),
      "toSpiking: the model has 1 inputs and 2 outputs; convert a part with one of each: model({ inputs: net.inputs[0], outputs: net.outputs[0] }). (cannot_convert)",
    ],
    "nothing that fires": [
      () => convert(sequential([input({ shape: [2] }), dense(), layers.softmax()])),
      'toSpiking: there is no ReLU in this network, so nothing in it would fire; give a hidden layer activation: "relu", train, and convert again. (cannot_convert)',
    ],
    "an open size": [
      () => convert(sequential([input({ shape: [null, 2] }), dense("relu")]), { samples: [[[1, 2]]] }),
      "toSpiking: the input has an open size, [open0, 2], and every neuron has a membrane of its own; give the input's shape in full. (unknown_size)",
    ],
    "no samples": [
      () => convert(sequential([input({ shape: [2] }), dense("relu")]), { samples: undefined }),
      "toSpiking: needs the option samples, examples from which the thresholds are found; give toSpiking(net, { samples: xTrain.slice(0, 500) }). (missing_option)",
    ],
    "another rule": [
      () => convert(sequential([input({ shape: [2] }), dense("relu")]), { normalization: "maximum" }),
      'toSpiking: normalization: unknown name "maximum"; use one of max, percentile, leastSquares. (unknown_name)',
    ],
    "no classes": [
      async () => {
        const spiking = await toSpiking(
          sequential([input({ shape: [2] }), dense("relu"), layers.dense({ units: 1 })]),
          {
            samples: [[1, 2]],
          },
        );
        return spiking.evaluate([[1, 2]], [1]);
      },
      "evaluate: the network gives [batch, 1], which names no classes; use predict or run, and compare as your task asks. (shape_mismatch)",
    ],
    "targets of another shape": [
      async () => {
        const spiking = await toSpiking(sequential([input({ shape: [2] }), dense("relu")]), {
          samples: [[1, 2]],
        });
        return spiking.evaluate([[1, 2]], [1, 0, 1]);
      },
      "evaluate: y has shape [3] for 1 examples of 2 classes; give class numbers [1], or rows [1, 2]. (shape_mismatch)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, async () => {
      const said = await body().then(
        () => "nothing was thrown",
        (error: unknown) => (error as Error).message,
      );
      expect(said.replace(/open\d+/, "open0")).toBe(message);
    });
});
