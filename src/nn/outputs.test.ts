// Models with several outputs, sample weights and class weights, beside Keras's histories.
import { describe, expect, test } from "vitest";
import { readGolden } from "../../golden/read-golden.js";
import { expectClose } from "../../test/support/expect-close.js";
import { camelCase, goldenTensor } from "../../test/support/from-keras.js";
import { runtimes } from "../../test/support/run-on.js";
import { rejection, thrown } from "../../test/support/thrown.js";
import {
  type Dataset,
  input,
  layers,
  type Model,
  model,
  ops,
  optimizers,
  Dataset as Rows,
  sequential,
} from "../index.js";
import type { CompileOptions } from "./compile.js";
import type { FitOptions } from "./fit.js";

const { data, weights, runs } = readGolden("keras-outputs");
const given = (name: string): ReturnType<typeof goldenTensor> =>
  goldenTensor(data[name], name.startsWith("kind") ? "int32" : "float64");
const optimizer = (): ReturnType<typeof optimizers.sgd> => optimizers.sgd({ learningRate: 0.2 });

/** Two inputs, a tanh layer on both, two outputs: three classes, two numbers. */
function twoHeaded(): Model {
  const [left, right] = [input({ shape: [3], name: "left" }), input({ shape: [2], name: "right" })];
  const joined = layers.concatenate({ name: "joined" }).apply([left, right]);
  const shared = layers.dense({ units: 4, activation: "tanh", name: "shared" }).apply(joined);
  const kind = layers.dense({ units: 3, activation: "softmax", name: "kind" }).apply(shared);
  const size = layers.dense({ units: 2, name: "size" }).apply(shared);
  return model({ inputs: [left, right], outputs: [kind, size] });
}
const makers: Readonly<Record<"two" | "one" | "step", () => Model>> = {
  two: twoHeaded,
  one: () => sequential([input({ shape: [3] }), layers.dense({ units: 3, activation: "softmax" })]),
  step: () => sequential([input({ shape: [3, 2] }), layers.dense({ units: 1 })]),
};
function made(which: keyof typeof makers, options: Omit<CompileOptions, "optimizer">): Model {
  const net = makers[which]();
  net.compile({ optimizer: optimizer(), runtime: "reference", ...options });
  net.setWeights(weights[which].map((w) => goldenTensor(w)));
  return net;
}
const both = { left: given("left"), right: given("right") };
const targets = { kind: given("kind"), size: given("size") };
const losses = { kind: "sparseCategoricalCrossentropy", size: "mse" } as const;
const fitOptions = { batchSize: 4, epochs: 3, shuffle: false, verbose: 0 } as const;
const tolerances = { reference: 1e-12, native: 2e-6, wasm: 2e-6 };

/** Model, data and options of fit of a run of the golden file, by its name. */
function setUp(name: string, runtime: CompileOptions["runtime"]): [Model, FitOptions, unknown, unknown] {
  const { options } = runs.find((run) => run.name === name) as (typeof runs)[number]; // a test's name
  const {
    sampleWeight,
    classWeight,
    oneHot: isOneHot,
    ...compile
  } = options as {
    readonly sampleWeight?: string;
    readonly classWeight?: FitOptions["classWeight"];
    readonly oneHot?: boolean;
  } & Partial<CompileOptions>;
  const fit: FitOptions = {
    ...fitOptions,
    ...(sampleWeight && { sampleWeight: given(sampleWeight) }),
    ...(classWeight && { classWeight }),
    ...(name === "weights and metrics" && {
      validationData: [
        { left: given("leftVal"), right: given("rightVal") },
        { kind: given("kindVal"), size: given("sizeVal") },
      ],
    }),
  };
  const where = { ...(runtime && { runtime }) };
  if (name.startsWith("a weight a step"))
    return [made("step", { loss: "mse", ...where }), fit, given("series"), given("marks")];
  if (name.startsWith("class") || name === "weighted metrics") {
    const net = made("one", {
      loss: isOneHot ? "categoricalCrossentropy" : "sparseCategoricalCrossentropy",
      ...(!isOneHot && { metrics: ["accuracy"] }),
      ...where,
      ...compile,
    });
    const rows = Array.from(given("kind").toFloat64(), (k) => [0, 1, 2].map((j) => (j === k ? 1 : 0)));
    return [net, fit, given("left"), isOneHot ? rows : given("kind")];
  }
  return [made("two", { loss: losses, ...where, ...compile }), fit, both, targets];
}

describe.each(runtimes)("histories and weights are Keras's on %s", (runtime) => {
  for (const run of runs) {
    test(run.name, async () => {
      const [net, options, x, y] = setUp(run.name, runtime);
      const { history } = await net.fit(
        x as Parameters<Model["fit"]>[0],
        y as Parameters<Model["fit"]>[1],
        options,
      );
      expect(Object.keys(history).sort()).toEqual(Object.keys(run.history).map(camelCase).sort());
      for (const [key, values] of Object.entries(run.history))
        expectClose(history[camelCase(key)], values, tolerances[runtime], key);
      for (const [i, w] of run.final.entries())
        expectClose(net.getWeights()[i].toFloat64(), w.data, tolerances[runtime], `weight ${i}`);
    });
  }
});

describe("several outputs", () => {
  test("predictAll gives each by its name", async () => {
    const net = made("two", { loss: losses });
    const { kind, size } = await net.predictAll(both);
    expect([kind.shape, size.shape]).toEqual([
      [10, 3],
      [10, 2],
    ]);
    expect(Object.keys(await net.predictAll(both, { batchSize: 3 }))).toEqual(["kind", "size"]);
  });

  test("an output without a loss needs no targets and is not trained for", async () => {
    const net = made("two", { loss: { kind: "sparseCategoricalCrossentropy" } });
    const before = net.getWeights().map((w) => Array.from(w.toFloat64()));
    await net.fit(both, targets.kind, fitOptions);
    const after = net.getWeights().map((w) => Array.from(w.toFloat64()));
    expect(after.slice(4)).toEqual(before.slice(4)); // kernel and bias of size
    expect(after[0]).not.toEqual(before[0]);
  });

  test("losses and metrics of your own are functions of ops", async () => {
    const distance = (
      yTrue: Parameters<typeof ops.subtract>[0],
      yPred: typeof yTrue,
    ): ReturnType<typeof ops.mean> => ops.mean(ops.square(ops.subtract(yPred, yTrue)), { axis: -1 });
    const own = made("step", { loss: distance, metrics: [distance] });
    const named = made("step", { loss: "mse", metrics: ["mse"] });
    const one = await own.fit(given("series"), given("marks"), fitOptions);
    const other = await named.fit(given("series"), given("marks"), fitOptions);
    expect(one.history.loss).toEqual(other.history.loss);
    expect(one.history.distance).toEqual(other.history.mse);
  });

  test("batches bring their weights with them", async () => {
    const rows: Dataset<readonly [unknown, unknown, unknown]> = Rows.fromArrays(
      given("left"),
      given("kind"),
      given("sampleWeight"),
    ).batch(4);
    const run = async (...data: Parameters<Model["fit"]>): Promise<unknown> =>
      (await made("one", { loss: "sparseCategoricalCrossentropy" }).fit(...data)).history;
    const { batchSize: _, shuffle: __, ...rest } = fitOptions;
    expect(await run(rows as Parameters<Model["fit"]>[0], rest)).toEqual(
      await run(given("left"), given("kind"), { ...fitOptions, sampleWeight: given("sampleWeight") }),
    );
  });

  test("weights of 2 are examples twice; of 0, none", async () => {
    const [x, y] = [given("left"), given("kind")];
    const net = made("one", { loss: "sparseCategoricalCrossentropy" });
    const { loss } = await net.evaluate(x.slice(0, 2), y.slice(0, 2), { sampleWeight: [2, 0] });
    expect(loss).toBeCloseTo((await net.evaluate(x.slice(0, 1), y.slice(0, 1))).loss, 12);
    const step = await net.trainOnBatch(x.slice(0, 2), y.slice(0, 2), { sampleWeight: [2, 0] });
    expect(step.loss).toBeCloseTo(loss, 12);
  });
});

describe("what does not fit", () => {
  const wrong: Readonly<Record<string, [Partial<CompileOptions>, string]>> = {
    "a list of another length": [
      { loss: ["mse"] },
      "compile: loss is a list of 1, the model has 2 outputs: kind, size; give one for each, null for none. (invalid_option)",
    ],
    "an output that there is not": [
      { loss: { kinds: "mse" } },
      'compile: loss: output: unknown name "kinds"; did you mean "kind"? use one of kind, size. (unknown_name)',
    ],
    "no loss at all": [
      { loss: [null, null] },
      "compile: no output has a loss; give one for kind or size. (missing_option)",
    ],
    "metrics of whom": [
      { metrics: ["accuracy"] },
      "compile: metrics is one list, the model has 2 outputs; say which are whose: { kind: [...], size: [...] }. (invalid_option)",
    ],
    "a weight that is no number": [
      { lossWeights: { size: Number.NaN } },
      "compile: lossWeights is NaN; use a number. (invalid_option)",
    ],
  };
  for (const [what, [options, message]] of Object.entries(wrong))
    test(what, () => expect(thrown(() => twoHeaded().compile({ loss: losses, ...options }))).toBe(message));

  const left = given("left");
  const fitting: Readonly<Record<string, [() => Promise<unknown>, string]>> = {
    "weights for other examples": [
      () => made("one", { loss: "mse" }).fit(left, left, { ...fitOptions, sampleWeight: [1, 2] }),
      "fit: x has 10 rows and sampleWeight has 2; give one row of each per example. (shape_mismatch)",
    ],
    "weights of steps that there are not": [
      () =>
        made("one", { loss: "mse" }).fit(left, left, { ...fitOptions, sampleWeight: given("stepWeight") }),
      "fit: sampleWeight [4, 3] does not fit the loss of output dense, [4]; give one number for each example, or for each position. (shape_mismatch)",
    ],
    "weights that are no numbers": [
      () =>
        made("one", { loss: "mse" }).fit(left, left, {
          ...fitOptions,
          sampleWeight: [1, 1, 1, Number.NaN, 1, 1, 1, 1, 1, 1],
        }),
      "fit: sampleWeight[3] is NaN; remove or replace such values before training. (non_finite_data)",
    ],
    "weights beside batches": [
      () =>
        made("one", { loss: "mse" }).fit(Rows.fromArrays(left, left).batch(2), {
          epochs: 1,
          sampleWeight: [1],
        }),
      "fit: sampleWeight is given beside batches; put it into the batches, as [x, y, sampleWeight]. (invalid_option)",
    ],
    "classes by name": [
      () =>
        made("one", { loss: "sparseCategoricalCrossentropy" }).fit(left, given("kind"), {
          classWeight: { cat: 2 } as never,
        }),
      'fit: classWeight names the class "cat"; name classes by their numbers, { 0: 1, 1: 5 }. (invalid_option)',
    ],
    "classes of two outputs": [
      () => made("two", { loss: losses }).fit(both, targets, { classWeight: { 0: 2 } }),
      "fit: classWeight is for models with one output, this has kind, size; give sampleWeight. (invalid_option)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(fitting))
    test(what, async () => expect(await rejection(body())).toBe(message));
});
