import { NeurogradError } from "../../core/errors.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkPositiveInteger } from "../options.js";
import { attentionInputs } from "./attend.js";
import {
  attendByHeads,
  checkHeads,
  type Heads,
  type HeadsOptions,
  headsDefaults,
  headsInputs,
  headsWeights,
} from "./attention-heads.js";

export interface GroupQueryAttentionOptions extends HeadsOptions {
  /** Size of query, key and value in each head. */
  readonly headDim: number;
  readonly numQueryHeads: number;
  /** A divisor of `numQueryHeads`: as many queries in a row share a key and a value. */
  readonly numKeyValueHeads: number;
}

const headsOf = ({ headDim, numQueryHeads, numKeyValueHeads }: GroupQueryAttentionOptions): Heads => ({
  queryHeads: numQueryHeads,
  keyHeads: numKeyValueHeads,
  keyDim: headDim,
  valueDim: headDim,
  outputShape: null,
});

/**
 * Multi-head attention in which several heads share keys and values: `headᵢ = softmax(Q Wqᵢ (K Wk_g)ᵀ / √headDim) V Wv_g`, g =
 * ⌊i · numKeyValueHeads / numQueryHeads⌋. The inputs are those of `multiHeadAttention`.
 *
 * Shape   query [batch, T, n], value [batch, S, m], key [batch, S, k] → [batch, T, n].
 * Dtype   integers become float32; a bool input at the end is a mask [batch, T, S]: what may be attended to.
 * Throws  `missing_option`, `invalid_option`, `unknown_name`, `missing_input`, `shape_mismatch`.
 * Source  Ainslie et al. 2023; Keras 3 `layers.GroupQueryAttention`.
 *
 * @example
 * const x = input({ shape: [16, 64] });
 * const y = layers.groupQueryAttention({ headDim: 16, numQueryHeads: 4, numKeyValueHeads: 2 }).apply(x);
 */
export const groupQueryAttention: (options: GroupQueryAttentionOptions) => Layer =
  defineLayer<GroupQueryAttentionOptions>("groupQueryAttention", {
    required: ["headDim", "numQueryHeads", "numKeyValueHeads"],
    defaults: headsDefaults,
    check: (options, where) => {
      const { headDim, numQueryHeads, numKeyValueHeads } = options;
      checkHeads(options, where);
      for (const [name, size] of Object.entries({ headDim, numQueryHeads, numKeyValueHeads }))
        checkPositiveInteger(where, name, size);
      if (numQueryHeads % numKeyValueHeads === 0) return;
      throw new NeurogradError(
        "invalid_option",
        `${where}: numKeyValueHeads ${numKeyValueHeads} does not divide numQueryHeads ${numQueryHeads}; use a divisor of it`,
      );
    },
    weights: (options, inputs, where) => {
      attentionInputs(where, inputs);
      return headsWeights(headsOf(options), options, inputs, where);
    },
    mask: "pass",
    call: (context) => {
      const { mask, ...sequences } = headsInputs(context);
      return attendByHeads(headsOf(context.options), sequences, mask, context);
    },
  });
