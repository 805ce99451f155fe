import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RandomSource } from "neurograd";
import { expect, test } from "vitest";
import { testFolder } from "../test/support/test-folder.js";
import { rejection } from "../test/support/thrown.js";
import { run } from "./breast-cancer.js";
import { breastCancerFile, hasDebianFile } from "./debian-file.js";

/** A file like the real one: of three measurements the first tells malignant (0) from benign (1), the others nothing. */
async function invented(): Promise<string> {
  const random = new RandomSource(1);
  const rows = Array.from({ length: 120 }, (_, i) => {
    const benign = i % 3 === 0 ? 0 : 1;
    return [3 * (1 - benign) + random.uniform(), random.uniform(), random.uniform(), benign].join();
  });
  const folder = await testFolder();
  await writeFile(join(folder, breastCancerFile.file), ["120,3,malignant,benign", ...rows].join("\n"));
  return folder;
}

test("lumps that one measurement tells apart are told apart", async () => {
  const lines: string[] = [];
  const folder = await invented();
  const small = { folder, folds: 2, epochs: 60, units: 8, runtime: "native" } as const;
  const {
    free,
    small: held,
    sensitivity,
    specificity,
  } = await run({ ...small, print: (text) => lines.push(text) });
  expect(lines[0]).toBe("120 patients, 3 measurements, 40 malignant; 2 folds");
  expect(Math.min(free.auc, held.auc)).toBeGreaterThan(0.9); // a coin has 0.5
  expect(Math.max(free.logLoss, held.logLoss)).toBeLessThan(0.55); // a coin has ln 2 = 0.69
  expect([sensitivity, specificity].every((share) => share > 0)).toBe(true);
  expect(lines.at(-1)).toContain(`${(100 * sensitivity).toFixed(1)} % of the malignant lumps are found`);
});

test("in Chinese; without the file it is said what to install", async () => {
  const lines: string[] = [];
  const small = { folder: await invented(), folds: 2, epochs: 1, units: 2, lang: "zh" } as const;
  await run({ ...small, print: (text) => lines.push(text) });
  expect(lines[0]).toBe("120 位患者，3 项测量，恶性 40 例；2 折");
  expect(await rejection(run({ folder: "/nowhere", print: () => {} }))).toBe(
    "/nowhere/breast_cancer.csv: is not there; apt-get install python3-sklearn, or unpack it (apt-get download python3-sklearn; dpkg -x) and give its folder. (dataset_unavailable)",
  );
});

test.skipIf(!hasDebianFile(breastCancerFile))("the real table, for a moment", async () => {
  const lines: string[] = [];
  const { small } = await run({ folds: 2, epochs: 8, runtime: "native", print: (text) => lines.push(text) });
  expect(lines[0]).toBe("569 patients, 30 measurements, 212 malignant; 2 folds");
  expect(small.auc).toBeGreaterThan(0.97);
});
