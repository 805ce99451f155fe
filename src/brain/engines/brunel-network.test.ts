import { test } from "vitest";
import { brunelFigures, meanFieldRate } from "../../../test/support/brunel-network.js";

test("states", async () => {
  for (const [excitatory, inputs] of [
    [800, 400],
    [1600, 400],
  ])
    for (const [g, external] of [
      [3, 2],
      [6, 4],
      [5, 2],
      [4.5, 0.9],
    ]) {
      const o = { excitatory, inputs, g, external, duration: 500 };
      const t = Date.now();
      console.log(JSON.stringify([o, meanFieldRate(o), await brunelFigures(o, 1), Date.now() - t]));
    }
}, 100000);
