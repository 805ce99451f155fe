import type { Tensor } from "../core/tensor.js";
import type { Model } from "../nn/model.js";
import { predictGraph } from "../nn/step.js";
import { writeOnnx } from "../onnx/write.js";

/** The inference graph with weights as initializers; layers and compile options in the metadata. */
export function toBytes(model: Model): Uint8Array {
  const graph = predictGraph(model.graph, model.weightEntries(), model.outputNames);
  const weights: Record<string, Tensor> = Object.fromEntries(
    model.weights.map(({ name, value }) => [name, value]),
  );
  return writeOnnx(graph, { weights });
}

export async function saveModel(model: Model, path: string): Promise<void> {
  const { writeFile } = await import("node:fs/promises");
  await writeFile(path, toBytes(model));
}
