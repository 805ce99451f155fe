import { constant } from "../../core/constant.js";
import { NeurogradError } from "../../core/errors.js";
import { normalizeAxis } from "../../core/op.js";
import {
  add,
  arange,
  concatenate,
  cos,
  divide,
  multiply,
  reshape,
  sin,
  slice,
  subtract,
} from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { tensor } from "../../core/tensor.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkPositive } from "../options.js";
import { asFloat } from "./as-float.js";

export interface RotaryEmbeddingOptions {
  /** The slowest turn takes almost 2π times as many positions. */
  readonly maxWavelength?: number;
  /** Divides the positions: stretches what was learned for short sequences over longer ones. */
  readonly scalingFactor?: number;
  readonly sequenceAxis?: number;
  readonly featureAxis?: number;
  readonly name?: string;
}

/**
 * Turns pairs of features by an angle that grows with the position t, so that products of queries and keys depend on their distance:
 * with x = [a, b] in halves and `θᵢ = t / scalingFactor / maxWavelength^(2i / n)`, `y = [a cos θ − b sin θ, b cos θ + a sin θ]`.
 *
 * Shape   unchanged; [batch, T, n] or [batch, T, heads, n], n even.
 * Dtype   integers become float32.
 * VJP     x̄ = ȳ turned back.
 * Throws  `invalid_option`, `axis_out_of_range`, `shape_mismatch`.
 * Source  Su et al. 2021, equation 34, the pairs being (i, i + n/2); KerasHub `layers.RotaryEmbedding`.
 *
 * @example layers.rotaryEmbedding().apply(input({ shape: [16, 4, 64] }))
 */
export const rotaryEmbedding: (options?: RotaryEmbeddingOptions) => Layer =
  defineLayer<RotaryEmbeddingOptions>("rotaryEmbedding", {
    defaults: { maxWavelength: 10000, scalingFactor: 1, sequenceAxis: 1, featureAxis: -1 },
    check: ({ maxWavelength, scalingFactor }, where) => {
      checkPositive(where, "maxWavelength", maxWavelength);
      checkPositive(where, "scalingFactor", scalingFactor);
    },
    mask: "pass",
    call: ({ x: given, options, name }) => {
      const { maxWavelength = 10000, scalingFactor = 1, sequenceAxis = 1, featureAxis = -1 } = options;
      const x = asFloat(given);
      const rank = x.shape.length;
      const [along, across] = [sequenceAxis, featureAxis].map((axis) => normalizeAxis(name, axis, rank));
      const features = x.shape[across];
      if (typeof features !== "number" || features % 2 !== 0 || along === across) {
        throw new NeurogradError(
          "shape_mismatch",
          `${name}: turns pairs of features, so axis ${featureAxis} of ${formatShape(x.shape)} must have an even size; choose sequenceAxis and featureAxis`,
        );
      }
      const half = features / 2;
      const steps = divide(arange(x.shape[along], { dtype: x.dtype }), scalingFactor);
      const t = reshape(steps, { shape: x.shape.map((size, k) => (k === along ? size : 1)) });
      const each = Float64Array.from({ length: half }, (_, i) => maxWavelength ** ((-2 * i) / features));
      const rates = constant(
        tensor(each, { shape: x.shape.map((_, k) => (k === across ? half : 1)) }),
        x.dtype,
      );
      const angles = multiply(t, rates);
      const [a, b] = [0, half].map((start) =>
        slice(x, { axes: [across], starts: [start], ends: [start + half] }),
      );
      const [c, s] = [cos(angles), sin(angles)];
      const first = subtract(multiply(a, c), multiply(b, s));
      return concatenate([first, add(multiply(b, c), multiply(a, s))], { axis: across });
    },
  });
