import { add } from "../../core/ops/index.js";
import { toActivation } from "../activation.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkRecurrent, firstStates, recurrentDefaults, walk } from "./recurrent.js";
import { type CellOptions, cellProducts, cellWeights } from "./recurrent-cell.js";

/**
 * A layer that also sees what it gave out before: `hₜ = activation(xₜ kernel + hₜ₋₁ recurrentKernel + bias)`.
 *
 * Shape   x [batch, time, features], then h₀ [batch, units] or zeros → h [batch, units], or of each position
 *         [batch, time, units]; with `returnState` also h. kernel [features, units], recurrentKernel [units, units], bias [units].
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Elman 1990; Keras 3 `layers.SimpleRNN`.
 *
 * @example layers.simpleRNN({ units: 16 })
 */
export const simpleRNN: (options: CellOptions) => Layer = defineLayer<CellOptions>("simpleRNN", {
  required: ["units"],
  defaults: recurrentDefaults,
  check: (options, where) => checkRecurrent(where, options, { units: options.units }),
  weights: (options, [x], where) => cellWeights(where, options, x, { gates: 1, states: 1 }),
  call: (context) => {
    const { options, name, weights } = context;
    const { sequence, through } = cellProducts(context, 1, weights.bias);
    const activation = toActivation(name, options.activation);
    const product = through(0, 1);
    return walk(context, {
      sequence,
      states: firstStates(context, [[options.units]]),
      step: (x, [h]) => [activation(add(x, product(h)))],
    });
  },
});
