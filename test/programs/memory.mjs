// Trains 10,000 steps and predicts 100,000 times after a warm-up; prints by how many MiB the process grew.
// Run with --expose-gc.
import { input, layers, sequential, setSeed } from "neurograd";

const [runtime] = process.argv.slice(2);
setSeed(3);
const net = sequential([
  input({ shape: [8] }),
  layers.dense({ units: 16, activation: "relu" }),
  layers.dense({ units: 1, activation: "sigmoid" }),
]);
net.compile({ optimizer: "adam", loss: "meanSquaredError", runtime, threads: 1 });

const rows = 320;
const x = { data: Float32Array.from({ length: rows * 8 }, (_, i) => Math.sin(i)), shape: [rows, 8] };
const y = { data: Float32Array.from({ length: rows }, (_, i) => i % 2), shape: [rows, 1] };
const one = { data: x.data.slice(0, 8), shape: [1, 8] };

const train = (steps) => net.fit(x, y, { batchSize: 32, epochs: steps / 10, verbose: 0 });
const predict = async (times) => {
  for (let i = 0; i < times; i++) await net.predict(one);
};
/** What is resident once all that is free has been given back, which other threads do in their own time. */
async function residentMiB() {
  let least = Infinity;
  for (let i = 0; i < 5; i++) {
    globalThis.gc();
    least = Math.min(least, process.memoryUsage.rss() / 2 ** 20);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return least;
}

/** By how much the process grew. Done again if it did: code that is compiled late is compiled once, a leak leaks again. */
async function growth(work) {
  let grown = Infinity;
  for (let tries = 0; tries < 2 && grown > 5; tries++) {
    const before = await residentMiB();
    await work();
    grown = (await residentMiB()) - before;
  }
  return grown;
}

await train(2_000);
await predict(20_000);
const before = await residentMiB();
const steps = await growth(() => train(10_000));
const predictions = await growth(() => predict(100_000));
console.log(JSON.stringify({ before, steps, predictions }));
