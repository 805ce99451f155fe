import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { AboutTable } from "./about-table.js";
import { irisCsv } from "./iris-csv.js";
import { tableCode } from "./table-code.js";
import { type TableSpec, tableSpec, usualReading } from "./table-spec.js";
import { type TableTraining, tableTraining } from "./table-training.js";

const folder = resolve("build", "lab-table");
mkdirSync(folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let ids = 0;
const of = (
  csv: string | Uint8Array<ArrayBuffer>,
  change: Partial<TableSpec> = {},
  name = "a.csv",
): TableSpec => ({
  ...tableSpec({ id: ids++, name, file: new Blob([csv]) }),
  ...change,
});
const after = async (spec: TableSpec, steps: number): Promise<TableTraining> => {
  const training = await tableTraining(spec);
  while (training.step < steps) await training.advance();
  return training;
};
const fault = async (spec: TableSpec): Promise<AboutTable["fault"]> => {
  const training = await tableTraining(spec);
  expect(training.isOver || training.about.fault === undefined).toBe(true);
  return training.about.fault;
};

test("iris is learned, in Chinese too; every test row is in the matrix", async () => {
  const training = await after(of(irisCsv("zh")), 300);
  const { about } = training;
  expect(about).toMatchObject({ target: "品种", task: "classification", trained: 120, tested: 30 });
  expect(about.classes).toEqual(["变色鸢尾", "山鸢尾", "维吉尼亚鸢尾"]);
  const frame = await training.frame({});
  if (frame?.result.kind !== "classes") throw new Error("classes are counted");
  const { matrix } = frame.result;
  expect(matrix.flat().reduce((a, b) => a + b, 0)).toBe(30);
  const right = matrix.reduce((sum, row, k) => sum + row[k], 0);
  expect(frame.testScore).toBeCloseTo(right / 30, 6);
  expect(frame.testScore).toBeGreaterThan(0.9);
  const { values } = await training.questions.predict({
    cells: { 花萼长: "5", 花萼宽: "3.4", 花瓣长: "1.5", 花瓣宽: "" },
  });
  expect(values.indexOf(Math.max(...values))).toBe(1); // 山鸢尾
  const { at, labels } = await training.questions.points({ x: "花瓣长", y: "花瓣宽" });
  expect(at).toHaveLength(300);
  expect(Math.max(...at)).toBeCloseTo(0.9, 6);
  expect(new Set(labels)).toEqual(new Set([0, 1, 2]));
}, 60_000);

test("10,000 rows in GB18030 are read, and learned from", async () => {
  // 年龄 and 是/否 in GB18030; the rest is ASCII.
  const [age, yes, no] = [
    [0xc4, 0xea, 0xc1, 0xe4],
    [0xca, 0xc7],
    [0xb7, 0xf1],
  ];
  const ascii = (text: string): number[] => [...new TextEncoder().encode(text)];
  const bytes = [...age, ...ascii(",x,y\n")];
  for (let k = 0; k < 10_000; k++)
    bytes.push(...ascii(`${k % 90},${((k * 37) % 101) / 10},`), ...(k % 90 > 45 ? yes : no), 10);
  const training = await after(of(Uint8Array.from(bytes)), 250);
  expect(training.about).toMatchObject({
    rows: 10_000,
    format: { encoding: "gb18030", delimiter: ",", hasHeader: true },
    classes: ["否", "是"],
    trained: 8000,
  });
  expect((await training.frame({}))?.testScore).toBeGreaterThan(0.95);
}, 60_000);

const lines = (count: number, of: (row: number) => string): string =>
  `age,size,kind\n${Array.from({ length: count }, (_, k) => of(k)).join("\n")}\n`;
const good = (k: number): string => `${k % 40},${k * 2},${k % 2 ? "a" : "b"}`;

test.each([
  ["a ragged row", lines(50, (k) => (k === 30 ? "1,2" : good(k))), /line 32: 2 cells, but 3.*\(csv_ragged\)/],
  [
    "an open quote",
    lines(50, (k) => (k === 30 ? '1,"2,a' : good(k))),
    /line 32: a quote opens here.*\(csv_quote\)/,
  ],
  ["nothing", "", /no row in it.*\(empty_data\)/],
  ["a header alone", "age,size,kind\n", /\(empty_data\)/],
  ["bytes", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 255, 254]), /\(invalid_encoding\)/],
  ["a workbook", "PK\x03\x04 and so on", /workbook.*\(invalid_encoding\)/],
])("%s is refused, with its place", async (_, csv, message) => {
  await expect(tableTraining(of(csv))).rejects.toThrow(message);
});

test("what can be read and not learned from says why, and where", async () => {
  const stray = of(lines(50, (k) => (k === 30 ? "twelve,2,a" : good(k))));
  expect(await fault(stray)).toEqual({
    kind: "strayText",
    column: "age",
    text: "twelve",
    line: "line 32",
    numbers: 49,
    texts: 1,
  });
  expect(await fault({ ...stray, reading: { ...usualReading, missing: ["twelve"] } })).toBeUndefined();
  expect(await fault({ ...stray, ignored: ["age"] })).toBeUndefined();
  expect(await fault({ ...stray, mixed: ["age"] })).toBeUndefined();
  expect(await fault(of(lines(50, (k) => `${k},${k},a`)))).toEqual({
    kind: "oneClass",
    value: "a",
    line: "line 2",
  });
  expect(await fault(of("text\nhello\nworld\nagain\nhello"))).toEqual({ kind: "oneColumn" });
  expect(await fault(of(lines(30, (k) => `name ${k},word ${k},${k % 2 ? "a" : "b"}`)))).toEqual({
    kind: "noFeatures",
  });
  expect(await fault(of(lines(2, good)))).toEqual({ kind: "tooFewRows" });
  expect(await fault(of(lines(30, good), { target: "kind", task: "regression" }))).toEqual({
    kind: "textTarget",
  });
  expect(await fault(of(lines(30, good), { target: "size", task: "classification" }))).toEqual({
    kind: "tooManyClasses",
    count: 30,
  });
});

test("a file of 200 MB is refused before it is read", async () => {
  const file = { size: 200 * 2 ** 20 } as Blob; // its bytes are never asked for
  await expect(tableTraining(tableSpec({ id: ids++, name: "big.csv", file }))).rejects.toThrow(
    /^big\.csv: has 200 MB, over the limit of 64 MB/,
  );
});

test.each([
  ["iris", irisCsv("zh"), {}, 12],
  ["iris-within", irisCsv("en"), { isScaled: false, layers: [8], testShare: 0 }, 7],
  [
    "quantity",
    irisCsv("zh"),
    { target: "花瓣宽", reading: { ...usualReading, missing: ["5.0"] }, seed: 3 },
    9,
  ],
] satisfies [string, string, Partial<TableSpec>, number][])(
  "the program has the loss of the lab to the last bit: %s",
  async (name, csv, change, steps) => {
    const file = resolve(folder, `${name}.csv`);
    writeFileSync(file, csv);
    const spec = of(csv, change, file);
    const training = await after(spec, steps);
    const code = tableCode(spec, training.about, steps);
    const ending = 'await net.save("model.onnx");';
    expect(code).toContain(ending);
    const program = resolve(folder, `${name}.ts`);
    writeFileSync(
      program,
      code.replace(ending, "export const { loss } = await net.evaluate(xTrain, yTrain, { batchSize: 500 });"),
    );
    const module: { readonly loss: number } = await import(/* @vite-ignore */ program);
    expect(module.loss).toBe((await training.frame({}))?.loss);
  },
  60_000,
);
