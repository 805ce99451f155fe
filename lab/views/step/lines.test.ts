import { expect, test } from "vitest";
import { checkUpdate } from "./check-update.js";

test("20 random networks: every number shown is that of float64 arithmetic of its own, every sum comes out", async () => {
  let count = 0;
  for (let seed = 1; seed <= 20; seed++) count += await checkUpdate(seed);
  expect(count).toBeGreaterThan(2000);
}, 120_000);
