import { NeurogradError } from "../../core/errors.js";
import { cast, expandDims, greaterEqual, sum } from "../../core/ops/index.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkOneOf } from "../options.js";
import { asFloat } from "./as-float.js";
import { type CategoryMode, categoryModes, encoded } from "./category-encoding.js";

export interface DiscretizationLayerOptions {
  /** Where bins begin, in rising order; n of them make n + 1 bins. The class `Discretization` learns them from data. */
  readonly binBoundaries: readonly number[];
  /** `int`: the number of the bin. */
  readonly outputMode?: "int" | CategoryMode;
  readonly name?: string;
}

/**
 * Numbers sorted into bins, inside the model: `y = Σᵢ [x ≥ boundaryᵢ]`.
 *
 * Shape   unchanged for `int`, else as `categoryEncoding`.
 * Dtype   int32, or float32 vectors.
 * VJP     nothing to x.
 * Throws  `missing_option`, `invalid_option`, `unknown_name`.
 * Source  Keras 3 `layers.Discretization` with boundaries.
 *
 * @example layers.discretization({ binBoundaries: [18, 30, 65], outputMode: "oneHot" }).apply(input({ shape: [1] }))
 */
export const discretization: (options: DiscretizationLayerOptions) => Layer =
  defineLayer<DiscretizationLayerOptions>("discretization", {
    required: ["binBoundaries"],
    defaults: { outputMode: "int" },
    check: ({ binBoundaries, outputMode = "int" }, where) => {
      checkOneOf(where, "outputMode", outputMode, ["int", ...categoryModes]);
      if (binBoundaries.length > 0 && binBoundaries.every((b, i) => i === 0 || b >= binBoundaries[i - 1]))
        return;
      throw new NeurogradError(
        "invalid_option",
        `${where}: binBoundaries [${binBoundaries.join(", ")}] do not rise; give at least one, sorted`,
      );
    },
    call: ({ x, options: { binBoundaries, outputMode = "int" } }) => {
      const above = greaterEqual(expandDims(asFloat(x), { axis: -1 }), binBoundaries); // [..., boundaries]
      const bins = cast(sum(cast(above, { dtype: "float32" }), { axis: -1 }), { dtype: "int32" });
      return outputMode === "int" ? bins : encoded(bins, binBoundaries.length + 1, outputMode);
    },
  });
