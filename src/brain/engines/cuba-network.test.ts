import { test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { brianFigures, figures, ourFigures } from "../../../test/support/cuba-network.js";

const check = beside(
  "Brette et al. (2007), benchmark 2: 4,000 LIF neurons for 2 s, mean of three seeds; Brian 2, of five",
);

test("mean rate and irregularity within 5 %", async () => {
  const brian = brianFigures("2000");
  const ours = await ourFigures();
  check("mean rate [Hz]", ours.rate, { published: brian.rate, relative: 0.05 });
  check("CV of intervals", ours.irregularity, { published: brian.irregularity, relative: 0.05 });
}, 60_000);

test("compiled, in float32: the same statistics", async () => {
  const [exact, compiled] = [await figures(1, 500, "float64"), await figures(1, 500, "native")];
  // Half a second of a chaotic network: seeds differ by 6 % (Brian's too).
  check("compiled: mean rate [Hz]", compiled.rate, { published: exact.rate, relative: 0.12 });
  check("compiled: CV of intervals", compiled.irregularity, {
    published: exact.irregularity,
    relative: 0.05,
  });
}, 60_000);
