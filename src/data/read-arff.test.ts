import { readArff } from "neurograd";
import { expect, test } from "vitest";
import { thrown } from "../../test/support/thrown.js";

const file = `% a comment
@relation 'credit risk'

@ATTRIBUTE amount NUMERIC
@attribute 'of which' real
@attribute purpose { 'new car', radio/tv, '?' }
@attribute note string
@attribute class {good,bad}
@data
100, 2.5,'new car', "say \\"hi\\", please", good
% another
?,-1e3 , '?',?, bad
7,0,radio/tv,'it\\'s so',good
`;

test("numbers, nominal values, texts, missing ones", () => {
  const table = readArff(new TextEncoder().encode(file));
  expect(table.columns).toEqual([
    { name: "amount", type: "number", values: Float64Array.of(100, NaN, 7) },
    { name: "of which", type: "number", values: Float64Array.of(2.5, -1000, 0) },
    { name: "purpose", type: "string", values: ["new car", "?", "radio/tv"] },
    { name: "note", type: "string", values: ['say "hi", please', null, "it's so"] },
    { name: "class", type: "string", values: ["good", "bad", "good"] },
  ]);
  expect(table.place(1)).toBe("line 12");
  const { x, y, classes } = table.toTensors({ target: "class", features: ["of which", "purpose"] });
  expect(classes).toEqual(["bad", "good"]);
  expect(y.toArray()).toEqual([1, 0, 1]);
  expect(x.toArray()).toEqual([
    [2.5, 0, 1, 0],
    [-1000, 1, 0, 0],
    [0, 0, 0, 1],
  ]);
});

const withRow = (row: string): string =>
  `@relation r\n@attribute a numeric\n@attribute b {x,y}\n@data\n${row}`;
test.each([
  [withRow("1,x,2"), "line 5: has 3 cells, the header names 2 attributes"],
  [withRow("1,z"), 'line 5: b is "z", not one of x, y'],
  [withRow("one,x"), 'line 5: a is "one", not a number'],
  [withRow("{0 1}"), "line 5: is a sparse row; write all values of a row"],
  [withRow("1,'x"), "line 5: has a quote that is not closed, or something beside a quoted value"],
  [
    "@attribute a matrix\n@data\n1",
    'line 1: attribute a has the type "matrix", not numeric, string, date or a list',
  ],
  ["a,b\n1,2", 'line 1: "a,b" is neither @relation, @attribute nor @data'],
])("%j", (text, message) => {
  expect(thrown(() => readArff(text))).toBe(
    `ARFF, ${message}; mend the file, or write it as CSV. (invalid_arff)`,
  );
});

test("a file without data", () => {
  expect(thrown(() => readArff("@relation r", { name: "r.arff" }))).toBe(
    "r.arff: has no @attribute or no @data; mend the file, or write it as CSV. (invalid_arff)",
  );
});
