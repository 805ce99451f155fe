import { test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { brianFigures, figures, meanFigures } from "../../../test/support/cuba-network.js";

const check = beside(
  "Brette et al. (2007), benchmark 2: 4,000 LIF neurons for 2 s, mean of three seeds; Brian 2, of five",
);

test("mean rate and irregularity within 5 %", async () => {
  const brian = brianFigures("2000");
  const runs = [
    await figures(0, 2000, "float64"),
    await figures(1, 2000, "float64"),
    await figures(2, 2000, "float64"),
  ];
  const ours = meanFigures(runs);
  check("mean rate [Hz]", ours.rate, { published: brian.rate, relative: 0.05 });
  check("CV of intervals", ours.irregularity, { published: brian.irregularity, relative: 0.05 });
  const compiled = await figures(1, 2000, "native");
  check("compiled: mean rate [Hz]", compiled.rate, { published: runs[1].rate, relative: 0.05 });
  check("compiled: CV of intervals", compiled.irregularity, {
    published: runs[1].irregularity,
    relative: 0.05,
  });
}, 300_000);
