import { NeurogradError } from "../core/errors.js";
import type { Graph } from "../core/graph.js";
import { castTensor, fromFloat64, sizeOf, Tensor, tensor } from "../core/tensor.js";
import type { Arrays } from "../nn/batches.js";
import type { Model } from "../nn/model.js";
import { checkNumber, checkPositiveInteger } from "../nn/options.js";
import { inputName } from "../nn/step-inputs.js";
import { explainBatches, explained, explainGraph, type InputScoreOptions } from "./explained.js";

export interface OcclusionOptions extends InputScoreOptions {
  /**
   * Size of what is covered: one number for the two axes after the batch (for the one, of rows of numbers), or a size for each
   * of the first axes; channels are covered together.
   */
  readonly patch: number | readonly number[];
  /** How far the patch moves: at most its size. Default: its size. */
  readonly stride?: number | readonly number[];
  /** What it is covered with. Default: 0. */
  readonly fill?: number;
}

/**
 * `mean over the patches p that cover a place of f(x) − f(x with p covered)`: how much of the score is lost without it. No
 * gradient is needed, so any model and any input will do. The patch stops at the edges: its last step may be shorter.
 *
 * Shape   x [batch, height, width, …] → [batch, height, width]; x [batch, features] → the same.
 * Throws  `invalid_option` for a patch larger than the input, or a stride beyond the patch; `label_out_of_range`,
 *         `missing_option`, `unknown_name`, `shape_mismatch`, `value_out_of_range` for a fill that the input cannot hold.
 * Source  Zeiler & Fergus (2014), arXiv:1311.2901, section 4.2; there the maps show the score itself
 *
 * @example
 * const lost = await occlusion(net, x, { target: 0, patch: 1, fill: 0.5 });
 */
export async function occlusion(net: Model, x: Arrays, options: OcclusionOptions): Promise<Tensor> {
  const where = "occlusion";
  const about = explained(where, net, options, ["input", "patch", "stride", "fill"]);
  const { patch, fill = 0 } = options;
  if (patch === undefined)
    throw new NeurogradError(
      "missing_option",
      `${where}: needs the option patch; give its size: { patch: 4 }`,
    );
  checkNumber(where, "fill", fill);
  const axes = net.graph.inputs[about.input].shape.length - 1;
  const patches = perAxis("patch", patch, Math.min(2, axes), axes);
  const strides = perAxis("stride", options.stride ?? patch, patches.length, patches.length);
  const jump = strides.findIndex((stride, k) => stride > patches[k]);
  if (jump >= 0) {
    throw new NeurogradError(
      "invalid_option",
      `${where}: stride ${strides[jump]} is larger than the patch, ${patches[jump]}, and would leave places out; use at most ${patches[jump]}`,
    );
  }
  return explainBatches(about, x, false, async (batch) => {
    const graph = (): Graph => explainGraph(about, batch.x, {}, (_, score) => ({ scores: score().scores }));
    const whole = numeric(batch.x[about.input]);
    const scoresOf = async (covered: Tensor): Promise<Float64Array> => {
      const feeds = { [inputName(about.input, batch.x.length)]: covered };
      return (await batch.run("scores", graph, feeds)).scores.toFloat64();
    };
    return lossByPlace(whole, patches, strides, fill, scoresOf);
  });
}

/** A size for each axis; one number counts for `usual` axes. Throws `invalid_option`. */
function perAxis(
  option: "patch" | "stride",
  given: number | readonly number[],
  usual: number,
  most: number,
): readonly number[] {
  const sizes = typeof given === "number" ? Array.from({ length: usual }, () => given) : given;
  for (const size of sizes) checkPositiveInteger("occlusion", option, size);
  if (sizes.length >= 1 && sizes.length <= most && (option === "patch" || sizes.length === most))
    return sizes;
  const wanted = option === "patch" ? `1 to ${most}` : `${most}, as the patch`;
  throw new NeurogradError(
    "invalid_option",
    `occlusion: ${option} [${sizes.join(", ")}] has ${sizes.length} sizes; give ${wanted}`,
  );
}

/** Numbers that can be written over. Throws `dtype_mismatch` for strings. */
const numeric = (x: Tensor): Tensor =>
  x.dtype === "string" || x.dtype === "float16" ? castTensor(x, "float32") : x;

async function lossByPlace(
  whole: Tensor,
  patches: readonly number[],
  strides: readonly number[],
  fill: number,
  scoresOf: (x: Tensor) => Promise<Float64Array>,
): Promise<Tensor> {
  const [count, ...rest] = whole.shape;
  const sizes = rest.slice(0, patches.length);
  const area = sizeOf(sizes);
  const depth = sizeOf(rest.slice(patches.length));
  const [cover] = castTensor(tensor(fill, { dtype: "float64" }), whole.dtype).data as Float32Array; // numbers
  const before = await scoresOf(whole);
  const lost = new Float64Array(count * area);
  const covers = new Float64Array(area);
  const starts = sizes.map((size, k) => startsOf(size, patches[k], strides[k]));
  for (const start of combinations(starts)) {
    const ranges = start.map((from, k) => Array.from({ length: patches[k] }, (_, i) => from + i));
    const places = combinations(ranges).map((at) => at.reduce((flat, i, k) => flat * sizes[k] + i, 0));
    const data = (whole.data as Float32Array).slice(); // numbers of any kind
    for (let i = 0; i < count; i++)
      for (const place of places) {
        const at = (i * area + place) * depth;
        data.fill(cover, at, at + depth);
      }
    const after = await scoresOf(new Tensor(data, whole.shape, whole.dtype));
    for (const place of places) {
      covers[place]++;
      for (let i = 0; i < count; i++) lost[i * area + place] += before[i] - after[i];
    }
  }
  for (const [i, total] of lost.entries()) lost[i] = total / covers[i % area];
  return fromFloat64(lost, [count, ...sizes], "float32");
}

/** Where patches begin along an axis: the last one ends at the edge. */
function startsOf(size: number, patch: number, stride: number): readonly number[] {
  if (patch > size) {
    throw new NeurogradError(
      "invalid_option",
      `occlusion: patch ${patch} is larger than the axis of ${size}; use at most ${size}`,
    );
  }
  const starts = Array.from({ length: Math.floor((size - patch) / stride) + 1 }, (_, k) => k * stride);
  return starts[starts.length - 1] + patch < size ? [...starts, size - patch] : starts;
}

/** One of each list, in all ways; the last list fastest. */
const combinations = (lists: readonly (readonly number[])[]): readonly (readonly number[])[] =>
  lists.reduce<readonly (readonly number[])[]>(
    (found, list) => found.flatMap((head) => list.map((item) => [...head, item])),
    [[]],
  );
