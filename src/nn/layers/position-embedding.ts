import { NeurogradError } from "../../core/errors.js";
import { broadcastTo, slice } from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkPositiveInteger } from "../options.js";
import { type InitializerLike, toInitializer } from "../to-initializer.js";
import { asFloat } from "./as-float.js";
import { checkSequence } from "./sequence.js";

export interface PositionEmbeddingOptions {
  /** The length of the longest sequence. */
  readonly sequenceLength: number;
  readonly initializer?: InitializerLike;
  readonly name?: string;
  readonly trainable?: boolean;
}

/**
 * `y[b, t, :] = embeddings[t, :]`: a learned row of numbers for each position, to be added to what stands there.
 *
 * Shape   x [batch, T, features] → as x, of which only the shape counts; embeddings [sequenceLength, features], T ≤ sequenceLength.
 * Dtype   integers become float32.
 * Throws  `missing_option`, `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  Gehring et al. 2017, section 3.1; KerasHub `layers.PositionEmbedding`.
 *
 * @example
 * const x = input({ shape: [16, 64] });
 * const y = layers.add().apply([x, layers.positionEmbedding({ sequenceLength: 16 }).apply(x)]);
 */
export const positionEmbedding: (options: PositionEmbeddingOptions) => Layer =
  defineLayer<PositionEmbeddingOptions>("positionEmbedding", {
    required: ["sequenceLength"],
    defaults: { initializer: "glorotUniform" },
    check: ({ sequenceLength, initializer = "glorotUniform" }, where) => {
      checkPositiveInteger(where, "sequenceLength", sequenceLength);
      toInitializer(`${where}: initializer`, initializer);
    },
    weights: ({ sequenceLength, initializer = "glorotUniform" }, [x], where) => ({
      embeddings: {
        shape: [sequenceLength, checkSequence(where, x)],
        initializer: toInitializer(where, initializer),
      },
    }),
    mask: "pass",
    call: ({ x, weights: { embeddings }, options: { sequenceLength }, name }) => {
      const length = x.shape[1];
      if (typeof length === "number" && length > sequenceLength) {
        throw new NeurogradError(
          "shape_mismatch",
          `${name}: sequences of ${formatShape(x.shape)} are longer than sequenceLength ${sequenceLength}; make it at least ${length}`,
        );
      }
      const rows = slice(embeddings, { axes: [0], starts: [0], ends: [length] });
      return broadcastTo(rows, { shape: asFloat(x).shape });
    },
  });
