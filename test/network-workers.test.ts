import { expect, test } from "vitest";
import { runProgram } from "./run-program.js";

test("a network gives the same spikes, traces and weights in this thread and in 1, 2 and 4 workers", async () => {
  const { output, stderr } = await runProgram("network-workers");
  expect(stderr).toBe("");
  const found = output as Readonly<Record<string, { readonly spikes: number; readonly same: boolean[] }>>;
  expect(Object.keys(found)).toEqual(["mixed", "quick"]);
  for (const { spikes, same } of Object.values(found)) {
    expect(spikes).toBeGreaterThan(200);
    expect(same).toEqual([true, true, true]);
  }
}, 120_000);
