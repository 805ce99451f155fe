import { describe, expect, test } from "vitest";
import { readGolden } from "../../golden/read-golden.js";
import { expectClose } from "../../test/support/expect-close.js";
import { camelCase, fromKeras, goldenTensor } from "../../test/support/from-keras.js";
import { type Case, runOn, runtimes } from "../../test/support/run-on.js";
import { thrown } from "../../test/support/thrown.js";
import type { Value } from "../core/graph.js";
import { multiply, sum } from "../core/ops/index.js";
import { tensor } from "../core/tensor.js";
import { grad } from "../core/vjp.js";
import { toActivation } from "./activation.js";
import * as activations from "./activations.js";

const golden = readGolden("keras-a");
type WithOptions = (x: Value, options?: object) => Value;
const byName = activations as unknown as Readonly<Record<string, WithOptions>>; // looked up by golden names

const graphOf = ({ name, options, x, cotangent }: (typeof golden.activations)[number]): Case => {
  const inputs = { x: goldenTensor(x), ...(cotangent && { cotangent: goldenTensor(cotangent) }) };
  const fn: Case["fn"] = (values) => {
    const y = byName[camelCase(name)](values.x, fromKeras(options));
    const total = sum(cotangent ? multiply(y, values.cotangent) : y);
    return { y, slope: grad(total, [values.x])[0] };
  };
  return { inputs, fn };
};

const tolerances = { reference: 1e-12, native: 2e-6, wasm: 2e-6 };

describe.each(runtimes)("values and derivatives from −300 to 300 are Keras's on %s", async (runtime) => {
  const results = await runOn(runtime, golden.activations.map(graphOf));
  golden.activations.forEach(({ name, options, y, derivative, gradient }, k) => {
    test(`${camelCase(name)} ${JSON.stringify(options)}`, () => {
      expectClose(results[k].y, y.data, tolerances[runtime], "y");
      expectClose(results[k].slope, (derivative ?? gradient)?.data ?? [], tolerances[runtime], "slope");
    });
  });
});

test("defaults are Keras's: each golden case without options was computed with them", () => {
  const plain = golden.activations.filter(({ options }) => Object.keys(options).length === 0);
  expect(plain.map(({ name }) => name)).toEqual(
    expect.arrayContaining(Object.keys(golden.defaults.activations)),
  );
});

describe.each(runtimes)("binaryStep on %s", async (runtime) => {
  const inputs = { x: tensor([-300, -0.001, 0, 0.001, 0.5, 300]) };
  const [{ plain, at, slope }] = await runOn(runtime, [
    {
      inputs,
      fn: ({ x }) => {
        const y = activations.binaryStep(x);
        return { plain: y, at: activations.binaryStep(x, { threshold: 0.5 }), slope: grad(sum(y), [x])[0] };
      },
    },
  ]);

  // McCulloch & Pitts 1943: all or nothing, from the threshold on.
  test("1 from the threshold on, else 0", () => {
    expect([...plain]).toEqual([0, 0, 1, 1, 1, 1]);
    expect([...at]).toEqual([0, 0, 0, 0, 1, 1]);
  });
  test("derivative 0 everywhere", () => expect([...slope]).toEqual([0, 0, 0, 0, 0, 0]));
});

describe("toActivation", () => {
  test("null and undefined are linear, a function is itself", () => {
    const own = (x: Value): Value => x;
    expect(toActivation("dense", null)).toBe(activations.linear);
    expect(toActivation("dense", undefined)).toBe(activations.linear);
    expect(toActivation("dense", own)).toBe(own);
  });

  test("an unknown name, with the nearest right one", () => {
    expect(thrown(() => toActivation("dense: activation", "ReLu6" as "relu"))).toBe(
      'dense: activation: unknown name "ReLu6"; did you mean "relu"? use one of binaryStep, elu, gelu, leakyRelu, linear, relu, selu, sigmoid, silu, softmax, softplus, tanh. (unknown_name)',
    );
  });
});
