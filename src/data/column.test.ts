import { expect, test } from "vitest";
import { columnOf, numberOf } from "./column.js";

const rules = { missing: new Set(["", "NA"]), decimal: "." } as const;

test("a column is of numbers, booleans or strings, by all its values", () => {
  expect(columnOf("c", ["1", "-2.5e3", ".5", "+7.", ""], rules)).toEqual({
    name: "c",
    type: "number",
    values: Float64Array.of(1, -2500, 0.5, 7, Number.NaN),
  });
  expect(columnOf("c", ["true", "NA", "FALSE"], rules).values).toEqual([true, null, false]);
  expect(columnOf("c", ["1", "NA", "x"], rules).values).toEqual(["1", null, "x"]);
  expect(columnOf("c", ["true", "1"], rules).type).toBe("string");
  expect(columnOf("c", ["NA", ""], rules)).toEqual({
    name: "c",
    type: "number",
    values: Float64Array.of(Number.NaN, Number.NaN),
  });
});

test.each([
  "",
  "0x1f",
  "0B1",
  "0o7",
  "Infinity",
  "-Infinity",
  "1e999",
  "1,5",
  "1 2",
  "--1",
  "1_000",
  "NaN",
  "e5",
])("%j is no number", (cell) => {
  expect(numberOf(cell, ".")).toBeNaN();
});

test("a decimal comma is read where it is asked for", () => {
  expect(numberOf("-1,25", ",")).toBe(-1.25);
  expect(numberOf("1,250,5", ",")).toBeNaN();
});
