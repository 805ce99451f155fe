import { datasets, input, layers, type Model, sequential, setSeed } from "neurograd";
import { learnInTurn, tasksByClass } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { rejection, thrown } from "../../../test/support/thrown.js";

const classifier = (): Model => {
  setSeed(1);
  const net = sequential([
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.flatten(),
    layers.dense({ units: 32, activation: "relu" }),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
  net.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  return net;
};

describe("handwritten digits: 0 to 4, then 5 to 9", () => {
  test("learned in turn the first are forgotten; with replay they are kept", async () => {
    const digits = await datasets.mnist({ train: 800, test: 300 });
    const tasks = tasksByClass(digits, [
      [0, 1, 2, 3, 4],
      [5, 6, 7, 8, 9],
    ]);
    const options = { epochs: 8, batchSize: 32 };
    const alone = await learnInTurn(classifier(), tasks, options);
    const replayed = await learnInTurn(classifier(), tasks, { ...options, replay: 200 });
    console.log(
      `accuracy on the digits 0 to 4 after 0 to 4, then after 5 to 9: ${[alone, replayed]
        .map(({ scores }) => `${scores[0][0].toFixed(3)}, ${scores[1][0].toFixed(3)}`)
        .join(" alone; ")} with 200 examples replayed`,
    );
    expect(alone.scores[0][0]).toBeGreaterThan(0.9);
    expect(alone.scores[0][1]).toBeLessThan(0.05); // never seen
    expect(alone.scores[1][0]).toBeLessThan(0.25); // forgotten
    expect(alone.scores[1][1]).toBeGreaterThan(0.85);
    expect(alone.forgetting).toBeCloseTo(alone.scores[0][0] - alone.scores[1][0], 12);
    expect(replayed.scores[1][0]).toBeGreaterThan(0.75); // mended
    expect(replayed.scores[1][1]).toBeGreaterThan(0.75);
    expect(replayed.average).toBeGreaterThan(alone.average + 0.25);
    expect(replayed.scores[0]).toEqual(alone.scores[0]); // the same up to the second task
  });
});

test("tasks by class, and errors", async () => {
  const data = { xTrain: [[1], [2], [3], [4]], yTrain: [0, 1, 2, 1], xTest: [[5], [6]], yTest: [1, 0] };
  const [first] = tasksByClass(data, [[1], [0]]);
  expect(first.xTrain.toArray()).toEqual([[2], [4]]);
  expect(first.xTest.toArray()).toEqual([[5]]);
  expect(thrown(() => tasksByClass(data, [[2]]))).toBe(
    "tasksByClass: no example has a class among 2; look at the labels. (empty_data)",
  );
  const net = sequential([input({ shape: [1] }), layers.dense({ units: 3, activation: "softmax" })]);
  net.compile({ loss: "sparseCategoricalCrossentropy", runtime: "reference" });
  expect(await rejection(learnInTurn(net, [data]))).toBe(
    'learnInTurn: the model does not measure "accuracy", only loss; compile it with metrics: ["accuracy"]. (missing_option)',
  );
});
