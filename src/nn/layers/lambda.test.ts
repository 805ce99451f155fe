import { expect, test } from "vitest";
import { rejection, thrown } from "../../../test/support/thrown.js";
import { activations, input, layers, loadModel, model, ops, sequential } from "../../index.js";

test("lambda: any function of ops, of one input or several", async () => {
  const x = input({ shape: [3] });
  const twice = sequential([x, layers.lambda((value) => ops.multiply(value, 2))]);
  expect((await twice.predict([[1, 2, 3]])).toArray()).toEqual([[2, 4, 6]]);
  const difference = layers.lambda({ function: (a, b) => ops.subtract(a, b), name: "difference" });
  const net = model({
    inputs: x,
    outputs: difference.apply([layers.activation({ activation: "relu" }).apply(x), x]),
  });
  expect((await net.predict([[-1, 0, 2]])).toArray()).toEqual([[1, 0, 0]]);
});

test("a lambda is refused by name when its model is saved; an activation of ours is saved by its name", async () => {
  const own = sequential([
    input({ shape: [1] }),
    layers.lambda(function double(x) {
      return ops.multiply(x, 2);
    }),
  ]);
  expect(await rejection(own.toBytes())).toBe(
    "save: lambda: function is a function (double), which a file cannot hold; name a built-in one, or write a layer with defineLayer and load the file with customLayers. (cannot_save)",
  );
  const ours = sequential([input({ shape: [2] }), layers.lambda(activations.sigmoid)]);
  const again = await loadModel(await ours.toBytes());
  expect((await again.predict([[0, 100]])).toArray()).toEqual([[0.5, 1]]);
});

test("what is no function", () => {
  expect(thrown(() => layers.lambda({ function: "rely" as "relu" }))).toMatch(
    /^lambda: function: unknown name "rely"; did you mean "relu"\?/,
  );
});
