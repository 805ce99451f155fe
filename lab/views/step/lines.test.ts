import { expect, test } from "vitest";
import { checkUpdate } from "./check-update.js";

test.each(Array.from({ length: 10 }, (_, k) => k * 20))(
  "200 random networks: every number shown is that of float64 arithmetic of its own (from %i)",
  async (first) => {
    let count = 0;
    for (let k = 1; k <= 20; k++) count += await checkUpdate(first + k);
    expect(count).toBeGreaterThan(2000);
  },
  180_000,
);
