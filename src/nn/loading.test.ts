// How far a loader is when a step begins: prefetch has the next batches on their way, so that a step does not wait for them.
import { expect, test } from "vitest";
import { Dataset, input, layers, sequential, tensor } from "../index.js";

const batches = 6;

/** For each step, the batches begun and those made by the time it begins. */
async function progressOf(prefetch: number): Promise<readonly (readonly [begun: number, made: number])[]> {
  let [begun, made] = [0, 0];
  const numbers = Dataset.from(() => Array.from({ length: batches }, (_, k) => k));
  const loaded = numbers.map(async (k) => {
    begun++;
    await Promise.resolve(); // a disk, a network, a thread
    made++;
    return [tensor([[k, 1]]), tensor([[k]])] as const;
  });
  const data = prefetch === 0 ? loaded : loaded.prefetch(prefetch);
  const net = sequential([input({ shape: [2] }), layers.dense({ units: 1 })]);
  net.compile({ optimizer: "sgd", loss: "meanSquaredError", runtime: "reference" });
  const seen: [number, number][] = [];
  const onTrainBatchBegin = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve)); // as while a step waits for the runtime
    seen.push([begun, made]);
  };
  await net.fit(data, { verbose: 0, callbacks: [{ onTrainBatchBegin }] });
  return seen;
}

test("without prefetch a batch is begun when the step before it is done", async () => {
  expect(await progressOf(0)).toEqual([1, 2, 3, 4, 5, 6].map((k) => [k, k]));
});

test("with prefetch the next two batches are made while a step is done", async () => {
  expect(await progressOf(2)).toEqual([3, 4, 5, 6, 6, 6].map((k) => [k, k]));
});
