// What the user trains, in Node and in a page: nothing is configured.
import { input, layers, optimizers, sequential, setSeed } from "neurograd";
import { trainInWorker } from "neurograd/worker";

const x = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const y = [[0], [1], [1], [0]];

export async function train(place, options) {
  setSeed(1);
  const net = sequential([
    input({ shape: [2] }),
    layers.dense({ units: 8, activation: "tanh" }),
    layers.dense({ units: 1, activation: "sigmoid" }),
  ]);
  net.compile({
    optimizer: optimizers.adam({ learningRate: 0.05 }),
    loss: "binaryCrossentropy",
    ...options,
  });
  const run = place === "worker" ? trainInWorker : (model, ...rest) => model.fit(...rest);
  const { history } = await run(net, x, y, { epochs: 300 });
  return { loss: history.loss.at(-1), predictions: (await net.predict(x)).toArray() };
}
