import { expect, test } from "vitest";
import { columnNames, looksLikeHeader } from "./csv-header.js";

const rules = { missing: new Set(["", "?"]), decimal: "." } as const;

test.each([
  [
    [
      ["a", "b"],
      ["1", "x"],
    ],
    true,
  ],
  [
    [
      ["a", "b"],
      ["x", "y"],
      ["x", "z"],
    ],
    true,
  ],
  [
    [
      ["", "b"],
      ["1", "2"],
    ],
    true,
  ],
  [
    [
      ["p", "x"],
      ["e", "y"],
      ["p", "z"],
    ],
    false,
  ],
  [
    [
      ["1", "b"],
      ["2", "c"],
    ],
    false,
  ],
  [
    [
      ["a", "?"],
      ["b", "1"],
    ],
    false,
  ],
  [
    [
      ["a", ""],
      ["b", "1"],
    ],
    false,
  ],
  [[["flag"], ["true"], ["?"]], true],
  [[["true"], ["false"]], false],
  [[["only", "this"]], true],
])("%j: header %j", (rows, expected) => {
  expect(looksLikeHeader(rows, rules)).toBe(expected);
});

test("names are those given, else the header's, else numbered", () => {
  expect(columnNames(["a", ""], 2, undefined, "CSV")).toEqual(["a", "column2"]);
  expect(columnNames(undefined, 2, undefined, "CSV")).toEqual(["column1", "column2"]);
  expect(columnNames(["a", "b"], 2, ["x", "y"], "CSV")).toEqual(["x", "y"]);
});

test("names that are too few or double are refused", () => {
  expect(() => columnNames(["a", "b"], 2, ["x"], "CSV")).toThrow(
    "CSV: 1 names are given for 2 columns; give one for each. (csv_header)",
  );
  expect(() => columnNames(["a", "b", "a"], 3, undefined, "CSV")).toThrow(
    'CSV: columns 1 and 3 are both named "a"; pass columns with names of your own. (csv_header)',
  );
});
