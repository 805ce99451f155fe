import { expect, test } from "vitest";
import { rejection } from "../../../test/support/thrown.js";
import { input, layers, losses, sequential, tensor } from "../../index.js";

// Labels are looked through before training: the one that is to be ignored may be any number.
test("a label to be ignored may lie outside the classes; others may not", async () => {
  const net = sequential([input({ shape: [2] }), layers.dense({ units: 2, kernelInitializer: "zeros" })]);
  const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true, ignoreClass: 255 });
  net.compile({ loss, runtime: "reference" });
  const x = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const found = await net.evaluate(x, tensor([0, 255, 1], { dtype: "int32" }));
  expect(found.loss).toBeCloseTo(Math.LN2, 12); // equal shares, whatever the label
  expect(await rejection(net.evaluate(x, tensor([0, 255, 7], { dtype: "int32" })))).toBe(
    "evaluate: label 7 of example 2 is outside the 2 classes 0 to 1; check the labels, or give the last layer more units. (label_out_of_range)",
  );
});
