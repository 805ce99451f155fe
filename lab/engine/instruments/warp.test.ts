import { expect, test } from "vitest";
import { defaultSpec } from "../spec.js";
import { Training } from "../training.js";
import { warp } from "./warp.js";

test("a layer's picture of the plane is what its units compute, corner by corner and point by point", async () => {
  const training = new Training({ ...defaultSpec, layers: [{ units: 3, activation: "tanh" }] });
  for (let k = 0; k < 5; k++) await training.advance();
  const seen = await warp(training, { layer: "hidden_1", units: [2, 0], size: 4 });
  const weight = (name: string): Float32Array =>
    training.net.weights.find((each) => each.name === name)?.value.data as Float32Array;
  const [kernel, bias] = [weight("hidden_1/kernel"), weight("hidden_1/bias")];
  const unit = (k: number, x: number, y: number): number =>
    Math.tanh(x * kernel[k] + y * kernel[3 + k] + bias[k]);
  for (let row = 0; row <= 4; row++)
    for (let column = 0; column <= 4; column++) {
      const [x, y, at] = [column / 2 - 1, 1 - row / 2, 2 * (row * 5 + column)];
      expect(seen?.corners[at]).toBeCloseTo(unit(2, x, y), 5);
      expect(seen?.corners[at + 1]).toBeCloseTo(unit(0, x, y), 5);
    }
  const { train, test: tested } = training.data;
  expect(seen?.points).toHaveLength(2 * defaultSpec.data.samples);
  const [x, y] = train.x.toFloat64();
  expect(seen?.points[0]).toBeCloseTo(unit(2, x, y), 5);
  const [u, v] = tested.x.toFloat64();
  expect(seen?.points[2 * train.x.shape[0]]).toBeCloseTo(unit(2, u, v), 5);
  expect(await warp(training, { layer: "hidden_2", units: [0, 1] })).toBeUndefined();
});
