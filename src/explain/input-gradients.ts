import type { Graph } from "../core/graph.js";
import { multiply } from "../core/ops/index.js";
import type { Tensor } from "../core/tensor.js";
import type { Arrays } from "../nn/batches.js";
import type { Model } from "../nn/model.js";
import {
  explainBatches,
  explained,
  explainGraph,
  floatInput,
  type InputScoreOptions,
  scoreGradient,
} from "./explained.js";

/**
 * `∂f(x)/∂x`: how much the score of the target would change by each element of the input. Whole numbers, such as the
 * uint8 of images, have no derivative: the input is taken as floats of the same values before the first layer, so the
 * gradient is per unit of what was given (of a gray level, where those go to 255).
 *
 * Shape   x [batch, …] → the same.
 * Throws  `label_out_of_range` for a target outside the classes; `no_gradient` where no slope leads to the input, as behind an
 *         embedding; `unknown_name`, `missing_option`, `invalid_option`, `shape_mismatch`.
 * Source  Simonyan, Vedaldi & Zisserman (2014), arXiv:1312.6034, section 3
 *
 * @example
 * const slopes = await inputGradients(net, x, { target: 0 });
 * slopes.shape;                                                 // that of x
 */
export const inputGradients = (net: Model, x: Arrays, options: InputScoreOptions = {}): Promise<Tensor> =>
  gradients("inputGradients", net, x, options);

/**
 * `x ⊙ ∂f(x)/∂x`: for a linear score what each element adds to it.
 *
 * Shape   x [batch, …] → the same.
 * Throws  what `inputGradients` throws.
 * Source  Shrikumar, Greenside & Kundaje (2017), arXiv:1704.02685, section 2
 *
 * @example
 * const shares = await gradientTimesInput(net, x);
 */
export const gradientTimesInput = (net: Model, x: Arrays, options: InputScoreOptions = {}): Promise<Tensor> =>
  gradients("gradientTimesInput", net, x, options);

async function gradients(
  where: "inputGradients" | "gradientTimesInput",
  net: Model,
  x: Arrays,
  options: InputScoreOptions,
): Promise<Tensor> {
  const about = explained(where, net, options, ["input"]);
  return explainBatches(about, x, true, async (batch) => {
    const graph = (): Graph =>
      explainGraph(about, batch.x, {}, ({ x: given }, score) => {
        const { scores } = score(floatInput(about, given));
        const g = scoreGradient(about, scores, given, `input "${net.inputNames[about.input]}"`);
        return { found: where === "inputGradients" ? g : multiply(given, g) };
      });
    return (await batch.run(where, graph)).found;
  });
}
