import { expect, test } from "vitest";
import { datasets, input, layers, type Model, optimizers, sequential, setSeed, Tensor } from "../index.js";

const { x, y } = datasets.spirals({ samples: 203, seed: 1 });

function net(runtime: "native" | "wasm", stepsPerExecution: number | "auto"): Model {
  setSeed(5);
  const made = sequential([
    input({ shape: [2] }),
    layers.dense({ units: 16, activation: "relu" }),
    layers.dropout({ rate: 0.2 }),
    layers.dense({ units: 2, activation: "softmax" }),
  ]);
  made.compile({
    optimizer: optimizers.adam({ learningRate: 0.01 }),
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
    runtime,
    threads: 1,
    stepsPerExecution,
  });
  return made;
}

test.each(["native", "wasm"] as const)(
  "steps in one run give the bits of single steps on %s",
  async (runtime) => {
    const runs = [];
    for (const steps of [1, 8, 3, "auto"] as const) {
      const model = net(runtime, steps);
      const { history } = await model.fit(x, y, { batchSize: 10, epochs: 10, verbose: 0 }); // 20 batches and a rest
      runs.push({ history, weights: model.getWeights().map((w) => Array.from(w.data as Float32Array)) });
    }
    for (const run of runs) expect(run).toEqual(runs[0]);
  },
);

test("callbacks see batches between runs, and each batch where nothing else was asked for", async () => {
  const seen = async (stepsPerExecution: number | "auto"): Promise<number[]> => {
    const batches: number[] = [];
    const callbacks = [{ onTrainBatchEnd: (batch: number) => void batches.push(batch) }];
    await net("native", stepsPerExecution).fit(x, y, { batchSize: 20, epochs: 1, verbose: 0, callbacks });
    return batches;
  };
  expect(await seen("auto")).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(await seen(4)).toEqual([3, 7, 8, 9, 10]); // two of a size are left, and the ragged one
});

test("callbacks that say so take several steps at once", async () => {
  const batches: number[] = [];
  const onTrainBatchEnd = (batch: number): void => void batches.push(batch);
  await net("native", "auto").fit(x, y, {
    batchSize: 10,
    epochs: 10,
    verbose: 0,
    callbacks: [{ takesSeveralSteps: true, onTrainBatchEnd }],
  });
  expect(batches.slice(0, 8)).toEqual([7, 15, 16, 17, 18, 19, 20, 7]);
});

test("a loss that is not finite is found at its own step within a run", async () => {
  const model = net("native", 8);
  const rows = new Float32Array(x.toFloat64());
  rows[2 * 30] = 3e38; // example 31: in batch 4
  rows[2 * 30 + 1] = 3e38;
  const broken = new Tensor(rows, x.shape, "float32");
  const training = model.fit(broken, y, { batchSize: 10, epochs: 1, shuffle: false, verbose: 0 });
  await expect(training).rejects.toThrow(
    /^fit: the loss is (NaN|-?Infinity) at epoch 1, step 4 \(batch of 10\): /,
  );
});

test("recurrent layers, which are written out, take fewer steps in one run", async () => {
  const runs = async (length: number): Promise<number> => {
    setSeed(5);
    const made = sequential([
      input({ shape: [length, 2] }),
      layers.simpleRNN({ units: 2 }),
      layers.dense({ units: 1 }),
    ]);
    made.compile({ optimizer: "sgd", loss: "meanSquaredError", runtime: "native", threads: 1 });
    const seen: number[] = [];
    const callbacks = [
      { takesSeveralSteps: true, onTrainBatchEnd: (batch: number) => void seen.push(batch) },
    ];
    const [inputs, targets] = [
      new Tensor(new Float32Array(200 * length * 2), [200, length, 2], "float32"),
      new Float32Array(200),
    ];
    await made.fit(inputs, targets, { batchSize: 1, verbose: 0, callbacks });
    return seen[0] + 1;
  };
  expect([await runs(4), await runs(28), await runs(40)]).toEqual([8, 2, 1]);
});

test("longer steps are eight in one run natively, four in WebAssembly, where a page waits for them", async () => {
  const runs = async (runtime: "native" | "wasm"): Promise<number> => {
    const made = sequential([input({ shape: [1024] }), layers.dense({ units: 10, activation: "softmax" })]);
    made.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy", runtime, threads: 1 });
    const seen: number[] = [];
    const first = new AbortController();
    const onTrainBatchEnd = (batch: number): void => {
      seen.push(batch);
      first.abort();
    };
    const inputs = new Tensor(new Float32Array(2560 * 1024), [2560, 1024], "float32");
    await made.fit(inputs, new Uint8Array(2560), {
      batchSize: 256, // 2.6e6 products a step
      epochs: 20,
      verbose: 0,
      signal: first.signal,
      callbacks: [{ takesSeveralSteps: true, onTrainBatchEnd }],
    });
    return seen[0] + 1;
  };
  expect([await runs("native"), await runs("wasm")]).toEqual([8, 4]);
});
