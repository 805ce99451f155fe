import { expect, test } from "vitest";
import { beside } from "./support/beside.js";
import { bimodalShare, songMillerAbbott } from "./support/song-miller-abbott.js";

const check = beside(
  "Song, Miller & Abbott (2000), Nat. Neurosci. 3:919: 1,000 synapses, A₊ = 0.005, while the network runs",
);

test("weights end near 0 or near their maximum: more than 80 % within a fifth of either", async () => {
  const { weights, rate } = await songMillerAbbott({
    synapses: 1000,
    duration: 1_000_000,
    step: 0.005,
    seed: 1,
  });
  check("share of weights within 20 % of a bound", bimodalShare(weights), { published: 1, absolute: 0.2 });
  expect(rate).toBeGreaterThan(5); // competition keeps it from silence and from raving
  expect(rate).toBeLessThan(30);
}, 300_000);
