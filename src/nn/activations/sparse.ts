import { constant } from "../../core/constant.js";
import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { normalizeAxis } from "../../core/op.js";
import {
  add,
  cast,
  cumsum,
  divide,
  greater,
  greaterEqual,
  lessEqual,
  maximum,
  minimum,
  multiply,
  square,
  subtract,
  sum,
  topK,
  where,
} from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { tensor } from "../../core/tensor.js";
import { namedActivation } from "./named-activation.js";

/**
 * `y = 0` where x ≤ −1, `(x + 1)² / 4` between −1 and 1, `x` where x ≥ 1.
 *
 * Source  Keras 3 `activations.sparse_plus`.
 *
 * @example layers.dense({ units: 8, activation: activations.sparsePlus })
 */
export const sparsePlus: (x: Value) => Value = namedActivation("sparsePlus", (x) =>
  where(lessEqual(x, -1), 0, where(greaterEqual(x, 1), x, multiply(square(add(x, 1)), 0.25))),
);

/**
 * `y = 0` where x ≤ −1, `(x + 1) / 2` between −1 and 1, `1` where x ≥ 1: the slope of sparsePlus.
 *
 * Source  Keras 3 `activations.sparse_sigmoid`.
 *
 * @example layers.dense({ units: 8, activation: activations.sparseSigmoid })
 */
export const sparseSigmoid: (x: Value) => Value = namedActivation("sparseSigmoid", (x) =>
  minimum(maximum(multiply(add(x, 1), 0.5), 0), 1),
);

/**
 * `y = max(x − τ, 0)` along `axis`, τ such that y sums to 1: the point of the simplex nearest to x. Unlike softmax it gives zeros.
 *
 * Shape   unchanged; the size of `axis` is known.
 * VJP     x̄ᵢ = ȳᵢ − the mean of ȳ over the places where y > 0, there; else 0.
 * Throws  `axis_out_of_range`, `shape_mismatch`.
 * Source  Martins & Astudillo 2016, algorithm 1. Keras 3.15 adds up sums in its stead, and its y does not sum to 1.
 *
 * @example layers.dense({ units: 10, activation: activations.sparsemax })
 */
export const sparsemax: (x: Value, options?: { readonly axis?: number }) => Value = namedActivation(
  "sparsemax",
  (x: Value, { axis: given = -1 }: { readonly axis?: number } = {}) => {
    const axis = normalizeAxis("sparsemax", given, x.shape.length);
    const k = x.shape[axis];
    if (typeof k !== "number") {
      throw new NeurogradError(
        "shape_mismatch",
        `sparsemax: expects a known size along axis ${given}, got ${formatShape(x.shape)}; give the input's shape in full`,
      );
    }
    const [sorted] = topK(x, { k, axis });
    const counts = tensor(
      Float64Array.from({ length: k }, (_, i) => i + 1),
      { shape: x.shape.map((_, i) => (i === axis ? k : 1)) },
    );
    const rank = constant(counts, x.dtype); // 1, 2, … along the axis
    // The largest so many belong to the support as long as 1 + rank · z > Σ z.
    const belongs = greater(add(multiply(sorted, rank), 1), cumsum(sorted, { axis }));
    const size = sum(cast(belongs, { dtype: x.dtype }), { axis, keepdims: true });
    const total = sum(where(belongs, sorted, 0), { axis, keepdims: true });
    return maximum(subtract(x, divide(subtract(total, 1), size)), 0);
  },
);
