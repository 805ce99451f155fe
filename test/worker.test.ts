import { expect, test } from "vitest";
import { runProgram } from "./run-program.js";

interface Output {
  readonly expected: object;
  readonly history: object;
  readonly weights: readonly [here: string, there: string];
  /** The longest time, in ms, that the program was kept from its timers, more than an idle one. */
  readonly gap: number;
  readonly endings: {
    readonly aborted: { readonly ms: number; readonly epochs: number };
    readonly refused: object;
    readonly thrown: object;
    readonly exited: object;
  };
}

async function run(...args: string[]): Promise<Output> {
  const { output, stderr } = await runProgram("worker", args);
  expect(stderr).toBe("");
  return output as Output;
}

test.each([
  ["native", "1"],
  ["wasm", "1"],
])(
  "a thread of Node trains to the same bits on %s with threads %s",
  async (runtime, threads) => {
    const { history, expected, weights, gap } = await run(runtime, threads);
    expect(history).toEqual(expected);
    expect(weights[1]).toBe(weights[0]);
    expect(gap).toBeLessThan(100);
  },
  120_000,
);

test("the thread ends with the training, however that ends", async () => {
  const { endings } = await run("native", "1", "endings");
  expect(endings.aborted.epochs).toBeLessThan(1e5);
  expect(endings.aborted.ms).toBeLessThan(15_000); // a slow machine's; 1e6 epochs take days
  expect(endings.refused).toEqual({
    isOurs: true,
    code: "invalid_option",
    message: "fit: batchSize is 0.5; use a whole number from 1. (invalid_option)",
  });
  expect(endings.thrown).toEqual({
    isOurs: true,
    code: "worker_failed",
    message: "trainInWorker: the worker failed: RangeError: no luck. (worker_failed)",
  });
  expect(endings.exited).toEqual({
    isOurs: true,
    code: "worker_failed",
    message: "trainInWorker: the worker failed: it ended with exit code 3. (worker_failed)",
  });
}, 120_000);
