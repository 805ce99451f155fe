import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { camelCase } from "../../../test/support/from-keras.js";
import { thrown } from "../../../test/support/thrown.js";
import { fileName } from "./file-name.js";

const golden: {
  readonly fileNames: readonly { template: string; values: Record<string, number>; name: string }[];
} = JSON.parse(readFileSync(new URL("../../../golden/early-stopping.json", import.meta.url), "utf8"));

test.each(golden.fileNames)("$template as Python fills it: $name", ({ template, values, name }) => {
  const spelled = Object.fromEntries(Object.entries(values).map(([key, value]) => [camelCase(key), value]));
  expect(fileName("test", camelCase(template), spelled)).toBe(name);
});

test("numbers below zero, of no end, and none", () => {
  expect(fileName("test", "{a:06.1f} {a:7.1f}|{b} {c:.2f}", { a: -2.25, b: Infinity, c: Number.NaN })).toBe(
    "-002.3    -2.3|Infinity NaN",
  );
  expect(thrown(() => fileName("test", "{toString}", { loss: 1 }))).toBe(
    "test: filepath has {toString}, but there are loss; use those. (invalid_option)",
  );
});
