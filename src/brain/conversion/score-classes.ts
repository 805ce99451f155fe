import { NeurogradError } from "../../core/errors.js";
import type { Tensor } from "../../core/tensor.js";
import { inputTensor } from "../../data/array-input.js";
import type { Arrays } from "../../nn/batches.js";

/** Class numbers of targets for outputs [examples, steps, classes]. Throws `shape_mismatch` for what are no classes. */
export function classesOf(
  where: string,
  y: Arrays,
  shape: readonly number[],
  activation: string | null,
): Float64Array {
  const [examples, , classes] = shape;
  if (shape.length !== 3 || (classes === 1 && activation !== "sigmoid")) {
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: the network gives [batch, ${shape.slice(2).join(", ")}], which names no classes; use predict or run, and compare as your task asks`,
    );
  }
  const targets = inputTensor(`${where}: y`, y as Parameters<typeof inputTensor>[1]);
  const values = targets.toFloat64();
  if (targets.shape[0] === examples && values.length === examples) return values;
  if (targets.shape[0] === examples && values.length === examples * classes)
    return Float64Array.from({ length: examples }, (_, i) => largest(values, i * classes, classes));
  throw new NeurogradError(
    "shape_mismatch",
    `${where}: y has shape [${targets.shape.join(", ")}] for ${examples} examples of ${classes} classes; give class numbers [${examples}], or rows [${examples}, ${classes}]`,
  );
}

/** How many examples are named rightly after each step, by what has arrived until then; of one output, whether it is above `level`. */
export function rightlyNamed(
  { data, shape: [examples, steps, classes] }: Tensor,
  truth: Float64Array,
  activation: string | null,
  level: number = 0,
): Float64Array {
  const right = new Float64Array(steps);
  const sums = new Float64Array(classes);
  for (let i = 0; i < examples; i++) {
    sums.fill(0);
    for (let t = 0; t < steps; t++) {
      for (let k = 0; k < classes; k++) sums[k] += Number(data[(i * steps + t) * classes + k]);
      const isAbove = sums[0] > level * (t + 1);
      const named = classes === 1 && activation === "sigmoid" ? Number(isAbove) : largest(sums, 0, classes);
      if (named === truth[i]) right[t]++;
    }
  }
  return right;
}

/** Where the largest of `count` values stands, the first of them if there are several. */
function largest(values: Float64Array, from: number, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) if (values[from + k] > values[from + best]) best = k;
  return best;
}
