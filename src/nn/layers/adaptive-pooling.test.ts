import { expect, test } from "vitest";
import { thrown } from "../../../test/support/thrown.js";
import { input, layers } from "../../index.js";

test("sizes that are open, and options that are none, are refused", () => {
  expect(thrown(() => layers.adaptiveMaxPooling1d({ outputSize: 0 }))).toBe(
    "adaptiveMaxPooling1d: outputSize is 0; use a whole number from 1. (invalid_option)",
  );
  expect(
    thrown(() => layers.adaptiveAveragePooling1d({ outputSize: 2 }).apply(input({ shape: [null, 3] }))),
  ).toMatch(
    /^adaptiveAveragePooling1d: expects known sizes, got \[batch, open\d+, 3\]; give the input's shape in full, or use global pooling\. \(shape_mismatch\)$/,
  );
});
