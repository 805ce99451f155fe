import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { input, layers, ops, program, sequential, setSeed, tensor, tensorType, writeNpy } from "neurograd";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { penguinsCsv } from "../../test/support/penguins.js";
import { runCommand } from "../../test/support/run-command.js";
import { testFolder } from "../../test/support/test-folder.js";

let folder = "";
const at = (name: string): string => join(folder, name);
const runtime = ["--runtime", "reference"];
const predict = (model: string, ...words: string[]) =>
  runCommand(["predict", at(model), ...words, ...runtime]);

async function file(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(at(name), content);
  return at(name);
}

/** y = softmax(x · W) with W the unit matrix: the answer is the largest of three numbers. */
async function saveLargest(): Promise<void> {
  const net = sequential([
    input({ shape: [3] }),
    layers.dense({ units: 3, activation: "softmax", useBias: false }),
  ]);
  net.compile({ loss: "sparseCategoricalCrossentropy", runtime: "reference" });
  net.setWeights([
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  ]);
  await net.save(at("largest.onnx"));
}

/** y = 2a + Σb, of two inputs, as a foreign program would export it. */
async function saveTwoInputs(): Promise<void> {
  const { toBytes } = await twoInputs();
  await file("two.onnx", toBytes());
}
async function twoInputs(): Promise<{ toBytes: () => Uint8Array }> {
  const made = await program(
    { a: tensorType([2]), b: tensorType([2, 2]) },
    ({ a, b }) => ({ y: ops.add(ops.multiply(a, 2), ops.sum(b, { axis: 1 })) }),
    { runtime: "reference" },
  );
  return { toBytes: () => made.toBytes() };
}

beforeAll(async () => {
  folder = await testFolder();
  setSeed(1);
  await saveLargest();
  await saveTwoInputs();
  const pixels = sequential([
    input({ shape: [2, 2], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.flatten(),
    layers.dense({ units: 1, useBias: false, kernelInitializer: "ones" }),
  ]);
  pixels.compile({ loss: "meanSquaredError", runtime: "reference" });
  await pixels.save(at("pixels.onnx"));
  await file("penguins.csv", penguinsCsv(90));
  const train = ["train", at("penguins.csv"), "--epochs", "20", "--threads", "1", "--quiet", "--output"];
  await runCommand([...train, at("species")]);
  await runCommand([...train, at("mass"), "--target", "body_mass_g"]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("nested arrays", () => {
  test("one example: its class, and the probability of each", async () => {
    const { code, stdout, stderr } = await predict("largest.onnx", await file("one.json", "[0, 2, 1]"));
    expect([code, stderr]).toEqual([0, ""]);
    // softmax(0, 2, 1) = (1, e², e) / (1 + e + e²)
    expect(stdout).toBe(`class 1, probability 0.6652
  0  0.0900  ███
  1  0.6652  ████████████████████
  2  0.2447  ███████
`);
  });

  test("many: a line each; --json: an object each", async () => {
    const path = await file("many.json", "[[0, 2, 1], [0, 0, 0], [3, 0, 0]]");
    expect((await predict("largest.onnx", path)).stdout).toBe(`row  class  probability
  1  1      0.6652
  2  0      0.3333
  3  0      0.9094
`);
    const { stdout } = await predict("largest.onnx", path, "--json");
    const objects = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(objects).toHaveLength(3);
    expect(objects[0]).toEqual({
      class: 1,
      probability: expect.closeTo(0.66524096, 6),
      probabilities: [0.09003057, 0.66524096, 0.24472847].map((p) => expect.closeTo(p, 6)),
    });
  });

  test("in Chinese, columns line up", async () => {
    const path = await file("many.json", "[[0, 2, 1], [0, 0, 0]]");
    expect((await predict("largest.onnx", path, "--lang", "zh")).stdout).toBe(`行  类别  概率
 1  1     0.6652
 2  0     0.3333
`);
    const one = await predict("largest.onnx", await file("one.json", "[0, 2, 1]"), "--lang", "zh");
    expect(one.stdout.split("\n")[0]).toBe("类别 1，概率 0.6652");
  });

  test("several inputs by name, of a program that is no model of layers", async () => {
    const path = await file("two.json", '{"b": [[1, 2], [3, 4]], "a": [10, 20]}');
    expect((await predict("two.onnx", path)).stdout).toBe("row  y\n  1  23\n  2  47\n");
    expect((await predict("two.onnx", path, "--json")).stdout).toBe('{"y":23}\n{"y":47}\n');
    const lacking = await predict("two.onnx", await file("lack.json", '{"a": [1, 2]}'));
    expect([lacking.code, lacking.stderr]).toEqual([
      1,
      `Error: ${at("lack.json")}: has no "b", an input of the model.\n`,
    ]);
    const single = await predict("two.onnx", await file("one.json", "[1, 2]"));
    expect(single.stderr).toBe(
      `Error: ${at("one.json")}: the model has 2 inputs; give a .json file with an object of arrays named a, b.\n`,
    );
  });
});

describe("other files", () => {
  test("npy, with and without an axis of examples", async () => {
    const rows = await file(
      "rows.npy",
      writeNpy(
        tensor([
          [0, 2, 1],
          [3, 0, 0],
        ]),
      ),
    );
    expect((await predict("largest.onnx", rows)).stdout.split("\n").slice(1, 3)).toEqual([
      "  1  1      0.6652",
      "  2  0      0.9094",
    ]);
    const one = await file("one.npy", writeNpy(tensor([0, 2, 1], { dtype: "float64" })));
    expect((await predict("largest.onnx", one)).stdout).toContain("class 1, probability 0.6652\n");
  });

  test("an image of the size that the model takes", async () => {
    const { stdout } = await predict("pixels.onnx", await file("image.pgm", "P2 2 2 255\n0 51 102 153\n"));
    expect(stdout).toBe("row  dense\n  1  1.2\n"); // (51 + 102 + 153) / 255
    const wrong = await predict("pixels.onnx", await file("large.pgm", "P2 3 2 255\n0 1 2 3 4 5\n"));
    expect([wrong.code, wrong.stderr]).toEqual([
      1,
      `Error: ${at("large.pgm")}: has the shape [2, 3], the model takes [batch, 2, 2]; give examples of that shape.\n`,
    ]);
  });

  test("CSV of numbers, for a model without a table of its own", async () => {
    expect((await predict("largest.onnx", await file("numbers.csv", "0,2,1\n3,0,0\n"))).stdout).toContain(
      "  2  0      0.9094\n",
    );
    const texts = await predict("largest.onnx", await file("texts.csv", "a,b,c\n1,2,red\n"));
    expect(texts.stderr).toBe(
      `Error: ${at("texts.csv")}: the column "c" holds texts, and the model does not say how to read them; give numbers only.\n`,
    );
  });
});

describe("a model of a table takes rows as they stand in a file", () => {
  test("classes by their names, and what is right where the file says it", async () => {
    const { code, stdout } = await predict("species/model.onnx", at("penguins.csv"));
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(92);
    expect(lines[0]).toBe("row  class      probability  truth");
    expect(lines[1]).toMatch(/^ {2}1 {2}\w+ +[01]\.\d{4} {7}Adelie$/);
    const right = Number(/^(\d+) of 90 right: accuracy 0\.\d{4}$/.exec(lines[91])?.[1]);
    expect(right).toBeGreaterThan(70);
  });

  test("rows without the target, with other columns and orders, with a missing value", async () => {
    const rows =
      "note,flipper_length_mm,bill_depth_mm,body_mass_g,bill_length_mm,island\nhm,220,14.8,5200,48,Biscoe\n,,18.5,3600,38,Torgersen\n";
    const { stdout } = await predict("species/model.onnx", await file("new.csv", rows), "--json");
    const told = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(told.map((object) => object.class)).toEqual(["Gentoo", "Adelie"]);
    expect(Object.keys(told[0].probabilities)).toEqual(["Adelie", "Chinstrap", "Gentoo"]);
    expect(Object.keys(told[0])).toEqual(["class", "probability", "probabilities"]);
  });

  test("objects with the columns' names", async () => {
    const row = {
      island: "Biscoe",
      bill_length_mm: 48,
      bill_depth_mm: 14.8,
      flipper_length_mm: 220,
      body_mass_g: 5200,
    };
    const { stdout } = await predict("species/model.onnx", await file("row.json", JSON.stringify(row)));
    expect(stdout).toMatch(/^class Gentoo, probability 0\.\d{4}\n {2}Adelie {5}0\.\d{4}/);
  });

  test("a quantity, in its own unit, under its own name", async () => {
    const { stdout } = await predict("mass/model.onnx", at("penguins.csv"));
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toBe("row  body_mass_g");
    expect(Number(lines[1].trim().split(/\s+/)[1])).toBeGreaterThan(2500); // grams
  });

  test("a column that is missing, a text that was never seen", async () => {
    const missing = await predict(
      "species/model.onnx",
      await file("missing.csv", "island,bill_length_mm\nBiscoe,40\n"),
    );
    expect([missing.code, missing.stderr]).toEqual([
      1,
      `Error: ${at("missing.csv")}: has no column "bill_depth_mm", which the model was trained with.\n`,
    ]);
    const rows =
      "island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g\nAtlantis,40,18,190,3700\n";
    const unseen = await predict("species/model.onnx", await file("unseen.csv", rows));
    expect(unseen.stderr).toContain('"island" has "Atlantis" on ');
    expect([unseen.code, unseen.stdout]).toEqual([1, ""]);
  });
});

test("a test image of MNIST: drawn, its class, and the truth", async () => {
  const net = sequential([
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 255 }),
    layers.flatten(),
    layers.dense({ units: 10, activation: "softmax", kernelInitializer: "zeros" }),
  ]);
  net.compile({ loss: "sparseCategoricalCrossentropy", runtime: "reference" });
  await net.save(at("digits.onnx"));
  const { code, stdout } = await predict("digits.onnx", "--mnist", "0");
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split("\n");
  expect(lines.slice(0, 12).every((line) => /^[ ▀▄█]*$/.test(line))).toBe(true);
  expect(lines.slice(0, 12).join("").length).toBeGreaterThan(40);
  expect(lines[12]).toBe("class 0, probability 0.1000; it is 7: wrong"); // the first test image is a 7
  expect((await predict("digits.onnx", "--mnist", "0", "--json")).stdout).toContain('"truth":7');
  const wrong = await predict("largest.onnx", "--mnist", "0");
  expect(wrong.stderr).toBe(
    "Error: --mnist 0: has the shape [1, 28, 28], the model takes [batch, 3]; give examples of that shape.\n",
  );
});

describe("what cannot be read: a sentence, exit code 1, no stack trace", () => {
  test.each([
    ["bad.json", "[1, 2", /^Error: \S+bad\.json is not valid JSON: .+\.\n$/],
    [
      "null.json",
      "[1, null, 2]",
      /^Error: \S+null\.json: null stands where a number should; give nested arrays of numbers\.\n$/,
    ],
    [
      "text.json",
      '["a"]',
      /^Error: \S+text\.json: "a" stands where a number should; give nested arrays of numbers\.\n$/,
    ],
    [
      "ragged.json",
      "[[1, 2, 3], [4]]",
      /^Error: \S+ragged\.json: the rows have different lengths; give each the same number of items\.\n$/,
    ],
    ["none.json", "[]", /^Error: \S+none\.json: there is no example in it\.\n$/],
    [
      "short.json",
      "[1, 2]",
      /^Error: \S+short\.json: has the shape \[2\], the model takes \[batch, 3\]; give examples of that shape\.\n$/,
    ],
    ["bad.npy", "hello", /^Error: \S+bad\.npy: .+\(invalid_npy\)\n$/],
    [
      "bad.pgm",
      "P6 1 1 255\n.",
      /^Error: \S+bad\.pgm is not a PGM image that can be read: it does not begin with "P2" or "P5"\.\n$/,
    ],
    [
      "absent.json",
      undefined,
      /^Error: \S+absent\.json: there is no such file; check the name and the folder\.\n$/,
    ],
  ])("%s", async (name, content, said) => {
    if (content !== undefined) await file(name, content);
    const { code, stdout, stderr } = await predict("largest.onnx", at(name));
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(said);
  });

  test("a kind of file that is not known: wrong use", async () => {
    const { code, stderr } = await predict("largest.onnx", await file("photo.png", "…"));
    expect([code, stderr.split("\n")[0]]).toEqual([
      2,
      `Error: ${at("photo.png")}: the input must be .json, .csv, .npy or .pgm, or --mnist N for an image of the MNIST test set.`,
    ]);
  });

  test("a number that the model's input cannot hold", async () => {
    const { stderr } = await predict("pixels.onnx", await file("real.json", "[[0.5, 0], [0, 0]]"));
    expect(stderr).toBe(
      `Error: ${at("real.json")}: holds float64, which the model's uint8 [batch, 2, 2] input cannot take.\n`,
    );
  });

  test("a model that is none", async () => {
    await file("text.onnx", "hello");
    const { code, stderr } = await predict("text.onnx", await file("one.json", "[0, 2, 1]"));
    expect([code, stderr]).toEqual([
      1,
      `Error: ${at("text.onnx")}: not an ONNX model: this is text beginning with "hello"; give the .onnx file that the exporter wrote. (not_onnx)\n`,
    ]);
  });
});
