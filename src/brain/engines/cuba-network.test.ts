import { expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { brianFigures, figures } from "../../../test/support/cuba-network.js";

const check = beside(
  "Brette et al. (2007), benchmark 2: 4,000 LIF neurons for 0.5 s; Brian 2, mean of five seeds",
);

test("mean rate and irregularity", async () => {
  const brian = brianFigures("500");
  const ours = await figures(1, 500, "float64");
  check("mean rate [Hz]", ours.rate, { published: brian.rate, relative: 0.1 }); // seeds of Brian's differ by as much
  check("CV of intervals", ours.irregularity, { published: brian.irregularity, relative: 0.05 });
}, 60_000);

test("compiled, in float32: other spikes, the same rate", async () => {
  const [exact, compiled] = [await figures(1, 100, "float64"), await figures(1, 100, "native")];
  check("compiled, 0.1 s: mean rate [Hz]", compiled.rate, { published: exact.rate, relative: 0.15 }); // some 2,000 spikes
  expect(compiled.rate).not.toBe(exact.rate);
}, 60_000);
