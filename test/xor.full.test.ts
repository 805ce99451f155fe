import { input, layers, optimizers, sequential, setSeed } from "neurograd";
import { expect, test } from "vitest";

const x = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const y = [[0], [1], [1], [0]];

/** The loss after 2,000 steps on the four rows, for one seed. */
async function finalLoss(hidden: number, seed: number): Promise<number> {
  setSeed(seed);
  const net = sequential([
    input({ shape: [2] }),
    layers.dense({ units: hidden, activation: "tanh" }),
    layers.dense({ units: 1, activation: "sigmoid" }),
  ]);
  net.compile({
    optimizer: optimizers.adam({ learningRate: 0.05 }),
    loss: "binaryCrossentropy",
    runtime: "native",
    threads: 1,
  });
  const { history } = await net.fit(x, y, { batchSize: 4, epochs: 2000, shuffle: false, verbose: 0 });
  return history.loss.at(-1) ?? Number.NaN;
}

const solved = async (hidden: number): Promise<number> => {
  let count = 0;
  for (let seed = 0; seed < 20; seed++) if ((await finalLoss(hidden, seed)) < 0.01) count++;
  console.info(`XOR 2-${hidden}-1: ${count} of 20 seeds below 0.01`);
  return count;
};

test("2-8-1 learns XOR from every one of 20 seeds", async () => {
  expect(await solved(8)).toBe(20);
}, 300_000);

test("2-4-1 learns XOR from at least 17 of 20 seeds", async () => {
  expect(await solved(4)).toBeGreaterThanOrEqual(17);
}, 300_000);
