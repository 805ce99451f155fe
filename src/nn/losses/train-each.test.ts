// Every loss and every metric in a model: it is compiled, trains, is saved, and loaded says the same.
import { describe, expect, test } from "vitest";
import { input, layers, loadModel, losses, metrics, sequential, type Tensor, tensor } from "../../index.js";
import type { Loss } from "../loss.js";
import type { Metric } from "../metric.js";

const numbers = (shape: readonly number[], f: (i: number) => number): Tensor =>
  tensor(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => f(i)),
    { shape },
  );
const x = numbers([6, 4], (i) => Math.sin(i));
const shares = numbers([6, 3], (i) => [0.2, 0.5, 0.3][i % 3]);
const classes = tensor([0, 1, 2, 1, 0, 1], { dtype: "int32" });
const same = tensor([1, 0, 0, 1, 0, 1]);

/** Layers anew for each model: a layer has one set of weights wherever it is used. */
type Body = () => readonly ReturnType<typeof layers.dense>[];
const chances: Body = () => [layers.dense({ units: 3, activation: "softmax" })];
const embeddings: Body = () => [layers.dense({ units: 3 }), layers.unitNormalization()];
const pairs: Body = () => [layers.dense({ units: 6 }), layers.reshape({ targetShape: [2, 3] })];
const triples: Body = () => [layers.dense({ units: 9 }), layers.reshape({ targetShape: [3, 3] })];
const speech: Body = () => [layers.dense({ units: 20 }), layers.reshape({ targetShape: [5, 4] })];
const words = tensor(
  [
    [1, 2],
    [3, 0],
    [2, 2],
    [1, 1],
    [0, 0],
    [3, 1],
  ],
  { dtype: "int32" },
);

/** What a loss wants, where it is not three probabilities and three targets. */
const special: Readonly<Record<string, readonly [Body, Tensor]>> = {
  sparseCategoricalCrossentropy: [chances, classes],
  categoricalGeneralizedCrossEntropy: [chances, classes],
  circle: [embeddings, classes],
  contrastive: [pairs, same],
  triplet: [triples, same],
  ctc: [speech, words],
};

const makersOf = <T>(family: object): readonly (readonly [string, (options?: object) => T])[] =>
  Object.entries(family).filter(([name, make]) => Reflect.get(make as object, "kind") === name);

describe("every loss", () => {
  for (const [name, make] of makersOf<Loss>(losses)) {
    test(`${name} is less after some steps, and the same once saved and loaded`, async () => {
      const [body, y] = special[name] ?? [chances, shares];
      const net = sequential([input({ shape: [4] }), ...body()]);
      net.seed = 1;
      net.compile({ optimizer: "adam", loss: make(), runtime: "native" });
      net.optimizer.learningRate = 0.02;
      const before = (await net.evaluate(x, y)).loss;
      await net.fit(x, y, { epochs: 12, batchSize: 6, verbose: 0 });
      const { loss } = await net.evaluate(x, y);
      expect(loss).toBeLessThan(before);
      const again = await loadModel(await net.toBytes(), { runtime: "native" });
      expect((await again.evaluate(x, y)).loss).toBeCloseTo(loss, 6);
    });
  }
});

const required: Readonly<Record<string, object>> = {
  iou: { numClasses: 3, targetClassIds: [0, 1], sparseYPred: false, sparseYTrue: false },
  meanIoU: { numClasses: 3, sparseYPred: false, sparseYTrue: false },
  oneHotIoU: { numClasses: 3, targetClassIds: [0, 1] },
  oneHotMeanIoU: { numClasses: 3 },
  precisionAtRecall: { recall: 0.5 },
  recallAtPrecision: { precision: 0.2 },
  sensitivityAtSpecificity: { specificity: 0.5 },
  specificityAtSensitivity: { sensitivity: 0.5 },
  precision: { thresholds: [0.2, 0.4] },
  auc: { multiLabel: true, numThresholds: 9 },
};

describe("every metric", () => {
  const hot = numbers([6, 3], (i) => Number(i % 3 === classes.data[Math.floor(i / 3)]));
  const all = makersOf<Metric>(metrics);
  const ofClasses = all.filter(([name]) => name.startsWith("sparse"));
  const families = [
    { y: classes, loss: "sparseCategoricalCrossentropy", made: ofClasses },
    { y: hot, loss: "categoricalCrossentropy", made: all.filter((one) => !ofClasses.includes(one)) },
  ] as const;
  for (const { y, loss, made } of families) {
    test(`beside ${loss} has a number after fit, and the same once saved and loaded`, async () => {
      const net = sequential([input({ shape: [4] }), ...chances()]);
      net.seed = 1;
      const kept = made.map(([name, make]) => make(required[name]));
      net.compile({ optimizer: "adam", loss, metrics: kept, runtime: "native" });
      const { history } = await net.fit(x, y, { epochs: 2, batchSize: 3, verbose: 0 });
      for (const [name] of made) expect(history[name].every(Number.isFinite), name).toBe(true);
      const found = await net.evaluate(x, y);
      const again = await loadModel(await net.toBytes(), { runtime: "native" });
      const loaded = await again.evaluate(x, y);
      for (const [name] of made) expect(loaded[name], name).toBeCloseTo(found[name], 5);
      expect(again.reports).toEqual(net.reports);
    });
  }
});
