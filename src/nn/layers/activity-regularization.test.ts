import { expect, test } from "vitest";
import { expectClose } from "../../../test/support/expect-close.js";
import { thrown } from "../../../test/support/thrown.js";
import { input, layers, loadModel, sequential } from "../../index.js";

test("activityRegularization: Keras's loss, before and after the model was saved", async () => {
  const net = sequential([input({ shape: [2] }), layers.activityRegularization({ l1: 0.1, l2: 0.01 })]);
  net.compile({ optimizer: "sgd", loss: "mse", runtime: "native" });
  const x = [
    [1, -2],
    [3, 4],
  ];
  const zeros = [
    [0, 0],
    [0, 0],
  ];
  // Keras 3.15.1: train_on_batch and evaluate give 8.15; that is 30 / 4 + (0.1 · 10 + 0.01 · 30) / 2.
  expectClose([(await net.trainOnBatch(x, zeros)).loss], [8.15], 1e-6);
  const again = await loadModel(await net.toBytes(), { runtime: "native" });
  expectClose([(await again.evaluate(x, zeros)).loss], [8.15], 1e-6);
  expect((await again.predict(x)).toArray()).toEqual(x);
});

test("options that are none", () => {
  expect(thrown(() => layers.activityRegularization({ l1: -1 }))).toBe(
    "l1l2: l1 is -1; use a number from 0. (invalid_option)",
  );
});
