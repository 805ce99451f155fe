import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { normalizeAxis } from "../../core/op.js";
import { matmul, reshape, transpose } from "../../core/ops/index.js";
import { formatShape, sameSize, shapeSize } from "../../core/size.js";
import { epsilon } from "../epsilon.js";
import { defineLayer, type Layer } from "../layer.js";
import { asFloat } from "./as-float.js";
import { checkInputs } from "./merge.js";
import { unitLength } from "./unit-length.js";

export interface DotOptions {
  /** The axis that is summed over: one for both inputs, or one for each. */
  readonly axes: number | readonly [number, number];
  /** Divides both by their length first: the cosine of their angle. */
  readonly normalize?: boolean;
  readonly name?: string;
}

/**
 * `y = Σ_k a[…, k, …] b[…, k, …]` for each example: the product of two inputs over one axis of each.
 *
 * Shape   a [batch, …m, k], b [batch, k, …n] → [batch, …m, …n], [batch, 1] where nothing else is left.
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `missing_input`, `axis_out_of_range`, `shape_mismatch`.
 * Source  Keras 3 `layers.Dot`.
 *
 * @example layers.dot({ axes: 1, normalize: true }).apply([input({ shape: [8] }), input({ shape: [8] })])
 */
export const dot: (options: DotOptions) => Layer = defineLayer<DotOptions>("dot", {
  required: ["axes"],
  defaults: { normalize: false },
  check: ({ axes }, where) => {
    const list: readonly unknown[] = [axes].flat();
    if (list.every(Number.isInteger) && list.length <= 2 && list.length > 0 && !list.includes(0)) return;
    throw new NeurogradError(
      "invalid_option",
      `${where}: axes is ${JSON.stringify(axes)}; use one whole number for both inputs, or two; axis 0 is that of examples`,
    );
  },
  call: (context) => {
    const { inputs, options, name } = context;
    checkInputs(context, "dot", 2, 2);
    const [a, b] = inputs.map(asFloat);
    const given = [options.axes].flat();
    const [i, j] = [a, b].map((x, k) => normalizeAxis(name, given[k] ?? given[0], x.shape.length));
    if (i === 0 || j === 0 || !sameSize(a.shape[i], b.shape[j])) {
      throw new NeurogradError(
        "shape_mismatch",
        `${name}: axes ${i} of ${formatShape(a.shape)} and ${j} of ${formatShape(b.shape)} cannot be summed over together; choose axes of one size, not those of examples`,
      );
    }
    const [x, y] = options.normalize ? [unitLength(a, i, epsilon), unitLength(b, j, epsilon)] : [a, b];
    return productOver(x, i, y, j);
  },
});

/** a with axis i last and b with axis j second, as stacks of matrices. */
function productOver(a: Value, i: number, b: Value, j: number): Value {
  const rest = ({ shape }: Value, axis: number): number[] =>
    shape.flatMap((_, k) => (k > 0 && k !== axis ? [k] : []));
  const [ofA, ofB] = [rest(a, i), rest(b, j)];
  const [sizesA, sizesB] = [ofA.map((k) => a.shape[k]), ofB.map((k) => b.shape[k])];
  const rows = reshape(transpose(a, { axes: [0, ...ofA, i] }), {
    shape: [a.shape[0], shapeSize(sizesA), a.shape[i]],
  });
  const columns = reshape(transpose(b, { axes: [0, j, ...ofB] }), {
    shape: [b.shape[0], b.shape[j], shapeSize(sizesB)],
  });
  const left = [...sizesA, ...sizesB];
  return reshape(matmul(rows, columns), { shape: [a.shape[0], ...(left.length === 0 ? [1] : left)] });
}
