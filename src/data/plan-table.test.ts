import { classFault, planTable, readCsv, readCsvFormat, strayTexts } from "neurograd";
import { expect, test } from "vitest";
import { isSpreadsheet } from "./is-spreadsheet.js";

const rows = Array.from(
  { length: 30 },
  (_, k) => `${k + 1},${k * 0.5},${k % 3},${k % 2 ? "是" : "否"},name ${k}`,
);
const table = readCsv(`id,size,kind,smokes,name\n${rows.join("\n")}\n`);

test("texts and few whole numbers are classes, other numbers a quantity; names and row numbers are left out", () => {
  expect(planTable(table, { target: "smokes" })).toMatchObject({
    task: "classification",
    why: "strings",
    features: ["size", "kind"],
    unused: [
      { name: "id", why: "rows" },
      { name: "name", why: "texts", count: 30 },
    ],
    missing: 0,
  });
  expect(planTable(table, { target: "kind" })).toMatchObject({ task: "classification", why: "integers" });
  expect(planTable(table, { target: "size" })).toMatchObject({ task: "regression", why: "numbers" });
  expect(planTable(table, { target: "size", task: "classification", ignore: ["kind"] })).toMatchObject({
    why: "asked",
    features: ["smokes"],
  });
  expect(planTable(table).target.name).toBe("name");
  expect(() => planTable(table, { target: "smoke" })).toThrow(/\(unknown_name\)$/);
});

test("classes of which there is one, or hardly two alike, cannot be told apart", () => {
  expect(classFault(["a"], 10)).toBe("oneClass");
  expect(classFault(["a", "b", "c"], 5)).toBe("tooManyClasses");
  expect(classFault(["a", "b", "c"], 6)).toBeUndefined();
  expect(classFault(["a", "b"], 2)).toBeUndefined();
});

test("a text among numbers is found with its row", () => {
  const ages = Array.from({ length: 40 }, (_, k) => (k === 17 ? "twelve,a" : `${k},b`));
  const found = strayTexts(readCsv(`age,kind\n${ages.join("\n")}`));
  expect(found).toEqual([{ column: "age", text: "twelve", row: 17, numbers: 39, texts: 1 }]);
  expect(strayTexts(readCsv("age,kind\n1,b\nx,b\n2,a"))).toEqual([]); // 2 of 3: as likely kinds
});

test("how a file was understood is told", () => {
  const bytes = Uint8Array.from([0xc4, 0xea, 0xc1, 0xe4, 0x3b, 0x78, 0x0a, 0x31, 0x3b, 0x32]); // "年龄;x" in GB18030
  const { table: read, format } = readCsvFormat(bytes);
  expect(format).toEqual({ encoding: "gb18030", delimiter: ";", hasHeader: true });
  expect(read.columns.map(({ name }) => name)).toEqual(["年龄", "x"]);
  expect(readCsvFormat("1,2\n3,4").format).toEqual({ encoding: undefined, delimiter: ",", hasHeader: false });
});

test("a workbook is no CSV", () => {
  const zip = new TextEncoder().encode("PK\x03\x04 and so on");
  expect(isSpreadsheet(zip)).toBe(true);
  expect(isSpreadsheet(new Uint8Array())).toBe(false);
  expect(() => readCsv(zip, { name: "a.xlsx" })).toThrow(
    "a.xlsx: is a workbook or an archive, not text; save it as CSV in your spreadsheet program. (invalid_encoding)",
  );
});
