import { add, multiply, split, squeeze, subtract } from "../../core/ops/index.js";
import { type ActivationLike, toActivation } from "../activation.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkRecurrent, firstStates, recurrentDefaults, walk } from "./recurrent.js";
import { type CellOptions, cellProducts, cellWeights } from "./recurrent-cell.js";

export interface GruOptions extends CellOptions {
  readonly recurrentActivation?: ActivationLike | null;
  /** The reset gate acts on the product with the recurrent kernel, not on the state before it. */
  readonly resetAfter?: boolean;
}

/**
 * Gated recurrent unit. With σ the `recurrentActivation`, U the `recurrentKernel` and its bias d, each cut in three:
 * `z = σ(xₜ W_z + b_z + hₜ₋₁ U_z + d_z)`, `r = σ(xₜ W_r + b_r + hₜ₋₁ U_r + d_r)`,
 * `h̃ = activation(xₜ W_h + b_h + r ⊙ (hₜ₋₁ U_h + d_h))`, `hₜ = z ⊙ hₜ₋₁ + (1 − z) ⊙ h̃`.
 * Without `resetAfter` there is no d, and `(r ⊙ hₜ₋₁) U_h` stands in h̃.
 *
 * Shape   x [batch, time, features], then h₀ [batch, units] or zeros → h [batch, units], or of each position
 *         [batch, time, units]; with `returnState` also h. kernel [features, 3 units], recurrentKernel [units, 3 units],
 *         bias [2, 3 units], without `resetAfter` [3 units].
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Cho et al. 2014; Keras 3 `layers.GRU`.
 *
 * @example layers.gru({ units: 64 })
 */
export const gru: (options: GruOptions) => Layer = defineLayer<GruOptions>("gru", {
  required: ["units"],
  defaults: { ...recurrentDefaults, recurrentActivation: "sigmoid", resetAfter: true },
  check: (options, where) => checkRecurrent(where, options, { units: options.units }),
  weights: (options, [x], where) => {
    const { units, resetAfter } = options;
    const bias = resetAfter ? { shape: [2, 3 * units] } : {};
    return cellWeights(where, options, x, { gates: 3, states: 1, bias });
  },
  call: (context) => {
    const { options, name, weights } = context;
    const { units, resetAfter } = options;
    const rows = weights.bias && resetAfter ? split(weights.bias, { sections: 2, axis: 0 }) : [weights.bias];
    const [bias, stateBias] = rows.map((row) => row && (resetAfter ? squeeze(row, { axis: 0 }) : row));
    const { sequence, through } = cellProducts(context, 3, bias);
    const states = firstStates(context, [[units]]);
    const [activation, gate] = [options.activation, options.recurrentActivation].map((like) =>
      toActivation(name, like),
    );
    const [forGates, forCandidate, forAll] = [through(0, 2), through(2, 3), through(0, 3)];
    return walk(context, {
      sequence,
      states,
      step: (x, [h]) => {
        const inner = resetAfter ? forAll(h) : forGates(h); // [batch, 3 units] or [batch, 2 units]
        const fromState = stateBias ? add(inner, stateBias) : inner;
        const ofX = split(x, { sections: 3 });
        const ofState = split(fromState, { sections: resetAfter ? 3 : 2 });
        const [update, reset] = [0, 1].map((k) => gate(add(ofX[k], ofState[k])));
        const past = resetAfter ? multiply(reset, ofState[2]) : forCandidate(multiply(reset, h));
        const candidate = activation(add(ofX[2], past));
        return [add(multiply(update, h), multiply(subtract(1, update), candidate))];
      },
    });
  },
});
