import { describe, expect, test } from "vitest";
import { rejection } from "../../test/support/thrown.js";
import { Dataset, input, layers, type Model, sequential, tensor } from "../index.js";
import type { EvaluateOptions } from "./evaluate.js";
import type { PredictOptions } from "./predict.js";

/** x → 2x + 1. */
function line(): Model {
  const net = sequential([input({ shape: [1] }), layers.dense({ units: 1 })]);
  net.compile({ optimizer: "sgd", loss: "mse", metrics: ["mae"], runtime: "reference" });
  net.setWeights([[[2]], [1]]);
  return net;
}
const x = [[0], [1], [2], [3], [4]];
const y = [[1], [3], [5], [7], [19]]; // off by 10 at the last
const data = Dataset.fromArrays(x, y).batch(2);

describe("evaluate", () => {
  test("is the mean over examples, whatever the batches are", async () => {
    for (const batchSize of [1, 2, 5, 100])
      expect(await line().evaluate(x, y, { batchSize })).toEqual({ loss: 20, mae: 2 });
    expect(await line().evaluate(data)).toEqual({ loss: 20, mae: 2 });
    expect(await line().evaluate(data, { steps: 2 })).toEqual({ loss: 0, mae: 0 });
  });

  test("begins anew each time, and changes no weight", async () => {
    const net = line();
    const before = net.getWeights().map((w) => w.toArray());
    await net.evaluate(x, y);
    expect(await net.evaluate(x, y)).toEqual({ loss: 20, mae: 2 });
    expect(net.getWeights().map((w) => w.toArray())).toEqual(before);
  });

  test("leaves dropout out", async () => {
    const net = sequential([input({ shape: [1] }), layers.dropout({ rate: 0.99 })]);
    net.compile({ loss: "mse", runtime: "reference" });
    expect(await net.evaluate(x, x)).toEqual({ loss: 0 });
  });

  test("stops at a signal", async () => {
    expect(await rejection(line().evaluate(x, y, { signal: AbortSignal.abort() }))).toBe(
      "evaluate: the data have no batch; give at least one example. (empty_data)",
    );
  });
});

describe("predict", () => {
  test("rows in their order, whatever the batches are; from arrays, batches and streams", async () => {
    const expected = [[1], [3], [5], [7], [9]];
    for (const batchSize of [1, 2, 100])
      expect((await line().predict(x, { batchSize })).toArray()).toEqual(expected);
    expect((await line().predict(data)).toArray()).toEqual(expected); // targets are left aside
    expect((await line().predict([tensor([[0], [1]]), tensor([[2]])].values())).toArray()).toEqual([
      [1],
      [3],
      [5],
    ]);
  });

  test("open sizes may change from call to call", async () => {
    const net = sequential([
      input({ shape: [null, 2] }),
      layers.dense({ units: 1, kernelInitializer: "ones" }),
    ]);
    expect((await net.predict([[[1, 2]]])).toArray()).toEqual([[[3]]]);
    expect((await net.predict([[[1, 2], [3, 4]]])).toArray()).toEqual([[[3], [7]]]); // biome-ignore format: rows
  });
});

describe("data that do not fit", () => {
  const classes = (): Model => {
    const net = sequential([input({ shape: [1], dtype: "int32", name: "word" }), layers.dense({ units: 3 })]);
    net.compile({ loss: "sparseCategoricalCrossentropy", runtime: "reference" });
    return net;
  };
  const word = (n: number): ReturnType<typeof tensor> => tensor([[n]], { dtype: "int32" });
  const refusals: Readonly<Record<string, readonly [() => Promise<unknown>, string]>> = {
    "another shape": [
      () => line().predict([[1, 2]]),
      'input "x": expects [batch, 1], got [1, 2]; reshape the data, or change input({ shape }). (shape_mismatch)',
    ],
    "another rank": [
      () => line().fit([1, 2], [1, 2], { verbose: 0 }),
      'input "x": expects [batch, 1], got [2]; reshape the data, or change input({ shape }). (shape_mismatch)',
    ],
    "floats for whole numbers": [
      () => classes().predict([[1]]),
      'input "word": expects int32 [batch, 1], got float32 [batch, 1]; convert the data with tensor(x, { dtype: "int32" }). (dtype_mismatch)',
    ],
    "words for numbers": [
      () => line().predict([["one"]]),
      'input "x": expects float32 [batch, 1], got string [batch, 1]; convert the data with tensor(x, { dtype: "float32" }). (dtype_mismatch)',
    ],
    "a label outside the classes, in arrays": [
      () => classes().evaluate(tensor([[1], [2]], { dtype: "int32" }), [2, 3]),
      "evaluate: label 3 of example 1 is outside the 3 classes 0 to 2; check the labels, or give the last layer more units. (label_out_of_range)",
    ],
    "a label that is no whole number": [
      () => classes().fit(tensor([[1]], { dtype: "int32" }), [0.5], { verbose: 0 }),
      "fit: label 0.5 of example 0 is outside the 3 classes 0 to 2; check the labels, or give the last layer more units. (label_out_of_range)",
    ],
    "a label outside the classes, in a stream": [
      () => {
        const batches = [0, -1].map((label) => [word(1), tensor([label])] as const);
        return classes().fit(batches.values(), { verbose: 0 });
      },
      "fit: batch 2: label -1 of example 0 is outside the 3 classes 0 to 2; check the labels, or give the last layer more units. (label_out_of_range)",
    ],
    "NaN in x": [
      () => line().fit([[1], [NaN]], [[1], [1]], { verbose: 0 }),
      "fit: x[1, 0] is NaN; remove or replace such values before training. (non_finite_data)",
    ],
    "infinity in y": [
      () => line().evaluate([[1]], [[-Infinity]]),
      "evaluate: y[0, 0] is -Infinity; remove or replace such values before training. (non_finite_data)",
    ],
    "NaN in the second batch of a Dataset of arrays": [
      () => line().fit(Dataset.fromArrays([[1], [NaN]], [[1], [1]]).batch(1), { verbose: 0 }),
      "fit: batch 2: x[0, 0] is NaN; remove or replace such values before training. (non_finite_data)",
    ],
    "NaN in validation data": [
      () => line().fit([[1]], [[1]], { verbose: 0, validationData: [[[NaN]], [[1]]] }),
      "fit: validationData: x[0, 0] is NaN; remove or replace such values before training. (non_finite_data)",
    ],
    "NaN in the stream of validation data": [
      () => {
        const stream = (): Iterable<readonly [ReturnType<typeof tensor>, ReturnType<typeof tensor>]> =>
          [[tensor([[1]]), tensor([[NaN]])] as const].values();
        return line().fit([[1]], [[1]], { verbose: 0, validationData: Dataset.from(stream) });
      },
      "fit: validationData: batch 1: y[0, 0] is NaN; remove or replace such values before training. (non_finite_data)",
    ],
    "no data": [
      () => line().predict([]),
      "predict: x has no rows, its shape is [0]; give at least one example. (empty_data)",
    ],
    "no batch": [
      () => line().fit(new Set<never>(), { verbose: 0 }),
      "fit: the data have no batch; give at least one example. (empty_data)",
    ],
    "no batch to predict": [
      () => line().predict(new Set<never>()),
      "predict: the data have no batch; give at least one example. (empty_data)",
    ],
    "data without end": [
      () => line().evaluate(Dataset.fromArrays(x, y).repeat().batch(2)),
      "evaluate: the data have no end; give steps, the number of batches to take. (invalid_option)",
    ],
    "a misspelt option of evaluate": [
      () => line().evaluate(x, y, { batchsize: 2 } as EvaluateOptions),
      'evaluate: option: unknown name "batchsize"; did you mean "batchSize"? use one of batchSize, steps, sampleWeight, signal. (unknown_name)',
    ],
    "a misspelt option of predict": [
      () => line().predict(x, { batch: 2 } as PredictOptions),
      'predict: option: unknown name "batch"; use one of batchSize. (unknown_name)',
    ],
    "no batchSize": [
      () => line().predict(x, { batchSize: 0 }),
      "predict: batchSize is 0; use a whole number from 1. (invalid_option)",
    ],
    "no steps": [
      () => line().evaluate(x, y, { steps: 0.5 }),
      "evaluate: steps is 0.5; use a whole number from 1. (invalid_option)",
    ],
    "targets of another shape": [
      () => line().fit(x, [[1, 2], [1, 2], [1, 2], [1, 2], [1, 2]], { verbose: 0 }), // biome-ignore format: rows
      "meanSquaredError: targets are [5, 2], predictions [5, 1]; they must agree: check the last layer's units, or the targets. (shape_mismatch)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(refusals))
    test(what, async () => expect(await rejection(body())).toBe(message));
});
