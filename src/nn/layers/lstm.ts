import { add } from "../../core/ops/index.js";
import { defineLayer, type Layer } from "../layer.js";
import { type MemoryOptions, memoryBias, memoryCell, memoryDefaults } from "./memory-cell.js";
import { checkRecurrent, firstStates, recurrentDefaults, walk } from "./recurrent.js";
import { type CellOptions, cellProducts, cellWeights } from "./recurrent-cell.js";

export interface LstmOptions extends CellOptions, MemoryOptions {}

/**
 * Long short-term memory. With `z = xₜ kernel + hₜ₋₁ recurrentKernel + bias`, cut into i, f, c̃, o and σ the `recurrentActivation`:
 * `cₜ = σ(f) ⊙ cₜ₋₁ + σ(i) ⊙ activation(c̃)`, `hₜ = σ(o) ⊙ activation(cₜ)`.
 *
 * Shape   x [batch, time, features], then h₀ and c₀ [batch, units] or zeros → h [batch, units], or of each position
 *         [batch, time, units]; with `returnState` also h and c. kernel [features, 4 units], recurrentKernel [units, 4 units],
 *         bias [4 units].
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Hochreiter & Schmidhuber 1997, Gers et al. 2000; Keras 3 `layers.LSTM`.
 *
 * @example layers.lstm({ units: 64, returnSequences: true })
 */
export const lstm: (options: LstmOptions) => Layer = defineLayer<LstmOptions>("lstm", {
  required: ["units"],
  defaults: { ...recurrentDefaults, ...memoryDefaults },
  check: (options, where) => checkRecurrent(where, options, { units: options.units }),
  weights: (options, [x], where) => {
    const bias = { initializer: memoryBias(where, options, options.units) };
    return cellWeights(where, options, x, { gates: 4, states: 2, bias });
  },
  call: (context) => {
    const { options, name, weights } = context;
    const { sequence, through } = cellProducts(context, 4, weights.bias);
    const [product, cell] = [through(0, 4), memoryCell(name, options)];
    return walk(context, {
      sequence,
      states: firstStates(context, [[options.units], [options.units]]),
      step: (x, [h, c]) => cell(add(x, product(h)), c),
    });
  },
});
