import { describe, expect, test, vi } from "vitest";
import { rejection } from "../../test/support/thrown.js";
import { input, layers, type Model, sequential, tensor } from "../index.js";

describe("binaryStep, which cannot be trained through", () => {
  const net = (...activations: readonly ("binaryStep" | "sigmoid")[]): Model => {
    const made = sequential([
      input({ shape: [2] }),
      ...activations.map((activation) =>
        layers.dense({ units: 1, activation, kernelInitializer: "ones", biasInitializer: "ones" }),
      ),
    ]);
    made.compile({ optimizer: "sgd", loss: "mse", runtime: "reference" });
    return made;
  };
  const data = [tensor([[0, 1], [1, 1], [1, 0]]), tensor([[1], [0], [1]])] as const; // biome-ignore format: rows

  test("some weights: one warning that names them, however many batch sizes; the others learn", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const model = net("binaryStep", "sigmoid");
    await model.predict(data[0]); // from here on weights are read in float64
    const before = model.getWeights().map((w) => w.toArray());
    await model.fit(...data, { batchSize: 2, epochs: 2, verbose: 0 });
    expect(warn.mock.calls).toEqual([
      [
        "neurograd: dense/kernel, dense/bias will not change: no gradient reaches these: on the way to the loss stands a function whose derivative is zero, such as binaryStep or argmax.",
      ],
    ]);
    warn.mockRestore();
    const changed = model.getWeights().map((w, i) => w.toArray()?.toString() !== before[i]?.toString());
    expect(changed).toEqual([false, false, true, true]);
  });

  test("all weights: an error", async () => {
    expect(await rejection(net("sigmoid", "binaryStep").fit(...data, { verbose: 0 }))).toBe(
      "fit: no weight can be trained (dense/kernel, dense/bias, dense_1/kernel, dense_1/bias): no gradient reaches it: on its way to the loss stands a function whose derivative is zero, such as binaryStep or argmax; use an activation with a slope, such as sigmoid or relu. (no_gradient)",
    );
  });
});
