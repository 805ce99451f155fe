import { expect, test } from "vitest";
import { customGradient } from "../core/ops/gradient.js";
import * as ops from "../core/ops/index.js";
import { tensor } from "../core/tensor.js";
import { checkGradients } from "./check-gradients.js";
import { defineLayer } from "./layer.js";
import * as layers from "./layers/index.js";
import * as losses from "./losses/index.js";

const x = tensor([
  [0.1, -0.2],
  [0.3, 0.4],
]);

test("functions, layers and losses", () => {
  expect(checkGradients((v) => ops.sum(ops.square(v)), [x])).toBeLessThan(1e-9);
  expect(checkGradients(layers.dense({ units: 3, activation: "tanh" }), [x])).toBeLessThan(1e-8);
  expect(
    checkGradients(losses.meanSquaredError(), [
      tensor([
        [1, 0],
        [0, 1],
      ]),
      x,
    ]),
  ).toBeLessThan(1e-9);
  expect(
    checkGradients(losses.sparseCategoricalCrossentropy({ fromLogits: true }), [
      tensor([1, 0], { dtype: "int32" }),
      x,
    ]),
  ).toBeLessThan(1e-8);
});

test("a layer whose derivative is wrong is caught, by name of the numbers", () => {
  const half = customGradient(
    (v) => ops.multiply(v, 0.5),
    ({ g }) => [g], // should be g / 2
  );
  const wrong = defineLayer<{ readonly name?: string }>("wrong", {
    defaults: {},
    call: ({ x: v }) => half(v),
  });
  expect(() => checkGradients(wrong(), [x])).toThrow(
    /^checkGradients: derivative of a function of \[2, 2\]: numeric -?0\.\d+, exact -?\d\.\d+, relative error .*\(gradient_mismatch\)$/,
  );
});
