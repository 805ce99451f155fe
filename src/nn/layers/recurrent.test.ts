// Recurrent layers, their wrappers and masks, against Keras's own numbers.
import { describe, expect, test } from "vitest";
import { readGolden } from "../../../golden/read-golden.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { fromKeras, functionName, goldenTensor } from "../../../test/support/from-keras.js";
import {
  called,
  layerOf,
  maskOf,
  type RecurrentCase,
  titleOf,
  weightName,
  weightsOf,
} from "../../../test/support/recurrent-case.js";
import { type Case, runOn, runtimes } from "../../../test/support/run-on.js";
import { checkGradients } from "../../core/check-gradients.js";
import { constant } from "../../core/constant.js";
import { add, multiply, sum } from "../../core/ops/index.js";
import { grad } from "../../core/vjp.js";
import type { Layer } from "../layer.js";
import * as layers from "./index.js";

const [cells, wrappers, masks] = [
  readGolden("keras-recurrent"),
  readGolden("keras-wrappers"),
  readGolden("keras-masks"),
];
const golden = {
  layers: [...cells.layers, ...wrappers.layers, ...masks.layers],
  defaults: { layers: { ...cells.defaults.layers, ...wrappers.defaults.layers } },
};
const makers = layers as unknown as Readonly<Record<string, (options?: object) => Layer>>; // looked up by golden names

const trainedOf = ({ weights }: RecurrentCase): string[] =>
  weights.filter(({ trainable }) => trainable).map(({ name }) => weightName(name));

const graphOf = (golden: RecurrentCase): Case => {
  const named = (prefix: string, list: RecurrentCase["inputs"]): Case["inputs"] =>
    Object.fromEntries(list.map((x, k) => [`${prefix}${k}`, goldenTensor(x)]));
  const { mask } = golden;
  return {
    inputs: {
      ...named("x", golden.inputs),
      ...named("g", golden.cotangents),
      ...weightsOf(golden),
      ...(mask && { mask: maskOf(mask) }),
    },
    fn: (values) => {
      const inputs = golden.inputs.map((_, k) => values[`x${k}`]);
      const { outputs, masks } = called(golden, inputs, values, values.mask);
      const total = outputs.map((y, k) => sum(multiply(y, values[`g${k}`]))).reduce((a, b) => add(a, b));
      const grads = grad(total, [...trainedOf(golden).map((name) => values[name]), ...inputs]);
      const outputMask = masks?.[0];
      return {
        ...Object.fromEntries(outputs.map((y, k) => [`output ${k}`, y])),
        ...Object.fromEntries(grads.map((g, k) => [`gradient ${k}`, g])),
        ...(outputMask && { mask: outputMask }),
      };
    },
  };
};

const tolerances = { reference: 1e-12, native: 5e-6, wasm: 5e-6 };

describe.each(runtimes)("outputs, states and gradients are Keras's on %s", async (runtime) => {
  // WebAssembly takes seconds to make loops ready: every third case, all with the full tests.
  const cases = golden.layers.filter((_, k) => runtime !== "wasm" || process.env.FULL === "1" || k % 3 === 0);
  const results = await runOn(runtime, cases.map(graphOf));
  cases.forEach((golden, k) => {
    test(`${titleOf(golden)} (case ${k})`, () => {
      const check = (what: string, lists: readonly { readonly data: readonly number[] }[]): void => {
        expect(Object.keys(results[k]).filter((name) => name.startsWith(what))).toHaveLength(lists.length);
        for (const [i, { data }] of lists.entries())
          expectClose(results[k][`${what} ${i}`], data, tolerances[runtime], `${what} ${i}`);
      };
      check("output", golden.outputs);
      check("gradient", [...golden.gradWeights, ...golden.gradInputs]);
      const mask = results[k].mask;
      expect(mask ? Array.from(mask) : null).toEqual(golden.outputMask?.flat() ?? null);
    });
  });
});

describe("weights", () => {
  golden.layers.forEach((golden, k) => {
    test(`${titleOf(golden)} (case ${k}): Keras's names and shapes`, () => {
      const types = golden.inputs.map(({ shape }) => ({ dtype: "float32" as const, shape }));
      const ours = Object.entries(layerOf(golden).weights(types, "here")).map(([name, { shape, role }]) => ({
        name,
        shape,
        trainable: role !== "recurrent",
      }));
      const theirs = golden.weights.map(({ name, shape, trainable }) => ({
        name: weightName(name),
        shape,
        trainable,
      }));
      expect(ours.map(({ name, ...rest }) => ({ name: name.replace(/\d$/, ""), ...rest }))).toEqual(theirs);
    });
  });
});

describe("derivatives to order 2 against central differences", () => {
  golden.layers.forEach((golden, k) => {
    // Kinks are left out; and half of the cases are enough.
    if (golden.options.activation === "relu" || golden.class === "Masking" || k % 2 === 1) return;
    test(`${titleOf(golden)} (case ${k})`, () => {
      const weights = weightsOf(golden);
      const trained = trainedOf(golden);
      const fixed = Object.entries(weights).filter(([name]) => !trained.includes(name));
      const constants = Object.fromEntries(fixed.map(([name, value]) => [name, constant(value)]));
      const { mask } = golden;
      const worst = checkGradients(
        (...values) => {
          const own = Object.fromEntries(trained.map((name, i) => [name, values[golden.inputs.length + i]]));
          const inputs = values.slice(0, golden.inputs.length);
          const { outputs } = called(
            golden,
            inputs,
            { ...constants, ...own },
            mask && constant(maskOf(mask)),
          );
          return outputs.map((y) => sum(multiply(y, y))).reduce((a, b) => add(a, b));
        },
        [...golden.inputs.map((x) => goldenTensor(x)), ...trained.map((name) => weights[name])],
      );
      expect(worst).toBeLessThan(1e-6);
    });
  });
});

/** Options of Keras that are no options here, with the reason. */
const without: Readonly<Record<string, string>> = {
  seed: "random numbers follow from the model's seed, the layer's path and the step",
  useCudnn: "there is one way of computing",
  dataFormat: "images are channels-last",
  weights: "weights are set on the model",
};

/** Options that Keras hides among its keyword arguments. */
const hidden: Readonly<Record<string, unknown>> = {
  returnSequences: false,
  returnState: false,
  goBackwards: false,
  stateful: false,
  unroll: false,
  zeroOutputForMask: false,
};

describe("defaults", () => {
  for (const [className, options] of Object.entries(golden.defaults.layers)) {
    const name = functionName(className);
    test(`${name}: Keras's`, () => {
      const { required, defaults } = makers[name] as unknown as { required: string[]; defaults: object }; // a factory
      const theirs = Object.entries(fromKeras(options)).filter(([option]) => !(option in without));
      const isRequired = ([, value]: [string, unknown]): boolean => value === "<required>";
      expect(required).toEqual(theirs.filter(isRequired).map(([option]) => option));
      const optional = Object.fromEntries(theirs.filter((entry) => !isRequired(entry)));
      const ours = Object.entries(defaults).filter(
        ([option, value]) => option in optional || hidden[option] !== value,
      );
      expect(Object.fromEntries(ours)).toEqual(optional);
    });
  }
});
