// Trains a small network with everything that is random and prints the SHA-256 of its weights.
import { createHash } from "node:crypto";
import { datasets, input, layers, sequential, setSeed } from "neurograd";

const [runtime, threads] = process.argv.slice(2);
setSeed(7);
const { x, y } = datasets.spirals({ seed: 1, samples: 300, arms: 3, noise: 0.05 });
const net = sequential([
  input({ shape: [2] }),
  layers.dense({ units: 64, activation: "tanh" }),
  layers.dropout({ rate: 0.1 }),
  layers.dense({ units: 3, activation: "softmax" }),
]);
net.compile({ loss: "sparseCategoricalCrossentropy", runtime, threads: Number(threads) });
await net.fit(x, y, { epochs: 5, batchSize: 32, verbose: 0 });
const hash = createHash("sha256");
for (const { value } of net.weights) hash.update(value.data);
console.log(JSON.stringify(hash.digest("hex")));
