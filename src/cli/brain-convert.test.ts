import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { input, layers, sequential, setSeed, Tensor, writeNpy } from "neurograd";
import { readNir, runNir } from "neurograd/brain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand } from "../../test/support/run-command.js";
import { testFolder } from "../../test/support/test-folder.js";

let folder = "";
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await testFolder();
  setSeed(5);
  const net = sequential([
    input({ shape: [3] }),
    layers.dense({ units: 6, activation: "relu" }),
    layers.dense({ units: 2, activation: "softmax" }),
  ]);
  net.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy", runtime: "reference" });
  await net.save(at("net.onnx"));
  const samples = new Tensor(
    Float32Array.from({ length: 60 }, (_, k) => Math.abs(Math.sin(k + 1))),
    [20, 3],
    "float32",
  );
  await writeFile(at("samples.npy"), writeNpy(samples));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const line = (): string[] => [
  "brain",
  "convert",
  at("net.onnx"),
  at("net.nir"),
  "--samples",
  at("samples.npy"),
  "--runtime",
  "reference",
];

test("a trained network to spikes to a NIR file, in one command", async () => {
  const { code, stdout, stderr } = await runCommand(line());
  expect([code, stderr]).toEqual([0, ""]);
  const [title, holds, run] = stdout.split("\n");
  expect(title).toMatch(/net\.onnx to spikes to .*net\.nir, \d+\.\d KB$/);
  expect(holds).toBe("  Input, 2 Affine, IF, Output: 6 neurons, 30 weights");
  expect(run).toBe(
    "  To be run with a reset that takes the threshold away; the answer is the mean of what arrives at the Output.",
  );
  const graph = await readNir(at("net.nir"));
  const { output } = await runNir(graph, new Tensor(new Float64Array(30).fill(0.5), [10, 3], "float64"), {
    dt: 1,
    reset: "subtract",
  });
  expect(output.shape).toEqual([10, 2]);
  expect(new Set(output.toFloat64()).size).toBeGreaterThan(2); // spikes come and go
});

test("for programs, and in Chinese", async () => {
  const { stdout } = await runCommand([...line(), "--json", "--dt", "2"]);
  expect(JSON.parse(stdout)).toMatchObject({
    nodes: { Input: 1, Affine: 2, IF: 1, Output: 1 },
    neurons: 6,
    weights: 30,
  });
  const { nodes } = await readNir(at("net.nir"));
  const neurons = Object.values(nodes).find((node) => node.type === "IF");
  expect(neurons?.type === "IF" && neurons.r.toFloat64()[0]).toBe(500); // R dt = 1
  expect((await runCommand([...line(), "--lang", "zh"])).stdout).toContain("6 个神经元，30 个权重");
});

test("what is missing is said", async () => {
  expect((await runCommand(["brain", "convert", at("net.onnx")])).code).toBe(2);
  const { code, stderr } = await runCommand(["brain", "convert", at("net.onnx"), at("net.nir")]);
  expect([code, stderr.split("\n")[0]]).toEqual([
    2,
    `Error: ${at("net.onnx")}: needs examples from which the thresholds are found; give --samples FILE.`,
  ]);
});
