import { constant } from "../../core/constant.js";
import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { lessEqual, where } from "../../core/ops/index.js";
import { tensor } from "../../core/tensor.js";
import { checkNumber } from "../options.js";
import { defineSchedule, type Schedule } from "../schedule.js";

export interface PiecewiseConstantDecayOptions {
  /** Steps, rising: up to and with the first the first rate holds, and so on. */
  readonly boundaries: readonly number[];
  /** One rate more than there are boundaries. */
  readonly values: readonly number[];
}

/**
 * `η = valuesᵢ` with the smallest i for which `step ≤ boundariesᵢ`; the last value beyond them all.
 *
 * Throws  `invalid_option`, `missing_option`, `unknown_name`.
 * Source  Keras 3 `optimizers.schedules.PiecewiseConstantDecay`.
 *
 * @example schedules.piecewiseConstantDecay({ boundaries: [100_000, 110_000], values: [1, 0.5, 0.1] })
 */
export const piecewiseConstantDecay: (options: PiecewiseConstantDecayOptions) => Schedule =
  defineSchedule<PiecewiseConstantDecayOptions>("piecewiseConstantDecay", {
    required: ["boundaries", "values"],
    defaults: {},
    check: ({ boundaries, values }, name) => {
      for (const [i, value] of values.entries()) checkNumber(name, `values[${i}]`, value, 0);
      for (const [i, boundary] of boundaries.entries()) {
        checkNumber(name, `boundaries[${i}]`, boundary, 0);
        if (i === 0 || boundary > boundaries[i - 1]) continue;
        throw new NeurogradError(
          "invalid_option",
          `${name}: boundaries are ${boundaries.join(", ")}; give them in rising order`,
        );
      }
      if (boundaries.length === values.length - 1) return;
      throw new NeurogradError(
        "invalid_option",
        `${name}: got ${boundaries.length} boundaries and ${values.length} values; give one value more than boundaries`,
      );
    },
    rate: (step, { boundaries, values }) => {
      const rates = values.map((value): Value => constant(tensor(value, { dtype: "float64" }), "float32"));
      return rates.reduceRight((later, value, i) => where(lessEqual(step, boundaries[i]), value, later));
    },
  });
