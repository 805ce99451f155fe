import { callbacks, input, layers, type Model, sequential } from "neurograd";
import { expect, test, vi } from "vitest";
import { thrown } from "../../../test/support/thrown.js";

function oneWeight(): Model {
  const net = sequential([input({ shape: [1] }), layers.dense({ units: 1, useBias: false })]);
  net.compile({ optimizer: "sgd", loss: "meanSquaredError", runtime: "reference" });
  net.setWeights([[[0]]]);
  return net;
}
const x = [[1]];
const y = [[1]];

test("the function is given the epoch and the rate before, and its rate is used", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const model = oneWeight();
  const seen: (readonly number[])[] = [];
  const scheduler = callbacks.learningRateScheduler({
    verbose: 1,
    schedule: (epoch, rate) => {
      seen.push([epoch, rate]);
      return epoch === 0 ? 0.25 : rate / 2;
    },
  });
  await model.fit(x, y, { epochs: 3, initialEpoch: 0, verbose: 0, callbacks: [scheduler] });
  expect(seen).toEqual([
    [0, 0.01],
    [1, 0.25],
    [2, 0.125],
  ]);
  // w ← w − 2 η (w − 1): 1 − w halves at 0.25, then shrinks by 1 − 2 · 0.125 and 1 − 2 · 0.0625
  expect(model.getWeights()[0].item()).toBeCloseTo(1 - 0.5 * 0.75 * 0.875, 15);
  expect(model.optimizer.learningRate).toBe(0.0625);
  expect(log.mock.calls[2]).toEqual(["Epoch 3: the learning rate is 0.0625"]);
  log.mockRestore();
});

test("mistakes are told", async () => {
  expect(thrown(() => callbacks.learningRateScheduler({} as never))).toBe(
    "learningRateScheduler: needs the option schedule; give learningRateScheduler({ schedule }). (missing_option)",
  );
  expect(thrown(() => callbacks.learningRateScheduler({ schedule: 0.1 as never }))).toBe(
    "learningRateScheduler: schedule is 0.1; give a function of epoch and learning rate. (invalid_option)",
  );
  const scheduler = callbacks.learningRateScheduler({ schedule: () => Number.NaN });
  await expect(oneWeight().fit(x, y, { verbose: 0, callbacks: [scheduler] })).rejects.toThrow(
    "learningRateScheduler: schedule gave NaN for epoch 0; give a number from 0. (invalid_option)",
  );
});
