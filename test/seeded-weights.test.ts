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

test("the number of threads changes no bit on WebAssembly", async () => {
  const [one, two] = await Promise.all([weights("wasm", 1), weights("wasm", 2)]);
  expect(two).toBe(one);
}, 120_000);
