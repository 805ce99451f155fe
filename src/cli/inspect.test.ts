import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { input, layers, ops, program, sequential, setSeed, tensorType } from "neurograd";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../../test/support/run-command.js";
import { testFolder } from "../../test/support/test-folder.js";

let folder = "";
let model = "";
let foreign = "";

afterAll(() => rm(folder, { recursive: true, force: true }));

beforeAll(async () => {
  folder = await testFolder();
  setSeed(1);
  const net = sequential([
    input({ shape: [4] }),
    layers.normalization(),
    layers.dense({ units: 8, activation: "relu" }),
    layers.dense({ units: 3, activation: "softmax" }),
  ]);
  net.metadata = { note: "of irises", long: "x".repeat(80) };
  net.compile({ loss: "sparseCategoricalCrossentropy", runtime: "reference" });
  model = join(folder, "model.onnx");
  await net.save(model);
  const step = await program({ a: tensorType([2, 3]) }, ({ a }) => ({ b: ops.sum(ops.exp(a)) }), {
    runtime: "reference",
  });
  foreign = join(folder, "sum.onnx");
  await writeFile(foreign, step.toBytes());
});

test("a model of ours: what goes in and out, layers, operators, weights, metadata", async () => {
  const { code, stdout, stderr } = await runCommand(["inspect", model]);
  expect([code, stderr]).toEqual([0, ""]);
  const size = (await readFile(model)).length;
  // 4 means and 4 variances, 4 · 8 + 8 and 8 · 3 + 3 weights
  expect(
    stdout.replace(model, "model.onnx"),
  ).toBe(`model.onnx: ${(size / 1000).toFixed(1)} KB, a model of neurograd
producer  neurograd
operator set  ai.onnx 20 (format version 9)
inputs
  x  float32  [batch, 4]
outputs
  dense_1  float32  [batch, 3]
layers
  normalization  normalization  [batch, 4]  8
  dense          dense          [batch, 8]  40
  dense_1        dense          [batch, 3]  27
${stdout.slice(stdout.indexOf("operators"), stdout.indexOf("weights"))}weights  75 parameters
  normalization/mean      float32  [4]
  normalization/variance  float32  [4]
  dense/kernel            float32  [4, 8]
  dense/bias              float32  [8]
  dense_1/kernel          float32  [8, 3]
  dense_1/bias            float32  [3]
metadata
  note               of irises
  long               80 characters
  neurograd.format   1
  neurograd.model    ${JSON.parse((await runCommand(["inspect", model, "--json"])).stdout).metadata["neurograd.model"].length} characters
  neurograd.compile  ${JSON.parse((await runCommand(["inspect", model, "--json"])).stdout).metadata["neurograd.compile"].length} characters
`);
  const operators = stdout.slice(stdout.indexOf("operators"), stdout.indexOf("weights")).split("\n");
  for (const line of ["  MatMul   2", "  Relu     1", "  Softmax  1"]) expect(operators).toContain(line);
});

test("as one object, for programs", async () => {
  const { code, stdout } = await runCommand(["inspect", "--json", model]);
  expect(code).toBe(0);
  expect(stdout.endsWith("}\n") && !stdout.slice(0, -1).includes("\n")).toBe(true);
  const found = JSON.parse(stdout);
  expect(found).toMatchObject({
    file: model,
    producer: "neurograd",
    irVersion: 9,
    opsets: { "ai.onnx": 20 },
    inputs: [{ name: "x", dtype: "float32", shape: ["batch", 4] }],
    outputs: [{ name: "dense_1", dtype: "float32", shape: ["batch", 3] }],
    parameters: 75,
    metadata: { note: "of irises", "neurograd.format": "1" },
  });
  expect(found.operators).toMatchObject({ MatMul: 2, Relu: 1, Softmax: 1 });
  expect(found.layers[1]).toEqual({ name: "dense", kind: "dense", shape: "[batch, 8]", parameters: 40 });
  expect(found.weights).toHaveLength(6);
});

test("an ONNX file without our layers", async () => {
  const { code, stdout } = await runCommand(["inspect", foreign, "--lang", "zh"]);
  expect(code).toBe(0);
  expect(stdout).toBe(`${foreign}：${(await readFile(foreign)).length} B，ONNX 模型
生成者  neurograd
算子集  ai.onnx 20（格式版本 9）
输入
  a  float32  [2, 3]
输出
  b  float32  []
算子  2
  Exp        1
  ReduceSum  1
权重  0 个参数
`);
});

describe("what is no ONNX file: a sentence, exit code 1, no stack trace", () => {
  test.each([
    [
      "notes.txt",
      "hello",
      'not an ONNX model: this is text beginning with "hello"; give the .onnx file that the exporter wrote. (not_onnx)',
    ],
    [
      "empty.onnx",
      "",
      "not an ONNX model: the file is empty (0 bytes); fetch or export it again. (not_onnx)",
    ],
    [
      "photo.onnx",
      "\x89PNG\r\n\x1a\n",
      "not an ONNX model: this is a PNG image; give the .onnx file that the exporter wrote. (not_onnx)",
    ],
  ])("%s", async (name, content, said) => {
    const path = join(folder, name);
    await writeFile(path, content, "latin1");
    expect(await runCommand(["inspect", path])).toEqual({
      code: 1,
      stdout: "",
      stderr: `Error: ${path}: ${said}\n`,
      exits: [],
    });
  });

  test("a model that was cut off", async () => {
    const bytes = await readFile(model);
    const path = join(folder, "cut.onnx");
    await writeFile(path, bytes.subarray(0, 300));
    const { code, stderr } = await runCommand(["inspect", path]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^Error: \S+cut\.onnx: ModelProto\.graph at byte \d+ of 300: claims [\d,]+ bytes where \d+ are left; the file is damaged or cut short: fetch or export it again\. \(invalid_onnx\)\n$/,
    );
  });

  test("nothing there, a folder, and a name that is nearly right", async () => {
    const said = async (path: string): Promise<string> => (await runCommand(["inspect", path])).stderr;
    const absent = join(folder, "no", "thing.onnx");
    expect(await said(absent)).toBe(
      `Error: ${absent}: there is no such file; check the name and the folder.\n`,
    );
    expect(await said(folder)).toBe(`Error: ${folder} is a folder; give a file in it.\n`);
    const near = join(folder, "modle.onnx");
    expect(await said(near)).toBe(`Error: ${near}: there is no such file; did you mean ${model}?\n`);
    const below = join(model, "x.onnx");
    expect(await said(below)).toBe(
      `Error: ${below}: there is no such file; check the name and the folder.\n`,
    );
  });
});
