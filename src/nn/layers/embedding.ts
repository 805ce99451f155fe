import type { Value } from "../../core/graph.js";
import { cast, equal, logicalNot, take } from "../../core/ops/index.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkPositiveInteger } from "../options.js";
import { type InitializerLike, toInitializer } from "../to-initializer.js";
import { ruleDefaults, type WeightRules } from "../weight-rules.js";

export interface EmbeddingOptions extends WeightRules<"embeddings"> {
  /** How many words there are: whole numbers from 0 below this one. */
  readonly inputDim: number;
  /** How many numbers stand for a word. */
  readonly outputDim: number;
  readonly embeddingsInitializer?: InitializerLike;
  /** 0 is no word but padding: layers that know masks leave it out. */
  readonly maskZero?: boolean;
  readonly name?: string;
  readonly trainable?: boolean;
}

/**
 * `y = embeddings[x]`: a learned row of numbers for each whole number, such as a word.
 *
 * Shape   x [batch, ...] → [batch, ..., outputDim]; embeddings [inputDim, outputDim].
 * Dtype   x whole numbers; floats lose their fraction.
 * VJP     the rows' ȳ, added up where a number occurs several times; nothing to x.
 * Throws  `missing_option`, `invalid_option`, `unknown_name`.
 * Source  Bengio et al. 2003, section 2; Keras 3 `layers.Embedding`.
 *
 * @example layers.embedding({ inputDim: 10_000, outputDim: 64 }).apply(input({ shape: [20], dtype: "int32" }))
 */
export const embedding: (options: EmbeddingOptions) => Layer = defineLayer<EmbeddingOptions>("embedding", {
  required: ["inputDim", "outputDim"],
  defaults: {
    embeddingsInitializer: "randomUniform",
    maskZero: false,
    ...ruleDefaults("embeddings"),
  },
  check: ({ inputDim, outputDim, embeddingsInitializer = "randomUniform" }, where) => {
    checkPositiveInteger(where, "inputDim", inputDim);
    checkPositiveInteger(where, "outputDim", outputDim);
    toInitializer(`${where}: embeddingsInitializer`, embeddingsInitializer);
  },
  weights: ({ inputDim, outputDim, embeddingsInitializer = "randomUniform" }, _inputs, where) => ({
    embeddings: { shape: [inputDim, outputDim], initializer: toInitializer(where, embeddingsInitializer) },
  }),
  mask: ({ x, options }) => (options.maskZero ? logicalNot(equal(asIndices(x), 0)) : null),
  call: ({ x, weights: { embeddings } }) => take(embeddings, asIndices(x), { axis: 0 }),
});

const asIndices = (x: Value): Value =>
  x.dtype === "int32" || x.dtype === "int64" ? x : cast(x, { dtype: "int32" });
