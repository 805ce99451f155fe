import { expect, test } from "vitest";
import { run } from "./memories.js";

const small = { samples: 600, tested: 300, epochs: 8, runtime: "native" } as const;

test("a Hopfield network overflows, as theory says; replay mends forgetting", async () => {
  const lines: string[] = [];
  const { overlaps, kept } = await run({
    ...small,
    units: 300,
    loads: [0.05, 0.3],
    replays: [0, 100],
    print: (text) => lines.push(text),
  });
  expect(overlaps[0]).toBeGreaterThan(0.999); // Amit, Gutfreund & Sompolinsky (1985): 0.999992
  expect(overlaps[1]).toBeLessThan(0.7); // beyond 0.138: 0 in endless networks
  expect(kept[0]).toBeLessThan(0.1);
  expect(kept[1]).toBeGreaterThan(0.5);
  expect(lines[1]).toBe(
    `300 units, 0.3 patterns a unit: recalled to ${overlaps[1].toFixed(3)}, by theory 0.000`,
  );
  expect(lines).toHaveLength(4);
});

test("in Chinese; the same numbers each time", async () => {
  const runs = await Promise.all(
    ["zh", "en"].map((lang) =>
      run({
        ...small,
        units: 100,
        loads: [0.1],
        replays: [20],
        epochs: 2,
        lang: lang as "zh",
        print: () => {},
      }),
    ),
  );
  expect(runs[0]).toEqual(runs[1]);
});
