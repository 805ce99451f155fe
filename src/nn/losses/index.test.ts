import { describe, expect, test } from "vitest";
import { readGolden } from "../../../golden/read-golden.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { fromKeras, functionName, goldenTensor } from "../../../test/support/from-keras.js";
import { type Case, runOn, runtimes } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import { graphInput, type Value } from "../../core/graph.js";
import { mean, reshape, sigmoid, softmax, sum } from "../../core/ops/index.js";
import { tensor } from "../../core/tensor.js";
import { grad } from "../../core/vjp.js";
import type { Loss } from "../loss.js";
import * as losses from "./index.js";

const golden = readGolden("keras-a");
const makers = losses as unknown as Readonly<Record<string, (options?: object) => Loss>>; // looked up by golden names

/** Options of Keras that are no options here, with the reason. */
const without: Readonly<Record<string, string>> = {
  reduction: "a loss gives its numbers per example; the step divides by the batch",
  name: "a model has one loss, whose key is loss",
  dtype: "that of the predictions",
  axis: "classes stand on the last axis",
  ignoreClass: "comes with masks",
};

const cases = golden.losses.filter(({ options }) => !("ignore_class" in options));

const graphOf = ({ class: className, options, yTrue, yPred }: (typeof cases)[number]): Case => {
  const { reduction, ...rest } = fromKeras(options);
  const name = functionName(className);
  const loss = makers[name](rest);
  return {
    inputs: {
      y: goldenTensor(yTrue, name === "sparseCategoricalCrossentropy" ? "int32" : "float64"),
      p: goldenTensor(yPred),
    },
    fn: ({ y, p }) => {
      const perExample = loss.perExample(y, p);
      const value = (reduction === "sum" ? sum : mean)(perExample);
      return { perExample, value, gradient: grad(value, [p])[0] };
    },
  };
};

// Not 1e-12: where p is 1, Keras takes the logarithm of 1 − (1 − 1e-7), which float64 rounds by 3e-10 of itself.
const tolerances = { reference: 1e-10, native: 2e-6, wasm: 2e-6 };

describe.each(runtimes)("Keras's values and gradients on %s", async (runtime) => {
  const results = await runOn(runtime, cases.map(graphOf));
  cases.forEach(({ class: className, options, yPred, value, perExample, gradient }, k) => {
    test(`${functionName(className)} ${JSON.stringify(options)} [${yPred.shape}] (case ${k})`, () => {
      expectClose(results[k].perExample, perExample.data, tolerances[runtime], "per example");
      expectClose(results[k].value, [value], tolerances[runtime], "value");
      expectClose(results[k].gradient, gradient.data, tolerances[runtime], "gradient");
    });
  });
});

describe("defaults", () => {
  for (const [className, defaults] of Object.entries(golden.defaults.losses)) {
    const name = functionName(className);
    test(`${name}: Keras's`, () => {
      const ours = Reflect.get(makers[name], "defaults") as object;
      const theirs = Object.entries(fromKeras(defaults)).filter(([option]) => !(option in without));
      expect(ours).toEqual(Object.fromEntries(theirs));
    });
  }

  test("aliases are the same functions", () => {
    expect(losses.mse).toBe(losses.meanSquaredError);
    expect(losses.mae).toBe(losses.meanAbsoluteError);
  });
});

// Each formula once more at a place of its own, so that a name cannot stand for another's numbers.
test("logLoss is binary cross-entropy", async () => {
  const inputs = { y: tensor([[1, 0.5]]), p: tensor([[0.25, 0.5]], { dtype: "float64" }) };
  const fn = ({ y, p }: Readonly<Record<string, Value>>): Record<string, Value> => ({
    plain: losses.logLoss().perExample(y, p),
    logits: losses.logLoss({ fromLogits: true, labelSmoothing: 0.5 }).perExample(y, p),
  });
  const [{ plain, logits }] = await runOn("reference", [{ inputs, fn }]);
  // (−ln ¼ − ln ½) / 2 = ln 8 / 2
  expectClose(plain, [Math.log(8) / 2], 1e-15);
  // y: ¾ and ½; ln(1 + eˣ) − x y
  const expected = (Math.log1p(Math.exp(0.25)) - 0.1875 + Math.log1p(Math.exp(0.5)) - 0.25) / 2;
  expectClose(logits, [expected], 1e-15);
});

describe.each(runtimes)("logits at ±300 behind softmax and sigmoid, on %s", async (runtime) => {
  const far = cases.filter(({ options, yPred }) => options.from_logits === true && yPred.data.includes(300));
  const throughActivation = far.map((golden): Case => {
    const { class: className, options } = golden;
    const { fromLogits: _, ...rest } = fromKeras(options);
    const loss = makers[functionName(className)](rest);
    const activation = className === "BinaryCrossentropy" ? sigmoid : softmax;
    const fn: Case["fn"] = ({ y, p }) => {
      const perExample = loss.perExample(y, activation(p));
      return { perExample, gradient: grad(mean(perExample), [p])[0] };
    };
    return { inputs: graphOf(golden).inputs, fn };
  });
  const results = await runOn(runtime, throughActivation);

  test("there are such cases of each cross-entropy", () => expect(far.length).toBe(3));

  far.forEach(({ class: className, perExample, gradient }, k) => {
    test(`${functionName(className)} takes the logits: no clipping, no overflow`, () => {
      expectClose(results[k].perExample, perExample.data, tolerances[runtime], "per example");
      expectClose(results[k].gradient, gradient.data, tolerances[runtime], "gradient");
    });
  });
});

test("a softmax with something between it and the loss is taken as probabilities", async () => {
  const inputs = { y: tensor([1], { dtype: "int32" }), x: tensor([[300, -300]]) };
  const loss = losses.sparseCategoricalCrossentropy();
  const [{ direct, between, otherAxis }] = await runOn("native", [
    {
      inputs,
      fn: ({ y, x }) => ({
        direct: loss.perExample(y, softmax(x)),
        between: loss.perExample(y, reshape(reshape(softmax(x), { shape: [2] }), { shape: [1, 2] })),
        otherAxis: loss.perExample(y, softmax(x, { axis: 0 })), // each its own: 1 and 1, divided by their sum
      }),
    },
  ]);
  expectClose(direct, [600], 1e-7);
  expectClose(between, [-Math.log(1e-7)], 1e-6);
  expectClose(otherAxis, [Math.LN2], 1e-6);
});

describe("targets and predictions that do not fit", () => {
  const value = (shape: readonly number[], dtype: "int32" | "float32" = "float32"): Value =>
    graphInput("x", { dtype, shape });

  test("one axis of size 1 too few or too many is put right", () => {
    const shapes = [
      losses.meanSquaredError().perExample(value([6]), value([6, 1])),
      losses.binaryCrossentropy().perExample(value([6, 1, 1]), value([6, 1])),
      losses.sparseCategoricalCrossentropy().perExample(value([6, 1], "int32"), value([6, 3])),
    ].map(({ shape }) => shape);
    expect(shapes).toEqual([[6], [6], [6]]);
  });

  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "other units": [
      () => losses.meanSquaredError().perExample(value([6, 2]), value([6, 3])),
      "meanSquaredError: targets are [6, 2], predictions [6, 3]; they must agree: check the last layer's units, or the targets. (shape_mismatch)",
    ],
    "class numbers for a binary loss": [
      () => losses.logLoss().perExample(value([6], "int32"), value([6, 3])),
      "logLoss: targets are [6], predictions [6, 3]; they must agree: check the last layer's units, or the targets. (shape_mismatch)",
    ],
    "class numbers where one-hot is wanted": [
      () => losses.categoricalCrossentropy().perExample(value([6], "int32"), value([6, 3])),
      "categoricalCrossentropy: targets are [6], predictions [6, 3]; give one share per class (one-hot), or use sparseCategoricalCrossentropy for class numbers. (shape_mismatch)",
    ],
    "one-hot where class numbers are wanted": [
      () => losses.sparseCategoricalCrossentropy().perExample(value([6, 3]), value([6, 3])),
      "sparseCategoricalCrossentropy: targets are [6, 3], predictions [6, 3]; give one class number per prediction; one-hot targets are for categoricalCrossentropy and categoricalAccuracy. (shape_mismatch)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});

describe("options", () => {
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "huber: delta": [
      () => losses.huber({ delta: 0 }),
      "huber: delta is 0; use a number > 0. (invalid_option)",
    ],
    "labelSmoothing above 1": [
      () => losses.binaryCrossentropy({ labelSmoothing: 1.5 }),
      "binaryCrossentropy: labelSmoothing is 1.5; use a number from 0 to 1. (invalid_option)",
    ],
    "a misspelt name": [
      () => losses.categoricalCrossentropy({ fromLogit: true } as object),
      'categoricalCrossentropy: option: unknown name "fromLogit"; did you mean "fromLogits"? use one of fromLogits, labelSmoothing. (unknown_name)',
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));

  test("undefined counts as not given", () => {
    const options = { delta: undefined } as unknown as { delta: number };
    expect(() => losses.huber(options)).not.toThrow();
  });
});
