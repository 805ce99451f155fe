import { constant } from "../../core/constant.js";
import { NeurogradError, unknownName } from "../../core/errors.js";
import {
  abs,
  divide,
  matmul,
  maximum,
  multiply,
  rsqrt,
  square,
  sum,
  transpose,
} from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { tensor } from "../../core/tensor.js";
import { epsilon } from "../epsilon.js";
import { checkNumber } from "../options.js";
import { defineRegularizer, type Regularizer } from "../regularizer.js";

const modes = ["rows", "columns"] as const;

export interface OrthogonalRegularizerOptions {
  readonly factor?: number;
  /** Which of a matrix are to be orthogonal to one another. */
  readonly mode?: (typeof modes)[number];
}

/**
 * `factor ·` the mean of `|cos(wᵢ, wⱼ)|` over all pairs of rows (or columns) of a matrix.
 *
 * Shape   w [rows, columns].
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Keras 3 `regularizers.OrthogonalRegularizer`.
 *
 * @example layers.dense({ units: 10, kernelRegularizer: regularizers.orthogonalRegularizer({ mode: "columns" }) })
 */
export const orthogonalRegularizer: (options?: OrthogonalRegularizerOptions) => Regularizer =
  defineRegularizer<OrthogonalRegularizerOptions>("orthogonalRegularizer", {
    defaults: { factor: 0.01, mode: "rows" },
    check: ({ factor, mode }, where) => {
      checkNumber(where, "factor", factor, 0);
      if (!modes.includes(mode)) throw unknownName(`${where}: mode`, mode, modes);
    },
    penalty: (w, { factor, mode }, where) => {
      if (w.shape.length !== 2) {
        throw new NeurogradError(
          "shape_mismatch",
          `${where}: orthogonalRegularizer is for matrices, got ${formatShape(w.shape)}; use another regularizer here`,
        );
      }
      const isRows = mode === "rows";
      const n = w.shape[isRows ? 0 : 1] as number; // of a weight
      const squares = sum(square(w), { axis: isRows ? 1 : 0, keepdims: true });
      const unit = multiply(w, rsqrt(maximum(squares, epsilon ** 2)));
      const cosines = isRows ? matmul(unit, transpose(unit)) : matmul(transpose(unit), unit); // [n, n]
      // 1 beside the diagonal, 0 on it
      const others = Float32Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 0 : 1));
      const total = sum(multiply(abs(cosines), constant(tensor(others, { shape: [n, n] }))));
      return divide(multiply(total, 0.5 * factor), Math.max(1, (n * (n - 1)) / 2));
    },
  });
