import { datasets } from "neurograd";
import { diehlCook } from "neurograd/brain";
import { test } from "vitest";
import { beside } from "../../../test/support/beside.js";

const check = beside(
  "Diehl & Cook (2015), figure from memory (unconfirmed): 100 neurons, labels from training images, 10,000 test digits",
);

test("100 neurons learn 20,000 digits without labels; published 82.9 % (unconfirmed)", {
  timeout: 1_200_000,
}, async () => {
  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist();
  const net = diehlCook({ neurons: 100, seed: 1 });
  const start = performance.now();
  const learned = await net.learn(xTrain.slice(0, 20_000));
  const seconds = (performance.now() - start) / 1000;
  await net.assign(xTrain.slice(0, 10_000), yTrain.slice(0, 10_000));
  const { classes, ...asked } = await net.predict(xTest);
  const right = classes.toFloat64().filter((label, i) => label === yTest.data[i]).length;
  console.log(
    [
      `learning: ${seconds.toFixed(0)} s, ${(learned.presentations / learned.images).toFixed(2)} presentations and ${(learned.spikes / learned.images).toFixed(1)} spikes an image`,
      `test: ${(asked.presentations / asked.images).toFixed(2)} presentations, ${(asked.inputSpikes / asked.images).toFixed(0)} spikes of inputs and ${(asked.spikes / asked.images).toFixed(1)} of neurons an image`,
      `neurons of each class: ${Array.from({ length: 10 }, (_, k) => net.labels.toFloat64().filter((label) => label === k).length).join(", ")}`,
      `θ from ${Math.min(...net.theta.toFloat64()).toFixed(1)} to ${Math.max(...net.theta.toFloat64()).toFixed(1)} mV`,
    ].join("\n"),
  );
  check("right [%]", (100 * right) / 10_000, { published: 82.9, absolute: 5 });
});
