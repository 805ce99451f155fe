import fc from "fast-check";
import { expect, test } from "vitest";
import { detectDelimiter, scanCsv } from "./scan-csv.js";

const options = { name: "CSV", maxCell: 1000, maxColumns: 50 };
const rowsOf = (text: string, delimiter = ","): unknown => scanCsv(text, delimiter, options).rows;

test("cells, quoted cells, doubled quotes, line ends inside quotes", () => {
  expect(rowsOf('a,b\n"x, y","say ""hi"""\n"two\nlines",""\n')).toEqual([
    ["a", "b"],
    ["x, y", 'say "hi"'],
    ["two\nlines", ""],
  ]);
});

test("LF, CRLF and CR end lines, also mixed, with or without one at the end", () => {
  for (const text of ["a,b\n1,2", "a,b\r\n1,2\r\n", "a,b\r1,2\r", 'a,b\r\n"1",2\n', '"a","b"\r"1",2']) {
    expect(rowsOf(text)).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  }
});

test("empty lines are left out, empty cells are kept, and lines are counted through both", () => {
  const { rows, lines } = scanCsv('\n\na,\n"x\r\ny",1\r\n\n,\n""\n  \nend,2', ",", options);
  expect(rows).toEqual([["a", ""], ["x\r\ny", "1"], ["", ""], [""], ["end", "2"]]);
  expect(lines).toEqual([3, 4, 7, 8, 10]);
});

test("white space around cells is cut, inside quotes it stays; a quote inside a cell is text", () => {
  expect(rowsOf('  a b , " c " ,\t5" pipe\t, "d" \n')).toEqual([["a b", " c ", '5" pipe', "d"]]);
});

test("a byte order mark is no part of the first cell", () => {
  expect(rowsOf('\ufeff"a",b')).toEqual([["a", "b"]]);
});

test("tab and semicolon divide as well; a delimiter at the very end leaves an empty cell", () => {
  expect(rowsOf("a\tb c\t\n1\t2\t", "\t")).toEqual([
    ["a", "b c", ""],
    ["1", "2", ""],
  ]);
  expect(rowsOf("1,5;2", ";")).toEqual([["1,5", "2"]]);
});

test("what is written with quotes is read back, whatever the text (1,000 random tables)", () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom('"', '""', "\n", "\r\n", ",", " ", "\r", "数据", '",'),
  );
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
  const written = (rows: readonly (readonly string[])[], lineEnd: string): string =>
    rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(",")).join(lineEnd);
  fc.assert(
    fc.property(table, fc.constantFrom("\n", "\r\n", "\r"), (rows, lineEnd) => {
      expect(rowsOf(written(rows, lineEnd))).toEqual(rows);
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test.each([
  [
    'a,b\n1,"x\ny\nz',
    "CSV, line 2: a quote opens here and is never closed; close it, or double it if it is part of the text. (csv_quote)",
  ],
  [
    'a\n"x\ny" z,1',
    'CSV, line 3: "z,1" follows a closing quote; double the quotes inside a quoted cell. (csv_quote)',
  ],
  [
    `a\n"${"x".repeat(2000)}"`,
    "CSV, line 2: a cell has more than 1000 characters after a quote that opens here; close the quote, or raise maxCell. (limit_exceeded)",
  ],
  [
    `a\n${"x".repeat(2000)}`,
    "CSV, line 2: a cell has more than 1000 characters; give the right delimiter, or raise maxCell. (limit_exceeded)",
  ],
  [
    `a\n${",".repeat(60)}`,
    "CSV, line 2: more than 50 cells in a row; raise maxColumns if that is right. (limit_exceeded)",
  ],
])("%# is refused with its line", (text, message) => {
  expect(() => rowsOf(text)).toThrow(expect.objectContaining({ message }));
});

test.each([
  ["a,b\n1,2", ","],
  ["a;b\n1,5;2,5", ";"],
  ["1,5;2,5;3,5\n4,5;5,5;6,5", ";"],
  ["a\tb\n1, x\t2, y", "\t"],
  ["a|b|c\n1|2|3", "|"],
  ['a,b\n"x;y;z",2\n"p;q;r",3', ","],
  ['a;b\n"1\n,,,,,\n";2', ";"],
  ["one column\nof text", ","],
  ["a,b\n1,x;y\n2,z", ","],
  ["", ","],
])("the delimiter of %j is found", (text, delimiter) => {
  expect(detectDelimiter(text)).toBe(delimiter);
});

test("the delimiter is judged by whole lines, though the first 65,536 characters end within one", () => {
  expect(detectDelimiter("1;2,5\n".repeat(20_000))).toBe(";");
});
