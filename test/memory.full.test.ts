import { expect, test } from "vitest";
import { runProgram } from "./run-program.js";

const limit = 10; // [MiB]

test.each(["native", "wasm"])(
  "10,000 steps and 100,000 predictions leave nothing behind on %s",
  async (runtime) => {
    const { output } = await runProgram("memory", [runtime], ["--expose-gc"]);
    const { before, steps, predictions } = output as { before: number; steps: number; predictions: number };
    console.info(
      `memory, ${runtime}: ${before.toFixed(1)} MiB; ${steps.toFixed(1)} more after 10,000 steps, ${predictions.toFixed(1)} after 100,000 predictions`,
    );
    expect(steps).toBeLessThan(limit);
    expect(predictions).toBeLessThan(limit);
  },
  300_000,
);
