import { expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { brunelFigures, meanFieldRate } from "../../../test/support/brunel-network.js";

const check = beside(
  "Brunel (2000), figure 8: 12,500 neurons of 1,250 inputs; rates [Hz] beside his mean-field equation, state by state",
);
const size = { excitatory: 10_000, inputs: 1000, duration: 200 };
const states = [
  { name: "A, synchronous and regular", g: 3, external: 2, relative: 0.05 },
  { name: "B, fast oscillations of irregular neurons", g: 6, external: 4, relative: 0.05 },
  { name: "C, asynchronous and irregular", g: 5, external: 2, relative: 0.05 },
  { name: "D, slow oscillations of irregular neurons", g: 4.5, external: 0.9, relative: 0.35 }, // in waves the mean rate is another one
] as const;

test.each(states)(
  "$name",
  async ({ name, g, external, relative }) => {
    const options = { ...size, g, external };
    const found = await brunelFigures(options, 1);
    check(name, found.rate, { published: meanFieldRate(options), relative });
    if (g === 3) expect(found.irregularity).toBeLessThan(0.15);
    // A neuron has few intervals in 200 ms, which makes its own coefficient small: told apart from the regular state, no more.
    else expect(found.irregularity).toBeGreaterThan(0.15);
  },
  300_000,
);
