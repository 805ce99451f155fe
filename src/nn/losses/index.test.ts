import { describe, expect, test } from "vitest";
import { readGolden } from "../../../golden/read-golden.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { fromKeras, functionName, goldenTensor } from "../../../test/support/from-keras.js";
import { type Case, runOn, runtimes } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import { graphInput, type Value } from "../../core/graph.js";
import { mean, reshape, sigmoid, softmax, sum, transpose } from "../../core/ops/index.js";
import { tensor } from "../../core/tensor.js";
import { grad } from "../../core/vjp.js";
import type { Loss } from "../loss.js";
import * as losses from "./index.js";

const golden = readGolden("keras-a");
const more = readGolden("keras-losses");
const makers = losses as unknown as Readonly<Record<string, (options?: object) => Loss>>; // looked up by golden names

/** Options of Keras that are no options here, with the reason. */
const without: Readonly<Record<string, string>> = {
  reduction: "a loss gives its numbers per example; the step divides by the batch",
  name: "a model has one loss, whose key is loss",
  dtype: "that of the predictions",
};

const cases = [
  // with reduction "none" Keras leaves the mask out; keras-losses.json has these again, and says what counts
  ...golden.losses
    .filter(({ options }) => !("ignore_class" in options))
    .map((one) => ({ ...one, counted: null })),
  ...more.losses,
];

/** Losses whose targets are class numbers. */
const ofClasses = ["sparseCategoricalCrossentropy", "categoricalGeneralizedCrossEntropy", "circle", "ctc"];

const graphOf = ({ class: className, options, yTrue, yPred }: (typeof cases)[number]): Case => {
  const { reduction, ...rest } = fromKeras(options);
  const name = functionName(className);
  const loss = makers[name](rest);
  return {
    inputs: {
      y: goldenTensor(yTrue, ofClasses.includes(name) ? "int32" : "float64"),
      p: goldenTensor(yPred),
    },
    fn: ({ y, p }) => {
      const perExample = loss.perExample(y, p);
      const value = (reduction === "sum" ? sum : mean)(perExample);
      return { perExample, value, gradient: grad(value, [p])[0] };
    },
  };
};

/**
 * What our `perExample` is: with a mask, the mean of all is that of the places that count; where a set is the whole batch,
 * each example has the loss of all.
 */
function perExampleOf({ perExample, counted, yPred, options }: (typeof cases)[number]): readonly number[] {
  const { data } = perExample;
  if (counted !== null) return data.map((v) => (v * data.length) / Math.max(counted, 1));
  const isWhole = "axis" in options && (options.axis === null || [options.axis].flat().includes(0));
  if (!isWhole && perExample.shape.length > 0) return data;
  return Array<number>(yPred.shape[0]).fill(data.reduce((a, b) => a + b) / data.length);
}

// Not 1e-12: where p is 1, Keras takes the logarithm of 1 − (1 − 1e-7), which float64 rounds by 3e-10 of itself.
const tolerances = { reference: 1e-10, native: 2e-6, wasm: 2e-6 };

/** In float32 these are sums of terms of ±80·1.4, or of logarithms down to −1e5, or of percents of 1e-7. */
const steep = ["circle", "ctc", "meanAbsolutePercentageError"];

describe.each(runtimes)("Keras's values and gradients on %s", async (runtime) => {
  const results = await runOn(runtime, cases.map(graphOf));
  cases.forEach((one, k) => {
    const { class: className, options, yPred, value, gradient } = one;
    const name = functionName(className);
    const exact = tolerances[runtime];
    const tolerance = runtime !== "reference" && steep.includes(name) ? 1e-5 : exact;
    test(`${name} ${JSON.stringify(options)} [${yPred.shape}] (case ${k})`, () => {
      const expected = perExampleOf(one);
      expectClose(results[k].perExample, expected, tolerance, "per example");
      expectClose(results[k].value, [value], tolerance, "value");
      expectClose(results[k].gradient, gradient.data, tolerance, "gradient");
    });
  });
});

describe("defaults", () => {
  for (const [className, defaults] of Object.entries({
    ...golden.defaults.losses,
    ...more.defaults.losses,
  })) {
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
    expect(losses.mape).toBe(losses.meanAbsolutePercentageError);
    expect(losses.msle).toBe(losses.meanSquaredLogarithmicError);
    expect(losses.kld).toBe(losses.klDivergence);
    expect(losses.bce).toBe(losses.binaryCrossentropy);
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

test("sparseCategoricalCrossentropy along another axis is that along the last, turned round", async () => {
  const inputs = {
    y: tensor([[2, 0, 1, 0]], { dtype: "int32" }),
    x: tensor([
      [
        [1, 2, 0, -1],
        [0.5, -1, 3, 0],
        [2, 0, 0, 1],
      ],
    ]), // [batch, classes, places]
  };
  const along = losses.sparseCategoricalCrossentropy({ axis: 1, ignoreClass: 2 });
  const last = losses.sparseCategoricalCrossentropy({ ignoreClass: 2 });
  const [{ a, b, c }] = await runOn("reference", [
    {
      inputs,
      fn: ({ y, x }) => ({
        a: along.perExample(y, softmax(x, { axis: 1 })),
        b: last.perExample(y, softmax(transpose(x, { axes: [0, 2, 1] }))),
        c: losses.sparseCategoricalCrossentropy({ axis: 1, fromLogits: true }).perExample(y, x),
      }),
    },
  ]);
  expectClose(a, b, 1e-15);
  const nats = (x: readonly number[], k: number): number =>
    Math.log(x.reduce((t, v) => t + Math.exp(v), 0)) - x[k];
  const expected = [nats([1, 0.5, 2], 2), nats([2, -1, 0], 0), nats([0, 3, 0], 1), nats([-1, 0, 1], 0)];
  expectClose(c, expected, 1e-14);
  expectClose(a, [0, ...expected.slice(1).map((v) => (v * 4) / 3)], 1e-14); // the class 2 does not count
});

test("vectors of zeros, and companions at one point, have a gradient that is a number", async () => {
  const zeros = { y: tensor([[1, 0]]), x: tensor([[0, 0]]) };
  const apart = {
    y: tensor([0]),
    x: tensor([
      [
        [1, 2],
        [1, 2],
      ],
    ]),
  };
  const gradientOf =
    (loss: Loss): Case["fn"] =>
    ({ y, x }) => ({ g: grad(mean(loss.perExample(y, x)), [x])[0] });
  const found = await runOn("native", [
    { inputs: zeros, fn: gradientOf(losses.cosineSimilarity()) },
    { inputs: apart, fn: gradientOf(losses.contrastive()) },
  ]);
  expectClose(found[0].g, [-1e7, 0], 1e-6); // −y / 1e-7
  expectClose(found[1].g, [0, 0, 0, 0], 0);
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
  const more: typeof messages = {
    "ctc: a label a word": [
      () => losses.ctc().perExample(value([6], "int32"), value([6, 9, 3])),
      "ctc: targets are [6], predictions [6, 9, 3]; give targets [batch, labels], filled up with 0, and logits [batch, time, classes]. (shape_mismatch)",
    ],
    "circle: pictures": [
      () => losses.circle().perExample(value([6], "int32"), value([6, 4, 4])),
      "circle: predictions are [6, 4, 4], not [batch, d]; let the last layer give one embedding per example. (shape_mismatch)",
    ],
    "triplet: pairs": [
      () => losses.triplet().perExample(value([6]), value([6, 2, 8])),
      "triplet: predictions are [6, 2, 8], not [batch, 3, d]; give the embeddings of anchor, positive and negative, one after the other. (shape_mismatch)",
    ],
  };
  for (const [what, [body, message]] of Object.entries({ ...messages, ...more }))
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
    "q at its end": [
      () => losses.categoricalGeneralizedCrossEntropy({ q: 1 }),
      "categoricalGeneralizedCrossEntropy: q is 1; use a number between 0 and 1. (invalid_option)",
    ],
    "gamma below 0": [
      () => losses.binaryFocalCrossentropy({ gamma: -1 }),
      "binaryFocalCrossentropy: gamma is -1; use a number from 0. (invalid_option)",
    ],
    "a misspelt name": [
      () => losses.categoricalCrossentropy({ fromLogit: true } as object),
      'categoricalCrossentropy: option: unknown name "fromLogit"; did you mean "fromLogits"? use one of fromLogits, labelSmoothing, axis. (unknown_name)',
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));

  test("undefined counts as not given", () => {
    const options = { delta: undefined } as unknown as { delta: number };
    expect(() => losses.huber(options)).not.toThrow();
  });
});
