import { readFileSync } from "node:fs";
import { Hashing } from "neurograd";
import { describe, expect, test } from "vitest";
import type { GoldenTensor } from "../../golden/read-golden.js";
import { camelCase } from "../../test/support/from-keras.js";
import { thrown } from "../../test/support/thrown.js";
import { farmFingerprint } from "./farm-fingerprint.js";
import type { HashingOptions } from "./hashing.js";

const golden: {
  readonly fingerprints: readonly { readonly text: string; readonly value: string }[];
  readonly cases: readonly {
    readonly options: Readonly<Record<string, string | number>>;
    readonly x: (string | number)[][];
    readonly y: GoldenTensor;
  }[];
} = JSON.parse(readFileSync(new URL("../../golden/hashing.json", import.meta.url), "utf8"));

test("fingerprints of texts of 0 to 250 characters are TensorFlow's", () => {
  const ours = golden.fingerprints.map(({ text }) =>
    farmFingerprint(new TextEncoder().encode(text)).toString(),
  );
  expect(ours).toEqual(golden.fingerprints.map(({ value }) => value));
  expect(ours.length).toBe(76);
});

describe("numbers are Keras's", () => {
  test.each(golden.cases)("$options", ({ options, x, y }) => {
    const given = Object.entries(options).map(([key, value]) => [
      camelCase(key),
      key === "output_mode" ? camelCase(String(value)) : value,
    ]);
    const hashing = new Hashing(Object.fromEntries(given) as HashingOptions); // Keras's options, all of them ours
    const got = hashing.apply(x as string[][]); // or of numbers
    expect(got.shape).toEqual(y.shape);
    expect([...got.toFloat64()]).toEqual(y.data);
    expect(Hashing.fromJSON(JSON.parse(JSON.stringify(hashing))).apply(x as string[][])).toEqual(got);
  });
});

test("mistakes are told", () => {
  expect(thrown(() => new Hashing({ numBins: 0 }))).toBe(
    "Hashing: numBins is 0; give a whole number from 1 on. (invalid_option)",
  );
  expect(thrown(() => new Hashing({ numBins: 3 }).apply([0.5]))).toBe(
    "Hashing: x is float64 with fractions; give words or whole numbers. (dtype_mismatch)",
  );
});
