import { add, multiply, split } from "../../core/ops/index.js";
import { type ActivationLike, toActivation } from "../activation.js";
import type { Initializer } from "../initializer.js";
import { defineLayer, type Layer } from "../layer.js";
import { toInitializer } from "../to-initializer.js";
import { checkRecurrent, firstStates, walk, walkDefaults } from "./recurrent.js";
import { type CellOptions, cellProducts, cellWeights } from "./recurrent-cell.js";

export interface LstmOptions extends CellOptions {
  readonly recurrentActivation?: ActivationLike | null;
  /** The bias of the forget gate begins at 1. */
  readonly unitForgetBias?: boolean;
}

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
  defaults: {
    activation: "tanh",
    recurrentActivation: "sigmoid",
    useBias: true,
    kernelInitializer: "glorotUniform",
    recurrentInitializer: "orthogonal",
    biasInitializer: "zeros",
    unitForgetBias: true,
    dropout: 0,
    recurrentDropout: 0,
    ...walkDefaults,
  },
  check: (options, where) => checkRecurrent(where, options, { units: options.units }),
  weights: (options, [x], where) => {
    const { units, biasInitializer = "zeros", unitForgetBias } = options;
    const own = toInitializer(where, biasInitializer);
    const bias = { initializer: unitForgetBias ? forgetting(own, units) : own };
    return cellWeights(where, options, x, { gates: 4, states: 2, bias });
  },
  call: (context) => {
    const { options, name, weights } = context;
    const { sequence, through } = cellProducts(context, 4, weights.bias);
    const states = firstStates(context, [[options.units], [options.units]]);
    const [activation, gate] = [options.activation, options.recurrentActivation].map((like) =>
      toActivation(name, like),
    );
    const product = through(0, 4);
    return walk(context, {
      sequence,
      states,
      step: (x, [h, c]) => {
        const [input, forget, candidate, output] = split(add(x, product(h)), { sections: 4 });
        const carry = add(multiply(gate(forget), c), multiply(gate(input), activation(candidate)));
        return [multiply(gate(output), activation(carry)), carry];
      },
    });
  },
});

/** `own` with ones for the forget gate, the second of four. */
const forgetting = (own: Initializer, units: number): Initializer => ({
  ...own,
  values: (shape, key) => own.values(shape, key).fill(1, units, 2 * units),
});
