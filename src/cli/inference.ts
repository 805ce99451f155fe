import { zerosOf } from "../core/dtype.js";
import type { Executor } from "../core/executor.js";
import type { Value } from "../core/graph.js";
import { sizeOf, Tensor } from "../core/tensor.js";
import type { OnnxFile } from "../onnx/read.js";

/** Examples that are run at once where the model leaves their number open. */
const atOnce = 1024;

/** An ONNX model ready to run, ours or another's: what it takes, and what it gives for many examples. */
export interface Inference {
  readonly inputs: readonly Value[];
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
}

export async function inferenceOf({ graph, weights }: OnnxFile, executor: Executor): Promise<Inference> {
  const inputs = graph.inputs.filter(({ name }) => !(name !== null && name in weights));
  const executable = await executor.compile(graph);
  const first = inputs[0]?.shape[0];
  const step = typeof first === "number" ? first : atOnce;
  return {
    inputs,
    run: async (feeds) => {
      const rows = Math.min(...Object.values(feeds).map(({ shape }) => shape[0] ?? 1));
      if (rows <= step || inputs.some(({ shape }) => shape.length === 0))
        return executable.run({ ...weights, ...feeds });
      const parts: Record<string, Tensor>[] = [];
      for (let row = 0; row < rows; row += step) {
        const part = Object.entries(feeds).map(([name, x]) => [name, x.slice(row, row + step)] as const);
        parts.push(await executable.run({ ...weights, ...Object.fromEntries(part) }));
      }
      return Object.fromEntries(
        Object.keys(parts[0]).map((name) => [name, joined(parts.map((p) => p[name]))]),
      );
    },
  };
}

/** Tensors one below another. */
function joined(parts: readonly Tensor[]): Tensor {
  const [{ shape, dtype }] = parts;
  const rows = parts.reduce((sum, part) => sum + part.shape[0], 0);
  const all = [rows, ...shape.slice(1)];
  const data = zerosOf(dtype, sizeOf(all)) as Float32Array; // outputs are numbers of one element class
  let at = 0;
  for (const part of parts) {
    data.set(part.data as Float32Array, at);
    at += part.size;
  }
  return new Tensor(data, all, dtype);
}
