import { constant } from "../../core/constant.js";
import { NeurogradError } from "../../core/errors.js";
import type { TensorType, Value } from "../../core/graph.js";
import { normalizeAxis } from "../../core/op.js";
import { add, cast, divide, maximum, multiply, reshape, sqrt, subtract } from "../../core/ops/index.js";
import { formatShape, type Shape } from "../../core/size.js";
import { sizeOf, tensor } from "../../core/tensor.js";
import { epsilon } from "../epsilon.js";
import { ones, zeros } from "../initializers.js";
import { defineLayer, type Layer } from "../layer.js";
import { asFloat } from "./as-float.js";
import { meanAndVariance } from "./mean-and-variance.js";

type Numbers = number | readonly Numbers[];

export interface NormalizationOptions {
  /** The axes of which every place has a mean and variance of its own; null: one for all numbers. */
  readonly axis?: number | readonly number[] | null;
  /** Known beforehand, instead of learned by `adapt`; then `variance` too. */
  readonly mean?: Numbers | null;
  readonly variance?: Numbers | null;
  /** Turns normalized numbers back: `y = x · √variance + mean`. */
  readonly invert?: boolean;
  readonly name?: string;
}

/**
 * `y = (x − mean) / max(√variance, 1e-7)`, with mean and (population) variance of the data given to `adapt`; until then
 * 0 and 1. They are statistics of the model: saved with it, not trained.
 *
 * Shape   unchanged; statistics have the sizes of `axis`.
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `shape_mismatch`, `axis_out_of_range`.
 * Source  Keras 3 `layers.Normalization`.
 *
 * @example
 * const scale = layers.normalization();
 * scale.adapt([[1, 200], [3, 400]]);                         // means 2 and 300, variances 1 and 10,000
 */
export const normalization: (options?: NormalizationOptions) => Layer = defineLayer<NormalizationOptions>(
  "normalization",
  {
    defaults: { axis: -1, mean: null, variance: null, invert: false },
    check: ({ mean, variance }, where) => {
      if ((mean === null) === (variance === null)) return;
      const [given, missing] = mean === null ? ["variance", "mean"] : ["mean", "variance"];
      throw new NeurogradError(
        "invalid_option",
        `${where}: has ${given} but no ${missing}; give both, or neither and call adapt`,
      );
    },
    weights: ({ axis, mean }, [x], where) => {
      const shape = keptSizes(where, axis, x);
      if (mean !== null) return {};
      return {
        mean: { shape, initializer: zeros(), role: "statistic" },
        variance: { shape, initializer: ones(), role: "statistic" },
      };
    },
    adapt: (data, { axis, mean }, where) => {
      if (mean !== null) {
        throw new NeurogradError(
          "invalid_option",
          `${where}: mean and variance were given as options; leave them out to learn them by adapt`,
        );
      }
      keptSizes(where, axis, data);
      return meanAndVariance(data, keptAxes(where, axis, data.shape));
    },
    mask: "pass",
    call: ({ x: given, weights, options: { axis, mean, variance, invert }, name }) => {
      const x = asFloat(given);
      const axes = keptAxes(name, axis, x.shape);
      const shape = x.shape.map((size, k) => (axes.includes(k) ? size : 1));
      const broadcast = (weight: Value | undefined, fixed: Numbers | null | undefined): Value =>
        weight
          ? reshape(cast(weight, { dtype: x.dtype }), { shape })
          : fixedValue(name, x, shape, fixed as Numbers); // given where there is no weight
      const center = broadcast(weights.mean, mean);
      const spread = maximum(sqrt(broadcast(weights.variance, variance)), epsilon);
      return invert ? add(center, multiply(x, spread)) : divide(subtract(x, center), spread);
    },
  },
);

const keptAxes = (where: string, axis: NormalizationOptions["axis"], shape: Shape): number[] =>
  [...new Set([axis ?? []].flat().map((k) => normalizeAxis(where, k, shape.length)))].sort((a, b) => a - b);

/** Sizes of the axes that have statistics of their own. */
function keptSizes(where: string, axis: NormalizationOptions["axis"], x: TensorType): number[] {
  return keptAxes(where, axis, x.shape).map((k) => {
    const size = x.shape[k];
    if (k > 0 && typeof size === "number") return size;
    throw new NeurogradError(
      "shape_mismatch",
      k === 0
        ? `${where}: axis ${[axis].flat().join(", ")} of ${formatShape(x.shape)} is the axis of examples; choose another, or axis: null for one mean of all`
        : `${where}: the size of axis ${k} of ${formatShape(x.shape)} is open, so its means cannot be counted; give the input's shape in full`,
    );
  });
}

/** Numbers given as options: one for all, or as many as the kept axes have places. */
function fixedValue(where: string, x: Value, shape: Shape, numbers: Numbers): Value {
  const given = tensor(numbers, { dtype: "float64" });
  const count = sizeOf(shape as readonly number[]); // kept sizes are numbers, the others 1
  if (given.size !== 1 && given.size !== count) {
    throw new NeurogradError(
      "shape_mismatch",
      `${where}: mean and variance have ${given.size} numbers, the axes of ${formatShape(x.shape)} they are for have ${count}; give one number, or ${count}`,
    );
  }
  return constant(given.size === 1 ? given.reshape([]) : given.reshape(shape as readonly number[]), x.dtype);
}
