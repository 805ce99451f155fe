import { describe, expect, test } from "vitest";
import { rejection } from "../../test/support/thrown.js";
import { defineLayer, input, layers, type Model, ops, optimizers, sequential } from "../index.js";
import type { CompileOptions } from "./compile.js";

const one = { kernelInitializer: "ones", useBias: false } as const;

/** x → √(x w) v: not a number for negative x w, and of infinite slope at 0. */
function roots(options: Partial<CompileOptions> = {}): Model {
  const root = defineLayer<{ readonly name?: string }>("root", {
    defaults: {},
    call: ({ x }) => ops.sqrt(x),
  });
  const net = sequential([
    input({ shape: [1] }),
    layers.dense({ units: 1, ...one }),
    root(),
    layers.dense({ units: 1, ...one }),
  ]);
  net.compile({
    optimizer: optimizers.sgd({ learningRate: 0.1 }),
    loss: "mse",
    runtime: "reference",
    ...options,
  });
  return net;
}
const data = [[[4], [9], [-1], [1]], [[2], [3], [1], [1]]] as const; // biome-ignore format: x and y
const inOrder = { batchSize: 1, shuffle: false, verbose: 0 } as const;

describe.each(["reference", "native", "wasm"] as const)("NaN on %s", (runtime) => {
  test("is traced to the layer, epoch, step and batch; the weights are those before the step", async () => {
    const net = roots({ runtime });
    expect(await rejection(net.fit(...data, inOrder))).toBe(
      "fit: the loss is NaN at epoch 1, step 3 (batch of 1): the output of layer root is the first that is not finite (op sqrt); the weights are those before this step: lower the learning rate, scale the inputs, or clip gradients. (non_finite_loss)",
    );
    const other = roots({ runtime });
    await other.fit(...data, { ...inOrder, stepsPerEpoch: 2 });
    expect(net.getWeights().map((w) => w.toArray())).toEqual(other.getWeights().map((w) => w.toArray()));
    await expect(net.fit([[1]], [[1]], { verbose: 0 })).resolves.toBeDefined(); // and it can go on
  });
});

test("in a later epoch, where several steps were one run", async () => {
  const net = roots({ stepsPerExecution: 4 });
  const rows = [[4], [9], [1], [1]];
  await net.fit(rows, rows, { ...inOrder, epochs: 2 });
  expect(await rejection(net.fit([[4], [-9], [1], [1]], rows, { ...inOrder, epochs: 2 }))).toBe(
    "fit: the loss is NaN at epoch 1, step 2 (batch of 1): the output of layer root is the first that is not finite (op sqrt); the weights are those before this step: lower the learning rate, scale the inputs, or clip gradients. (non_finite_loss)",
  );
});

test("in trainOnBatch", async () => {
  expect(await rejection(roots().trainOnBatch([[-1]], [[0]]))).toBe(
    "trainOnBatch: the loss is NaN (batch of 1): the output of layer root is the first that is not finite (op sqrt); the weights are those before this step: lower the learning rate, scale the inputs, or clip gradients. (non_finite_loss)",
  );
});

test("a loss that overflows while every layer is finite", async () => {
  const net = sequential([input({ shape: [1] }), layers.dense({ units: 1, ...one })]);
  net.compile({ loss: "mse", runtime: "native" });
  expect(await rejection(net.fit([[1e30]], [[0]], { verbose: 0 }))).toBe(
    "fit: the loss is Infinity at epoch 1, step 1 (batch of 1): all layers are finite, so the loss itself overflows (op multiply); the weights are those before this step: lower the learning rate, scale the inputs, or clip gradients. (non_finite_loss)",
  );
});

test("a weight broken by an update whose own loss was finite", async () => {
  // √0 is 0, so the first loss is finite; its slope is not, so the update is not.
  expect(await rejection(roots().fit([[0], [1]], [[1], [1]], inOrder))).toBe(
    "fit: the loss is NaN at epoch 1, step 2 (batch of 1): weight dense/kernel was broken by the update before, whose loss was still finite; set the weights anew, then lower the learning rate, scale the inputs, or clip gradients. (non_finite_loss)",
  );
});
