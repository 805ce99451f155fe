import { callbacks, input, layers, type Model, optimizers, sequential, tensor } from "neurograd";
import { afterEach, describe, expect, test, vi } from "vitest";

afterEach(() => {
  vi.restoreAllMocks();
});

const x = tensor([[1], [1]]);
const y = tensor([[0], [0]]);

/** A line whose weight leaves float32 after some steps. */
function diverging(): Model {
  const net = sequential([input({ shape: [1] }), layers.dense({ units: 1, useBias: false, name: "line" })]);
  net.compile({
    optimizer: optimizers.sgd({ learningRate: 1e6 }),
    loss: "meanSquaredError",
    runtime: "native",
  });
  net.setWeights([[[1]]]);
  return net;
}

describe("a loss that is not finite", () => {
  test("ends training, with the weights before that step", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const net = diverging();
    const ended = vi.fn();
    const { history } = await net.fit(x, y, {
      epochs: 10,
      verbose: 0,
      callbacks: [callbacks.terminateOnNaN(), callbacks.lambda({ onTrainEnd: ended })],
    });
    // w ← −(2e6 − 1) w: 1, −2e6, 4e12, −8e18, 1.6e25, whose square is beyond float32
    expect(history.loss).toHaveLength(5);
    expect(net.getWeights()[0].item() / 1.6e25).toBeCloseTo(1, 4);
    expect(ended).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls).toEqual([
      [
        "neurograd: training ends: fit: the loss is Infinity at epoch 5, step 1 (batch of 2): all layers are finite, so the loss itself overflows (op multiply); the weights are those before this step: lower the learning rate, scale the inputs, or clip gradients. (non_finite_loss)",
      ],
    ]);
  });

  test("is thrown with raiseError, as without the callback", async () => {
    for (const given of [[callbacks.terminateOnNaN({ raiseError: true })], []])
      await expect(diverging().fit(x, y, { epochs: 10, verbose: 0, callbacks: given })).rejects.toThrow(
        "fit: the loss is Infinity at epoch 5, step 1",
      );
  });
});
