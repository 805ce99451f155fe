// What the `@example` blocks of doc comments take for granted beside the package itself: data, a compiled model, values
// of a graph, files in the working folder.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { imageBytes, readImages } from "../../golden/read-images.js";
import type { Value } from "../../src/core/graph.js";
import { writeSafetensors } from "../../src/formats/safetensors.js";
import {
  input,
  layers,
  type Model,
  ops,
  sequential,
  type Tensor,
  tensor,
  tensorType,
  trace,
  writeNpy,
} from "../../src/index.js";
import type { GraphProto } from "../../src/onnx/messages.js";

export { readFile, writeFile } from "node:fs/promises";

/** Four examples of two numbers, with their targets. */
export const x: Tensor = tensor([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
]);
export const y: Tensor = tensor([[0], [1], [1], [0]]);
export const xTrain: Tensor = x;
export const yTrain: Tensor = y;
export const xTest: Tensor = x;
export const yTest: Tensor = y;
export const images: Tensor = tensor(new Uint8Array(784), { shape: [1, 28, 28] });

export const net: Model = sequential([
  input({ shape: [2] }),
  layers.dense({ units: 1, activation: "sigmoid" }),
]);
net.compile({ optimizer: "sgd", loss: "binaryCrossentropy" });

/** For operations on images, which are [batch, channels, height, width] as in ONNX: two pictures, four filters. */
export const pictures: Tensor = tensor(new Float32Array(2 * 3 * 8 * 8), { shape: [2, 3, 8, 8] });
export const kernel: Tensor = tensor(new Float32Array(4 * 3 * 3 * 3), { shape: [4, 3, 3, 3] });
export const bias: Tensor = tensor([0, 0, 0, 0]);

/** Values of one graph: two inputs, what is computed of them, and its mean. */
const values: Record<string, Value> = {};
trace({ w: tensorType([2, 3]), b: tensorType([3]) }, ({ w, b }) => {
  const logits = ops.add(ops.matmul(x, w), b);
  const loss = ops.mean(ops.square(logits));
  Object.assign(values, { w, b, logits, loss });
  return { loss };
});
export const w: Value = values.w;
export const b: Value = values.b;
export const logits: Value = values.logits;
export const reward: Value = values.logits;
export const loss: Value = values.loss;
export const baseline: Value = values.loss;
export const graph: GraphProto = { name: "body", node: [] };

export const bytes: Uint8Array = new TextEncoder().encode("width,height,species\n1,2,a\n3,4,b\n5,,b\n");
export const seed = 42;
export const epoch = 0;
export const stopButton: AbortController = new AbortController();
export const parse: (line: string) => Tensor = (line) => tensor(JSON.parse(line) as number[]);
export function* readLines(_path: string): Generator<string> {
  yield "[1, 2]";
  yield "[3, 4]";
}

/** Writes the files that the examples read. */
export async function writeFiles(folder: string): Promise<void> {
  const write = (name: string, content: string | Uint8Array): void =>
    writeFileSync(join(folder, name), content);
  const idx = new Uint8Array(16 + 784);
  idx.set([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28]);
  write("train-images-idx3-ubyte.gz", gzipSync(idx));
  write("weights.npy", writeNpy(x));
  write("weights.safetensors", writeSafetensors([["dense/kernel", x]]));
  write("notes.txt", "no model");
  const pictures = imageBytes(readImages());
  write("cat.jpg", pictures.get("420.jpg") ?? "");
  for (const kind of ["cats", "dogs"]) {
    mkdirSync(join(folder, "pets", kind), { recursive: true });
    for (let k = 0; k < 10; k++) write(join("pets", kind, `${k}.png`), pictures.get("rgb.png") ?? "");
  }
  const reader = sequential([
    input({ shape: [28, 28], dtype: "uint8" }),
    layers.flatten(),
    layers.dense({ units: 10 }),
  ]);
  await reader.save(join(folder, "mnist.onnx"));
}
