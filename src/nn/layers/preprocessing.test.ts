import { readFileSync } from "node:fs";
import { Discretization } from "neurograd";
import { describe, expect, test } from "vitest";
import type { GoldenTensor } from "../../../golden/read-golden.js";
import { fromKeras, functionName } from "../../../test/support/from-keras.js";
import { runOn, runtimes } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import { tensor } from "../../core/tensor.js";
import { type Layer, noRandom } from "../layer.js";
import * as layers from "./index.js";

interface Case {
  readonly class: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly inputs: readonly (GoldenTensor & { readonly dtype?: "int32" })[];
  readonly output: GoldenTensor;
}
const {
  layers: cases,
  defaults,
}: { readonly layers: readonly Case[]; readonly defaults: { readonly layers: object } } = JSON.parse(
  readFileSync(new URL("../../../golden/keras-preprocessing.json", import.meta.url), "utf8"),
);
const makers = layers as unknown as Readonly<Record<string, (options?: object) => Layer>>; // looked up by golden names

describe.each(runtimes)("categoryEncoding and discretization are Keras's on %s", async (runtime) => {
  const results = await runOn(
    runtime,
    cases.map(({ class: name, options, inputs: [x] }) => ({
      inputs: { x: tensor(x.data, { shape: x.shape, dtype: x.dtype ?? "float32" }) },
      fn: ({ x }) => ({
        y: makers[functionName(name)](fromKeras(options)).call({
          inputs: [x],
          weights: {},
          training: false,
          random: noRandom,
          name: "here",
        }).outputs[0],
      }),
    })),
  );
  cases.forEach(({ class: name, options, output }, k) => {
    test(`${name} ${JSON.stringify(options)} (case ${k})`, () =>
      expect([...results[k].y]).toEqual(output.data));
  });
});

test("modes are Keras's by default; what Keras learns in the layer, the class Discretization learns", () => {
  const keras = defaults.layers as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  expect(keras.CategoryEncoding.output_mode).toBe("multi_hot");
  expect(layers.categoryEncoding({ numTokens: 3 }).config).toEqual({ numTokens: 3 });
  expect(keras.Discretization.output_mode).toBe("int");
  const ages = new Discretization({ numBins: 3 });
  ages.adapt([1, 2, 3, 4, 5, 6]);
  const boundaries = ages.binBoundaries ?? [];
  expect(boundaries.length).toBe(2);
  expect(ages.apply([0, ...boundaries, 9]).toArray()).toEqual([0, 1, 2, 2]);
});

test("mistakes are told", () => {
  expect(thrown(() => layers.discretization({ binBoundaries: [1, 0] }))).toBe(
    "discretization: binBoundaries [1, 0] do not rise; give at least one, sorted. (invalid_option)",
  );
  expect(thrown(() => layers.categoryEncoding({ numTokens: 2, outputMode: "hot" as "oneHot" }))).toBe(
    'categoryEncoding: outputMode: unknown name "hot"; use one of oneHot, multiHot, count. (unknown_name)',
  );
});
