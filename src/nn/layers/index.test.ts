import { describe, expect, test } from "vitest";
import { type KerasA, readGolden } from "../../../golden/read-golden.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { camelCase, fromKeras, functionName, goldenTensor } from "../../../test/support/from-keras.js";
import { isOption } from "../../../test/support/keras-options.js";
import { type Case, runOn, runtimes } from "../../../test/support/run-on.js";
import { checkGradients } from "../../core/check-gradients.js";
import { constant } from "../../core/constant.js";
import type { Value } from "../../core/graph.js";
import { multiply, sum } from "../../core/ops/index.js";
import type { Tensor } from "../../core/tensor.js";
import { grad } from "../../core/vjp.js";
import { type Layer, noRandom } from "../layer.js";
import * as layers from "./index.js";

const [first, spatial] = [readGolden("keras-a"), readGolden("keras-conv")];
const golden = {
  layers: [...first.layers, ...spatial.layers].map((one) => ({
    ...one,
    weights: one.weights.map((w) => ({ ...w, name: camelCase(w.name) })),
  })),
  defaults: { layers: { ...first.defaults.layers, ...spatial.defaults.layers } },
};
const makers = layers as unknown as Readonly<Record<string, (options?: object) => Layer>>; // looked up by golden names

const cases = golden.layers;

type LayerCase = KerasA["layers"][number];

/** The layer, with the golden weights by name. */
function made({ class: className, options, input, weights, adapted }: LayerCase): {
  readonly layer: Layer;
  readonly weights: Readonly<Record<string, Tensor>>;
} {
  const layer = makers[functionName(className)](fromKeras(options));
  if (adapted) layer.adapt(goldenTensor(input));
  // Keras also counts the numbers seen by adapt: a weight that its formula does not use.
  const used = weights.filter(({ name }) => name !== "count");
  return { layer, weights: Object.fromEntries(used.map((w) => [w.name, goldenTensor(w)])) };
}

const outputOf = (layer: Layer, x: Value, weights: Readonly<Record<string, Value>>): Value =>
  layer.call({ inputs: [x], weights, training: false, random: noRandom, name: layer.kind }).outputs[0];

const constants = (
  weights: Readonly<Record<string, Tensor>>,
  names: readonly string[],
): Record<string, Value> => Object.fromEntries(names.map((name) => [name, constant(weights[name])]));

const graphOf = (golden: LayerCase): Case => {
  const { layer, weights } = made(golden);
  const trained = golden.weights.filter(({ trainable }) => trainable).map(({ name }) => name);
  const inputs = { x: goldenTensor(golden.input), cotangent: goldenTensor(golden.cotangent), ...weights };
  const fn: Case["fn"] = ({ x, cotangent, ...values }) => {
    const y = outputOf(layer, x, values);
    const [gradInput, ...gradWeights] = grad(sum(multiply(y, cotangent)), [
      x,
      ...trained.map((name) => values[name]),
    ]);
    return { y, gradInput, ...Object.fromEntries(gradWeights.map((g, i) => [`gradient ${i}`, g])) };
  };
  return { inputs, fn };
};

const tolerances = { reference: 1e-12, native: 2e-6, wasm: 2e-6 };
const titleOf = ({ class: name, options, input }: LayerCase): string =>
  `${functionName(name)} ${JSON.stringify(options)} [${input.shape}]`;

describe.each(runtimes)("outputs and gradients are Keras's on %s", async (runtime) => {
  const results = await runOn(runtime, cases.map(graphOf));
  cases.forEach((golden, k) => {
    test(`${titleOf(golden)} (case ${k})`, () => {
      expectClose(results[k].y, golden.output.data, tolerances[runtime], "output");
      expectClose(results[k].gradInput, golden.gradInput.data, tolerances[runtime], "gradient by the input");
      for (const [i, g] of golden.gradWeights.entries())
        expectClose(results[k][`gradient ${i}`], g.data, tolerances[runtime], `gradient by weight ${i}`);
    });
  });
});

describe("weights and types", () => {
  cases.forEach((golden, k) => {
    test(`${titleOf(golden)} (case ${k}): Keras's names, shapes and output shape`, () => {
      const { layer } = made(golden);
      const specs = Object.entries(layer.weights([{ dtype: "float32", shape: golden.input.shape }], "here"));
      const ours = specs.map(([name, { shape, role = "weight" }]) => ({
        name,
        shape,
        trainable: role === "weight",
      }));
      const theirs = golden.weights.filter(({ name }) => name !== "count");
      expect(ours).toEqual(theirs.map(({ name, shape, trainable }) => ({ name, shape, trainable })));
    });
  });
});

describe("derivatives to order 2 against central differences", () => {
  cases.forEach((golden, k) => {
    test(`${titleOf(golden)} (case ${k})`, () => {
      const { layer, weights } = made(golden);
      const trained = golden.weights.filter(({ trainable }) => trainable).map(({ name }) => name);
      const inputs = [goldenTensor(golden.input), ...Object.values(weights)];
      const names = Object.keys(weights);
      const fixed = names.filter((name) => !trained.includes(name));
      // Statistics are no variables of the function: at a variance of 0 there is no derivative.
      const worst = checkGradients(
        (x, ...values) => {
          const given = Object.fromEntries(
            names.filter((n) => !fixed.includes(n)).map((n, i) => [n, values[i]]),
          );
          return outputOf(layer, x, { ...given, ...constants(weights, fixed) });
        },
        inputs.filter((_, i) => i === 0 || trained.includes(names[i - 1])),
      );
      expect(worst).toBeLessThan(1e-6);
    });
  });
});

describe("adapt", () => {
  cases.forEach((golden, k) => {
    const { adapted } = golden;
    if (adapted === undefined) return;
    test(`${titleOf(golden)} (case ${k}): Keras's mean and variance`, () => {
      const { mean, variance } = made(golden).layer.adapted ?? {};
      expectClose(mean.toFloat64(), adapted.mean.data, 1e-14, "mean");
      expectClose(variance.toFloat64(), adapted.variance.data, 1e-14, "variance");
    });
  });
});

describe("defaults", () => {
  for (const [className, options] of Object.entries(golden.defaults.layers)) {
    if (className === "Input") continue;
    const name = functionName(className);
    test(`${name}: Keras's`, () => {
      const theirs = Object.entries(fromKeras(options)).filter(([option]) =>
        isOption(option, Reflect.get(makers[name], "defaults")),
      );
      const isRequired = ([, value]: [string, unknown]): boolean => value === "<required>";
      expect(Reflect.get(makers[name], "required")).toEqual(
        theirs.filter(isRequired).map(([option]) => option),
      );
      const optional = theirs.filter((entry) => !isRequired(entry));
      expect(Reflect.get(makers[name], "defaults")).toEqual(Object.fromEntries(optional));
    });
  }
});
