import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RandomSource } from "neurograd";
import { expect, test } from "vitest";
import { testFolder } from "../test/support/test-folder.js";
import { run } from "./credit.js";
import { creditFile, hasDebianFile } from "./debian-file.js";

/** Loans of which a fifth is bad, three of five where there is no account and one of fifteen elsewhere. */
async function invented(): Promise<string> {
  const random = new RandomSource(2);
  const rows = Array.from({ length: 300 }, (_, i) => {
    const account = i % 4 === 0 ? "none" : "'some money'";
    const isBad = random.uniform() < (i % 4 === 0 ? 0.6 : 1 / 15);
    return `${account},${Math.round(1000 * random.uniform())},${isBad ? "bad" : "good"}`;
  });
  const header = ["account {none,'some money'}", "amount numeric", "class {good,bad}"];
  const folder = await testFolder();
  await writeFile(
    join(folder, creditFile.file),
    ["@relation credit", ...header.map((line) => `@attribute ${line}`), "@data", ...rows].join("\n"),
  );
  return folder;
}

test("class weights make a network cry wolf, calibration takes it back", async () => {
  const lines: string[] = [];
  const options = { folder: await invented(), folds: 2, epochs: 60, units: 8, runtime: "native" } as const;
  const { plain, weighted, calibrated } = await run({ ...options, print: (text) => lines.push(text) });
  expect(lines[0]).toMatch(/^300 loans, 2 facts as 3 numbers, \d\d bad; 2 folds$/);
  expect(plain.auc).toBeGreaterThan(0.65); // a coin has 0.5
  expect(weighted.ece).toBeGreaterThan(0.25);
  expect(calibrated.ece).toBeLessThan(0.15);
  expect(calibrated.logLoss).toBeLessThan(weighted.logLoss - 0.05);
});

test.skipIf(!hasDebianFile(creditFile))("the real table, for a moment", async () => {
  const lines: string[] = [];
  const options = { folds: 2, epochs: 5, runtime: "native", lang: "zh" } as const;
  const { plain } = await run({ ...options, print: (text) => lines.push(text) });
  expect(lines[0]).toBe("1000 笔贷款，20 项信息，编成 61 个数，300 笔坏账；2 折");
  expect(plain.auc).toBeGreaterThan(0.65); // a coin has 0.5
});
