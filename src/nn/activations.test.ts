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
import { input, layers, loadModel, sequential } from "../index.js";
import { toActivation } from "./activation.js";
import * as activations from "./activations.js";

const [common, others] = [readGolden("keras-a"), readGolden("keras-activations")];
const golden = {
  activations: [...common.activations, ...others.activations],
  defaults: { ...common.defaults.activations, ...others.defaults.activations },
};
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
    expect.arrayContaining(
      Object.keys(golden.defaults).filter((name) => !["threshold", "sparsemax"].includes(name)),
    ),
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

describe("activations that no string names", () => {
  test("a model's file names them: found again when it is loaded", async () => {
    const net = sequential([
      input({ shape: [4] }),
      layers.dense({ units: 4, activation: activations.glu, kernelInitializer: "ones" }),
      layers.activation({ activation: activations.mish }),
      layers.lambda(activations.tanhShrink),
    ]);
    const again = await loadModel(await net.toBytes());
    const x = [[0.5, -1, 2, 0.25]];
    expect((await again.predict(x)).toArray()).toEqual((await net.predict(x)).toArray());
    expect(await again.toBytes()).toEqual(await net.toBytes());
  });

  // Martins & Astudillo 2016, equation 2: the nearest point of the simplex is max(x − τ, 0) that sums to 1.
  test.each(runtimes)(
    "sparsemax: sums to 1, each part x − τ or 0, derivative less its mean, on %s",
    async (runtime) => {
      const x = tensor([0.25, -0.25, 0.125, -0.5, 300, -300, 0, 299.5, 1, 1, 1, 1], { shape: [3, 4] });
      const cotangent = tensor([1, 2, 4, 8, 1, 2, 4, 8, 1, 2, 4, 9], { shape: [3, 4] });
      const [{ y, g }] = await runOn(runtime, [
        {
          inputs: { x, cotangent },
          fn: (values) => {
            const out = activations.sparsemax(values.x);
            return { y: out, g: grad(sum(multiply(out, values.cotangent)), [values.x])[0] };
          },
        },
      ]);
      // τ of the rows: (0.25 − 0.25 + 0.125 − 1) / 3, (300 + 299.5 − 1) / 2, (4 − 1) / 4.
      const tau = -0.875 / 3;
      expectClose(
        y,
        [0.25 - tau, -0.25 - tau, 0.125 - tau, 0, 0.75, 0, 0, 0.25, 0.25, 0.25, 0.25, 0.25],
        1e-5,
      );
      const mean = 7 / 3;
      expectClose(g, [1 - mean, 2 - mean, 4 - mean, 0, -3.5, 0, 0, 3.5, -3, -2, 0, 5], 1e-5);
    },
  );

  test("what has no two halves, or no known size", () => {
    expect(thrown(() => activations.glu(input({ shape: [3] })))).toBe(
      "glu: axis -1 of [batch, 3] has no two halves; give it an even size. (shape_mismatch)",
    );
    expect(thrown(() => activations.sparsemax(input({ shape: [null] })))).toMatch(
      /^sparsemax: expects a known size along axis -1, got \[batch, open\d+\]; give the input's shape in full\. \(shape_mismatch\)$/,
    );
  });
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
      'dense: activation: unknown name "ReLu6"; did you mean "relu"? use one of binaryStep, elu, gelu, leakyRelu, linear, relu, selu, sigmoid, silu, softmax, softplus, tanh; give another as the function it is, activations.mish. (unknown_name)',
    );
  });
});
