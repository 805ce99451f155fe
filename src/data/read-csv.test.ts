import { expect, test } from "vitest";
import { readCsv } from "./read-csv.js";

test("a file with header, quotes, types, missing values, CRLF and a byte order mark", () => {
  const text = '\ufeffname,age,smokes\r\n"Lovelace, Ada",36,false\r\nTuring,?,TRUE\r\n,NA,\r\n';
  const table = readCsv(new TextEncoder().encode(text));
  expect(table.size).toBe(3);
  expect(table.columns).toEqual([
    { name: "name", type: "string", values: ["Lovelace, Ada", "Turing", null] },
    { name: "age", type: "number", values: Float64Array.of(36, Number.NaN, Number.NaN) },
    { name: "smokes", type: "boolean", values: [false, true, null] },
  ]);
});

test("GB18030 bytes divided by semicolons, with decimal commas", () => {
  // "花;长\n梅;1,5\n" in GB18030
  const bytes = Uint8Array.of(0xbb, 0xa8, 0x3b, 0xb3, 0xa4, 0x0a, 0xc3, 0xb7, 0x3b, 0x31, 0x2c, 0x35, 0x0a);
  const table = readCsv(bytes, { decimal: "," });
  expect(table.column("花").values).toEqual(["梅"]);
  expect(table.column("长").values).toEqual(Float64Array.of(1.5));
});

test("header, names, delimiter and missing values can be given", () => {
  const table = readCsv("1|x\n-|y", { header: false, columns: ["n", "s"], delimiter: "|", missing: ["-"] });
  expect(table.column("n").values).toEqual(Float64Array.of(1, Number.NaN));
  expect(readCsv("2019,2020\n1,2", { header: true }).column("2020").values).toEqual(Float64Array.of(2));
  expect(readCsv("1,2\n3,4").columns.map((column) => column.name)).toEqual(["column1", "column2"]);
});

test("columns may be named like parts of every object", () => {
  const table = readCsv("__proto__,constructor\n1,2");
  expect(table.column("__proto__").values).toEqual(Float64Array.of(1));
  expect(table.toTensors({ target: "constructor" }).featureNames).toEqual(["__proto__"]);
});

test.each<[string, string, Parameters<typeof readCsv>[1], string]>([
  [
    "ragged rows",
    "a,b,c\n1,2,3\n\n4,5\n",
    {},
    'iris.csv, line 4: 2 cells, but 3 on line 1, divided by ","; give all rows the same number. (csv_ragged)',
  ],
  [
    "a quote that stays open",
    'a,b\n1,2\n3,"x\n5,6\n',
    {},
    "iris.csv, line 3: a quote opens here and is never closed; close it, or double it if it is part of the text. (csv_quote)",
  ],
  ["nothing", "", {}, "iris.csv: there is no row in it; give a file with data. (empty_data)"],
  ["empty lines", "\r\n\n", {}, "iris.csv: there is no row in it; give a file with data. (empty_data)"],
  [
    "a header alone",
    "a,b\n",
    {},
    "iris.csv: there is a header and no row below it; give a file with data, or header: false. (empty_data)",
  ],
  [
    "a NUL",
    "a,b\n1,\0",
    {},
    "iris.csv, line 2: holds a NUL character, so it is not text in this encoding; pass the right encoding. (invalid_encoding)",
  ],
  [
    "a delimiter of two",
    "a,b\n1,2",
    { delimiter: "::" },
    'iris.csv: "::" cannot divide cells; give one character, such as "," or ";". (invalid_option)',
  ],
  [
    "two columns of one name",
    "a,a\n1,2",
    {},
    'iris.csv: columns 1 and 2 are both named "a"; pass columns with names of your own. (csv_header)',
  ],
])("%s: a coded error", (_, text, options, message) => {
  expect(() => readCsv(text, { name: "iris.csv", ...options })).toThrow(expect.objectContaining({ message }));
});

test("a name that is no column gets the nearest", () => {
  expect(() => readCsv("age,height\n1,2").column("heigth")).toThrow(
    'column: unknown name "heigth"; did you mean "height"? use one of age, height. (unknown_name)',
  );
});

test("20,000 changed bytes give a table or a coded error, never another", () => {
  const seed = new TextEncoder().encode('a,b,c\n1,"x ""y""\n",true\n2.5,,false\n?,z,true\n');
  let state = 7;
  const random = (bound: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  const codes = new Set<string>();
  for (let k = 0; k < 20_000; k++) {
    const bytes = seed.slice(0, 1 + random(seed.length));
    for (let n = random(4); n > 0; n--) bytes[random(bytes.length)] = random(256);
    try {
      expect(readCsv(bytes).size).toBeGreaterThan(0);
    } catch (error) {
      codes.add((error as { code?: string }).code ?? String(error));
    }
  }
  expect([...codes].sort()).toEqual([
    "csv_header",
    "csv_quote",
    "csv_ragged",
    "empty_data",
    "invalid_encoding",
  ]);
});
