import { expect, test } from "vitest";
import { runProgram } from "./run-program.js";

const weights = async (runtime: string, threads: number): Promise<unknown> =>
  (await runProgram("seeded-weights", [runtime, String(threads)])).output;

test.each(["native", "wasm"])(
  "two fresh processes train the same bits on %s",
  async (runtime) => {
    const [first, second] = await Promise.all([weights(runtime, 1), weights(runtime, 1)]);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).toBe(first);
  },
  120_000,
);

// One thread has kernels of its own, so it is left out.
test("from two threads on, their number changes no bit on WebAssembly", async () => {
  const [two, three] = await Promise.all([weights("wasm", 2), weights("wasm", 3)]);
  expect(three).toBe(two);
}, 120_000);
