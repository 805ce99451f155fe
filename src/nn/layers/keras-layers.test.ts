// Layers of one or several inputs, and those that behave otherwise in training, against Keras's own numbers.
import { describe, expect, test } from "vitest";
import { type KerasLayers, readGolden } from "../../../golden/read-golden.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { camelCase, fromKeras, functionName, goldenTensor } from "../../../test/support/from-keras.js";
import { isOption } from "../../../test/support/keras-options.js";
import { layerOf as caseLayer } from "../../../test/support/recurrent-case.js";
import { type Case, runOn, runtimes } from "../../../test/support/run-on.js";
import { checkGradients } from "../../core/check-gradients.js";
import { constant } from "../../core/constant.js";
import { isFloat } from "../../core/dtype.js";
import type { TensorType, Value } from "../../core/graph.js";
import { multiply, sum } from "../../core/ops/index.js";
import type { Tensor } from "../../core/tensor.js";
import { grad } from "../../core/vjp.js";
import { type CallResult, type Layer, noRandom } from "../layer.js";
import * as layers from "./index.js";

const files = [readGolden("keras-layers"), readGolden("keras-attention")];
const golden = {
  layers: files.flatMap(({ layers }) => layers),
  defaults: { layers: Object.assign({}, ...files.map(({ defaults }) => defaults.layers)) as LayerDefaults },
};
const makers = layers as unknown as Readonly<Record<string, (options?: object) => Layer>>; // looked up by golden names

type LayerDefaults = KerasLayers["defaults"]["layers"];
type LayerCase = KerasLayers["layers"][number];

const weightName = (name: string): string => name.split("/").map(camelCase).join("/");
const layerOf = ({ class: name, options, call }: LayerCase): Layer =>
  caseLayer({ class: name, options: { ...options, ...call } });
const inputsOf = ({ inputs }: LayerCase): Tensor[] => inputs.map((x) => goldenTensor(x, x.dtype));
const weightsOf = ({ weights }: LayerCase): Record<string, Tensor> =>
  Object.fromEntries(weights.map((w) => [weightName(w.name), goldenTensor(w)]));
const trainedOf = ({ weights }: LayerCase): string[] =>
  weights.filter(({ trainable }) => trainable).map(({ name }) => weightName(name));

const called = (
  golden: LayerCase,
  inputs: readonly Value[],
  weights: Readonly<Record<string, Value>>,
): CallResult => {
  const layer = layerOf(golden);
  const { training = false } = golden;
  return layer.call({ inputs, weights, training, random: noRandom, name: layer.kind });
};

const graphOf = (golden: LayerCase): Case => {
  const xs = inputsOf(golden);
  const given = Object.fromEntries(xs.map((x, k) => [`x${k}`, x]));
  const fn: Case["fn"] = (values) => {
    const inputs = xs.map((_, k) => values[`x${k}`]);
    const { outputs, updates = {} } = called(golden, inputs, values);
    const floats = inputs.filter(({ dtype }) => isFloat(dtype));
    const grads = grad(sum(multiply(outputs[0], values.cotangent)), [
      ...floats,
      ...trainedOf(golden).map((name) => values[name]),
    ]);
    return {
      y: outputs[0],
      ...Object.fromEntries(grads.map((g, i) => [`gradient ${i}`, g])),
      ...Object.fromEntries(Object.entries(updates).map(([name, value]) => [`update ${name}`, value])),
    };
  };
  return { inputs: { ...given, ...weightsOf(golden), cotangent: goldenTensor(golden.cotangent) }, fn };
};

const tolerances = { reference: 1e-9, native: 1e-5, wasm: 1e-5 };
const titleOf = ({ class: name, options, call, inputs, training }: LayerCase, k: number): string =>
  `${functionName(name)} ${JSON.stringify({ ...options, ...call })} ${inputs.map(({ shape }) => `[${shape}]`).join(" ")}${training ? " in training" : ""} (case ${k})`;

describe.each(runtimes)("outputs, gradients and statistics are Keras's on %s", async (runtime) => {
  const results = await runOn(runtime, golden.layers.map(graphOf));
  golden.layers.forEach((golden, k) => {
    test(titleOf(golden, k), () => {
      const tolerance = tolerances[runtime];
      expectClose(results[k].y, golden.output.data, tolerance, "output");
      for (const [i, g] of [...golden.gradInputs, ...golden.gradWeights].entries())
        expectClose(results[k][`gradient ${i}`], g.data, tolerance, `gradient ${i}`);
      const { updates = [] } = golden;
      for (const update of updates)
        expectClose(results[k][`update ${weightName(update.name)}`], update.data, tolerance, update.name);
    });
  });
});

describe("weights and types", () => {
  golden.layers.forEach((golden, k) => {
    test(`${titleOf(golden, k)}: Keras's names and shapes`, () => {
      const types = golden.inputs.map(
        ({ shape, dtype }): TensorType => ({ dtype: dtype ?? "float32", shape }),
      );
      const specs = Object.entries(layerOf(golden).weights(types, "here"));
      const ours = specs.map(([name, { shape, role = "weight" }]) => ({
        name,
        shape,
        trainable: role === "weight",
      }));
      const theirs = golden.weights.map(({ name, shape, trainable }) => ({
        name: weightName(name),
        shape,
        trainable,
      }));
      expect(ours).toEqual(theirs);
    });
  });
});

/** Where differences do not tell the derivative that is meant: on a kink, and where a part of the function is held fast. */
const isNoDerivative = ({ class: name, inputs: [a, b] }: LayerCase): boolean =>
  name === "SpectralNormalization" ||
  (["Maximum", "Minimum"].includes(name) && JSON.stringify(a) === JSON.stringify(b));

describe("derivatives to order 2 against central differences", () => {
  golden.layers.forEach((golden, k) => {
    test.skipIf(isNoDerivative(golden))(titleOf(golden, k), () => {
      const xs = inputsOf(golden);
      const weights = weightsOf(golden);
      const trained = trainedOf(golden);
      const fixed = Object.entries(weights).filter(([name]) => !trained.includes(name));
      // Statistics are no variables of the function.
      const constants = Object.fromEntries(fixed.map(([name, value]) => [name, constant(value)]));
      const worst = checkGradients(
        (...values) => {
          const own = Object.fromEntries(trained.map((name, i) => [name, values[xs.length + i]]));
          return called(golden, values.slice(0, xs.length), { ...constants, ...own }).outputs[0];
        },
        [...xs, ...trained.map((name) => weights[name])],
      );
      expect(worst).toBeLessThan(1e-6);
    });
  });
});

/** Options here that are arguments of Keras's calls, or of all its layers, with what they are there by default. */
const ofCalls: Readonly<Record<string, unknown>> = { useCausalMask: false, activityRegularizer: null };

describe("defaults", () => {
  for (const [className, options] of Object.entries(golden.defaults.layers)) {
    const name = functionName(className);
    test(`${name}: Keras's`, () => {
      const theirs = Object.entries(fromKeras(options)).filter(([option]) =>
        isOption(option, Reflect.get(makers[name], "defaults")),
      );
      const isRequired = ([, value]: [string, unknown]): boolean => value === "<required>";
      const { required, defaults } = makers[name] as unknown as { required: string[]; defaults: object }; // a factory
      expect(required).toEqual(theirs.filter(isRequired).map(([option]) => option));
      const ours = Object.entries(defaults);
      const isOfCall = ([option, value]: [string, unknown]): boolean =>
        ofCalls[option] === value && theirs.every(([name]) => name !== option);
      expect(Object.fromEntries(ours.filter((entry) => !isOfCall(entry)))).toEqual(
        Object.fromEntries(theirs.filter((entry) => !isRequired(entry))),
      );
    });
  }
});
