import { expect, test } from "vitest";
import { random } from "../../../test/support/check-op.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { input, layers, loadModel, sequential, setSeed } from "../../index.js";
import { createExecutor } from "../../runtime/create-executor.js";
import { predictGraph } from "../predict-graph.js";

test("sequences of any length: one graph for all, in files too", async () => {
  setSeed(2);
  const net = sequential([
    input({ shape: [null, 3] }),
    layers.masking(),
    layers.lstm({ units: 4, returnSequences: true, goBackwards: true }),
    layers.bidirectional({ layer: layers.gru({ units: 2, returnSequences: true }) }),
    layers.timeDistributed({ layer: layers.dense({ units: 2 }) }),
    layers.globalAveragePooling1d(),
  ]);
  net.compile({ loss: "meanSquaredError", runtime: "reference" });
  const executor = await createExecutor({ runtime: "native", threads: 1 });
  const graph = predictGraph(net.graph, net.values.weights, net.outputNames);
  const executable = await executor.compile(graph);
  const state = executor.createState(Object.fromEntries(net.weights.map(({ name, value }) => [name, value])));
  const again = await loadModel(await net.toBytes(), { runtime: "native" });
  for (const [batch, length] of [
    [1, 1],
    [2, 4],
    [3, 70],
  ]) {
    const x = random([batch, length, 3], { seed: length });
    const expected = (await net.predict(x)).toFloat64();
    const [y] = Object.values(await executable.run({ x }, state));
    expectClose(y.toFloat64(), expected, 2e-6, `the open graph, ${batch} of ${length}`);
    expectClose((await again.predict(x)).toFloat64(), expected, 2e-6, `the file, ${batch} of ${length}`);
  }
  expect(Object.values(graph.outputs)[0].shape.join()).toBe("batch,2");
});
