import { datasets, input, layers, optimizers, sequential, setSeed } from "neurograd";
import { forwardForward, forwardForwardAccuracy, forwardForwardLoss } from "neurograd/brain";
import { test } from "vitest";
test("x", { timeout: 600_000 }, async () => {
  const { xTrain, yTrain, xTest, yTest } = await datasets.mnist({ train: 20000, test: 5000 });
  for (const [labelScale, threshold, learningRate] of [[5,1,1e-3],[10,1,1e-3],[28,1,1e-3],[5,2,1e-3],[10,0.5,1e-3]]) {
    setSeed(1);
    const net = sequential([
      input({ shape: [28, 28], dtype: "uint8" }),
      layers.rescaling({ scale: 1 / 255 }),
      layers.flatten(),
      forwardForward({ classes: 10, units: [300, 300], labelScale, threshold }),
    ]);
    net.compile({ optimizer: optimizers.adam({ learningRate }), loss: forwardForwardLoss(), metrics: [forwardForwardAccuracy({ name: "accuracy" })] });
    const t = performance.now();
    const { history } = await net.fit(xTrain, yTrain, { epochs: 2, batchSize: 128, verbose: 0 });
    console.log(labelScale, threshold, learningRate, history.loss, history.accuracy, await net.evaluate(xTest, yTest), (performance.now() - t) / 1000);
  }
});
