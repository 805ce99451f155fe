import { NeurogradError } from "../core/errors.js";
import type { Graph } from "../core/graph.js";
import { add, multiply, subtract } from "../core/ops/index.js";
import { fromFloat64, sizeOf, Tensor, tensor } from "../core/tensor.js";
import { type ArrayInput, inputTensor } from "../data/array-input.js";
import type { Arrays } from "../nn/batches.js";
import type { Model } from "../nn/model.js";
import { checkPositiveInteger } from "../nn/options.js";
import {
  type ExplainedBatch,
  explainBatches,
  explained,
  explainGraph,
  floatInput,
  type InputScoreOptions,
  scoreGradient,
} from "./explained.js";

export interface IntegratedGradientsOptions extends InputScoreOptions {
  /** Where the path begins, an input that says nothing: a number for all elements, one example, or one for each. Default: 0. */
  readonly baseline?: number | ArrayInput;
  /** Points of the path. Default: 50. */
  readonly steps?: number;
}

/**
 * `(xᵢ − bᵢ) ∫₀¹ ∂f(b + α(x − b))/∂xᵢ dα`: what each element adds to the score on the straight way from the baseline b
 * to x. Completeness: over an example they sum to `f(x) − f(b)`, which `scores` gives. The integral is the mean over the middles
 * of `steps` equal parts, whose error falls as 1/steps² where f is smooth (the paper's sum takes their ends: 1/steps);
 * with kinks, as relu has, it falls more slowly. A whole-number input is taken as floats, as by `inputGradients`.
 *
 * Shape   x [batch, …] → the same.
 * Throws  what `inputGradients` throws; `shape_mismatch` for a baseline that fits neither an example nor x.
 * Source  Sundararajan, Taly & Yan (2017), arXiv:1703.01365, equations 1 and 3
 *
 * @example
 * const shares = await integratedGradients(net, x, { target: 0, baseline: 0.5, steps: 32 });
 */
export async function integratedGradients(
  net: Model,
  x: Arrays,
  options: IntegratedGradientsOptions = {},
): Promise<Tensor> {
  const where = "integratedGradients";
  const about = explained(where, net, options, ["input", "baseline", "steps"]);
  const { baseline = 0, steps = 50 } = options;
  checkPositiveInteger(where, "steps", steps);
  return explainBatches(about, x, true, async (batch) => {
    const given = batch.x[about.input];
    const begin = baselineOf(baseline, given, batch);
    const type = { dtype: "float32", shape: given.shape } as const;
    const more = { baseline: type, alpha: { dtype: "float32", shape: [] } } as const;
    const graph = (): Graph =>
      explainGraph(about, batch.x, more, (values, score) => {
        const way = subtract(values.x, values.baseline);
        const point = add(values.baseline, multiply(values.alpha, way));
        const { scores } = score(floatInput(about, point));
        const g = scoreGradient(about, scores, point, `input "${net.inputNames[about.input]}"`);
        return { found: multiply(way, g) };
      });
    const total = new Float64Array(given.size);
    let dtype = given.dtype;
    for (let k = 0; k < steps; k++) {
      const alpha = tensor((k + 0.5) / steps, { dtype: "float64" });
      const { found } = await batch.run(where, graph, { baseline: begin, alpha });
      for (const [i, value] of found.toFloat64().entries()) total[i] += value / steps;
      dtype = found.dtype;
    }
    return fromFloat64(total, given.shape, dtype);
  });
}

/** The baseline of the batch's examples. */
function baselineOf(baseline: number | ArrayInput, given: Tensor, { start }: ExplainedBatch): Tensor {
  const { shape } = given;
  if (typeof baseline === "number")
    return new Tensor(new Float64Array(given.size).fill(baseline), shape, "float64");
  const found = inputTensor("integratedGradients: baseline", baseline);
  const numbers = found.toFloat64();
  const each = sizeOf(shape.slice(1));
  if (found.shape.join() === shape.slice(1).join()) {
    const rows = new Float64Array(given.size);
    for (let i = 0; i < shape[0]; i++) rows.set(numbers, i * each);
    return new Tensor(rows, shape, "float64");
  }
  const rows = numbers.subarray(start * each, (start + shape[0]) * each);
  if (found.shape.slice(1).join() === shape.slice(1).join() && rows.length === given.size)
    return new Tensor(rows, shape, "float64");
  throw new NeurogradError(
    "shape_mismatch",
    `integratedGradients: baseline has shape [${found.shape.join(", ")}]; give a number, one example [${shape.slice(1).join(", ")}], or as many examples as x has`,
  );
}
