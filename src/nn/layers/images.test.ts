// Layers that resize and augment images, against Keras's own numbers: they are handed the random numbers that Keras's were.
import { describe, expect, test } from "vitest";
import { type KerasImages, readGolden } from "../../../golden/read-golden.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { fromKeras, functionName, goldenTensor } from "../../../test/support/from-keras.js";
import { isOption } from "../../../test/support/keras-options.js";
import { type Case, runOn, runtimes } from "../../../test/support/run-on.js";
import { checkGradients } from "../../core/check-gradients.js";
import { constant } from "../../core/constant.js";
import type { Value } from "../../core/graph.js";
import { multiply, sum } from "../../core/ops/index.js";
import type { Shape } from "../../core/size.js";
import { tensor } from "../../core/tensor.js";
import { grad } from "../../core/vjp.js";
import type { Layer, LayerRandom } from "../layer.js";
import * as layers from "./index.js";

const golden = readGolden("keras-images");
type LayerCase = KerasImages["layers"][number];
const makers = layers as unknown as Readonly<Record<string, (options?: object) => Layer>>; // looked up by golden names

/** The numbers that Keras's layer was handed, in the same order. */
function replayed({ uniforms, normals }: LayerCase): LayerRandom {
  const from = (lists: readonly (readonly number[])[]): ((shape: Shape) => Value) => {
    const left = [...lists];
    return (shape) => constant(tensor([...(left.shift() ?? [])], { shape: shape as readonly number[] }));
  };
  return { uniform: from(uniforms), normal: from(normals) };
}

const layerOf = ({ class: name, options }: LayerCase): Layer =>
  makers[functionName(name)](fromKeras(options));

const outputOf = (golden: LayerCase, x: Value): Value => {
  const layer = layerOf(golden);
  const { training } = golden;
  return layer.call({ inputs: [x], weights: {}, training, random: replayed(golden), name: layer.kind })
    .outputs[0];
};

const graphOf = (golden: LayerCase): Case => {
  const inputs = { x: goldenTensor(golden.input, golden.dtype) };
  const { cotangent } = golden;
  if (cotangent === undefined) return { inputs, fn: ({ x }) => ({ y: outputOf(golden, x) }) };
  return {
    inputs: { ...inputs, cotangent: goldenTensor(cotangent) },
    fn: ({ x, cotangent: g }) => {
      const y = outputOf(golden, x);
      return { y, gradInput: grad(sum(multiply(y, g)), [x])[0] };
    },
  };
};

// Keras itself computes matrices of zooms and translations in float32.
const tolerances = { reference: 1e-6, native: 1e-5, wasm: 1e-5 };
const titleOf = ({ class: name, options, input, dtype }: LayerCase, k: number): string =>
  `${functionName(name)} ${JSON.stringify(options)} [${input.shape}] ${dtype ?? ""} (case ${k})`;

describe.each(runtimes)("outputs and gradients are Keras's on %s", async (runtime) => {
  const results = await runOn(runtime, golden.layers.map(graphOf));
  golden.layers.forEach((golden, k) => {
    test(titleOf(golden, k), () => {
      expectClose(results[k].y, golden.output.data, tolerances[runtime], "output");
      if (golden.gradInput)
        expectClose(
          results[k].gradInput,
          golden.gradInput.data,
          tolerances[runtime],
          "gradient by the input",
        );
    });
  });
});

describe("derivatives to order 2 against central differences", () => {
  golden.layers.forEach((golden, k) => {
    // Values that are cut off at the ends of their range, or made into steps, have no derivative there.
    const hasNone = /Brightness|Contrast|Posterization|Equalization|RandAugment/.test(golden.class);
    if (golden.dtype === undefined && !hasNone)
      test(titleOf(golden, k), () => {
        expect(checkGradients((x) => outputOf(golden, x), [goldenTensor(golden.input)])).toBeLessThan(1e-6);
      });
  });
});

describe("defaults", () => {
  for (const [className, options] of Object.entries(golden.defaults.layers)) {
    const name = functionName(className);
    test(`${name}: Keras's`, () => {
      const theirs = Object.entries(fromKeras(options)).filter(([option]) =>
        isOption(option, Reflect.get(makers[name], "defaults")),
      );
      const isRequired = ([, value]: [string, unknown]): boolean => value === "<required>";
      expect(Reflect.get(makers[name], "required")).toEqual(
        theirs.filter(isRequired).map(([option]) => option),
      );
      expect(Reflect.get(makers[name], "defaults")).toEqual(
        Object.fromEntries(theirs.filter((entry) => !isRequired(entry))),
      );
    });
  }
});
