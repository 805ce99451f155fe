import { readCsv } from "neurograd";
import { expect, test } from "vitest";
import { unusedColumns } from "./unused-columns.js";

/** Columns of 30 rows, by their cells. */
const found = (columns: Readonly<Record<string, (row: number) => unknown>>) => {
  const rows = Array.from({ length: 30 }, (_, row) =>
    Object.values(columns)
      .map((cell) => cell(row))
      .join(","),
  );
  const table = readCsv(`${Object.keys(columns).join(",")}\n${rows.join("\n")}\n`, { header: true });
  return unusedColumns(table.columns, 20).map(({ name, why, count }) => `${name} ${why} ${count}`);
};

test("names, remarks and empty columns are left out, kinds are not", () => {
  const columns = {
    kind: (row: number) => `kind ${row % 3}`,
    name: (row: number) => `name ${row}`,
    some: (row: number) => `name ${row % 16}`, // more than half of them different
    empty: () => "",
    flag: (row: number) => row % 2 === 0,
    size: (row: number) => row * 0.5,
  };
  expect(found(columns)).toEqual(["name texts 30", "some texts 16", "empty empty 0"]);
});

test("numbers that count the rows, under a name that says so", () => {
  expect(found({ id: (row) => row + 1, x: (row) => row % 7 })).toEqual(["id rows 0"]);
  expect(found({ "": (row) => row, x: (row) => row % 7 })).toEqual(["column1 rows 0"]);
  expect(found({ 序号: (row) => row + 100, x: (row) => row % 7 })).toEqual(["序号 rows 0"]);
  expect(found({ year: (row) => 1990 + row, x: (row) => row % 7 })).toEqual([]);
  expect(found({ id: (row) => (row * 7) % 30, x: (row) => row % 7 })).toEqual([]);
});
