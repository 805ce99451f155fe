import { datasets, input, type Learning, layers, type Model, sequential, setSeed } from "neurograd";
import { directFeedbackAlignment, feedbackAlignment, predictiveCoding } from "neurograd/brain";
import { expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";

const check = beside(
  "MNIST, 784-1000-10, tanh, Adam, 2 epochs: accuracy on the 10,000 test digits [%], backpropagation's as published",
);

/** The network of Lillicrap et al. (2016), with cross-entropy and Adam. */
function network(learning?: Learning): Model {
  setSeed(1);
  const net = sequential([
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.flatten(),
    layers.dense({ units: 1000, activation: "tanh" }),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  const loss = "sparseCategoricalCrossentropy";
  net.compile({ optimizer: "adam", loss, metrics: ["accuracy"], ...(learning && { learning }) });
  return net;
}

test("feedback alignment and predictive coding come within 1.5 points of backpropagation", {
  timeout: 300_000,
}, async () => {
  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist();
  const accuracy = async (learning?: Learning): Promise<number> => {
    const net = network(learning);
    await net.fit(xTrain, yTrain, { epochs: 2, batchSize: 128, verbose: 0 });
    return 100 * (await net.evaluate(xTest, yTest)).accuracy;
  };
  const backpropagation = await accuracy();
  check("backpropagation", backpropagation, { published: backpropagation, absolute: 0 });
  expect(backpropagation).toBeGreaterThan(95);
  check("feedback alignment", await accuracy(feedbackAlignment()), {
    published: backpropagation,
    absolute: 1.5,
  });
  check("direct feedback alignment", await accuracy(directFeedbackAlignment()), {
    published: backpropagation,
    absolute: 1.5,
  });
  check("predictive coding", await accuracy(predictiveCoding()), {
    published: backpropagation,
    absolute: 1.5,
  });
  const following = predictiveCoding({ fixedPrediction: false, rate: 0.2, steps: 10, outputPrecision: 0.1 });
  check("predictive coding, predictions follow", await accuracy(following), {
    published: backpropagation,
    absolute: 1.5,
  });
});
