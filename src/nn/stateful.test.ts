import { describe, expect, test } from "vitest";
import { readGolden, type StatefulRun } from "../../golden/read-golden.js";
import { expectClose } from "../../test/support/expect-close.js";
import { goldenTensor } from "../../test/support/from-keras.js";
import { layerOf } from "../../test/support/recurrent-case.js";
import { runtimes } from "../../test/support/run-on.js";
import { rejection } from "../../test/support/thrown.js";
import { input, layers, loadModel, type Model, sequential, setSeed, type Tensor } from "../index.js";

const { stateful: golden } = readGolden("keras-recurrent");
const tolerances = { reference: 1e-12, native: 2e-6, wasm: 2e-6 };

function made(run: StatefulRun, runtime: (typeof runtimes)[number]): Model {
  const net = sequential([input({ shape: [4, 2], batchSize: 2 }), layerOf(run)]);
  net.compile({ loss: "meanSquaredError", runtime, threads: 1 });
  net.setWeights(run.weights.map((w) => goldenTensor(w)));
  return net;
}

const statesOf = (net: Model): number[] =>
  net.state.filter(({ role }) => role === "recurrent").flatMap(({ value }) => [...value.toFloat64()]);

describe.each(runtimes)("stateful layers on %s", (runtime) => {
  test.each(golden)("$class: a batch begins where the one before ended", async (run) => {
    const net = made(run, runtime);
    const check = async (): Promise<void> => {
      for (const { input: x, output, states } of run.batches) {
        const y = await net.predict(goldenTensor(x));
        expectClose(y.toFloat64(), output.data, tolerances[runtime], "output");
        expectClose(
          statesOf(net),
          states.flatMap(({ data }) => data),
          tolerances[runtime],
          "states",
        );
      }
    };
    await check();
    net.resetStates();
    expect(statesOf(net).every((v) => v === 0)).toBe(true);
    await check();
  });
});

test("batches of predict, evaluate and training alike move the states; a file has none", async () => {
  setSeed(1);
  const run = golden[1];
  const [net, other] = [made(run, "native"), made(run, "native")];
  const [first, second, third] = run.batches.map(({ input: x }) => goldenTensor(x));
  const zeros = first.toFloat64().slice(0, 6).fill(0);
  const y = goldenTensor({ shape: [2, 3], data: [...zeros] });
  await net.evaluate(first, y);
  await net.trainOnBatch(second, y);
  await other.predict(first);
  await other.predict(second);
  expect(statesOf(net)).toEqual(statesOf(other)); // a training step moves them before it changes the weights
  expect(net.weights.map(({ name }) => name)).toEqual(["lstm/kernel", "lstm/recurrentKernel", "lstm/bias"]);

  const again = await loadModel(await net.toBytes(), { runtime: "native" });
  expect(again.graph.inputs[0].shape).toEqual([2, 4, 2]);
  net.resetStates();
  const answers: Tensor[] = [];
  for (const model of [net, again]) answers.push(await model.predict(third));
  expect(answers[1].toArray()).toEqual(answers[0].toArray());
  expect(statesOf(again)).toEqual(statesOf(net));
});

test("a batch of another size is refused", async () => {
  const net = sequential([
    input({ shape: [4, 2], batchSize: 3 }),
    layers.bidirectional({ layer: layers.gru({ units: 2, stateful: true }) }),
  ]);
  expect(
    net.state.map(({ path, shape }) => `${path} [${shape}]`).filter((text) => text.includes("state")),
  ).toEqual(["bidirectional/forward/state0 [3,2]", "bidirectional/backward/state0 [3,2]"]);
  expect(
    await rejection(
      net.predict(
        new Array(2).fill([
          [1, 2],
          [1, 2],
          [1, 2],
          [1, 2],
        ]),
      ),
    ),
  ).toBe(
    'input "x": expects [3, 4, 2], got [2, 4, 2]; reshape the data, or change input({ shape }). (shape_mismatch)',
  );
});
