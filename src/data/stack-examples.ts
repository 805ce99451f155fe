import { type TensorData, zerosOf } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { Tensor } from "../core/tensor.js";
import { type Example, mapTensors, toExample } from "./example.js";

/**
 * One batch of several examples: each part gets a new first axis.
 *
 * Shape   m examples of x [*] → x [m, *].
 * Throws  `invalid_example` where an example lacks a part; `shape_mismatch`, `dtype_mismatch` where two differ.
 *
 * @param first  number of the first example, for messages
 */
export function stackExamples(elements: readonly unknown[], first = 0): Example {
  const parts = new Map<string, Tensor[]>();
  const examples = elements.map((element) => toExample(element, "Dataset.batch"));
  examples.forEach((example, k) => {
    mapTensors(example, (x, path) => {
      const same = parts.get(path) ?? [];
      if (same.length !== k) throw unlike(first + k, path, "which an example before it lacks");
      parts.set(path, same);
      same.push(x);
      return x;
    });
    for (const [path, same] of parts) if (same.length !== k + 1) throw unlike(first + k, path, "missing");
  });
  return mapTensors(examples[0], (_, path) => stack(parts.get(path) ?? [], path, first));
}

function unlike(index: number, path: string, what: string): NeurogradError {
  return new NeurogradError(
    "invalid_example",
    `Dataset.batch: example ${index} has ${path} ${what}; give all examples the same parts`,
  );
}

function stack(tensors: readonly Tensor[], path: string, first: number): Tensor {
  const { shape, dtype, size } = tensors[0];
  const data = zerosOf(dtype, size * tensors.length);
  tensors.forEach((x, k) => {
    if (x.dtype !== dtype) {
      throw new NeurogradError(
        "dtype_mismatch",
        `Dataset.batch: ${path} of example ${first + k} is ${x.dtype}, before it ${dtype}; cast it in map`,
      );
    }
    if (x.shape.join() !== shape.join()) {
      throw new NeurogradError(
        "shape_mismatch",
        `Dataset.batch: ${path} of example ${first + k} has shape [${x.shape.join(", ")}], before it [${shape.join(", ")}]; pad or cut it in map`,
      );
    }
    write(x.data, data, k * size);
  });
  return new Tensor(data, [tensors.length, ...shape], dtype);
}

function write(from: TensorData, to: TensorData, at: number): void {
  // Both were made for one dtype: the same class of typed array, or two plain arrays of strings.
  if ("set" in to) (to as Float32Array).set(from as Float32Array, at);
  else for (let i = 0; i < from.length; i++) (to as string[])[at + i] = (from as readonly string[])[i];
}
