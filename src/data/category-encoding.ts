import { NeurogradError } from "../core/errors.js";
import type { Tensor } from "../core/tensor.js";
import { type ArrayInput, inputTensor } from "./array-input.js";
import { type CategoryOutputMode, encodeCategories } from "./encode-categories.js";

export interface CategoryEncodingOptions {
  /** Categories are 0 … numTokens − 1. */
  readonly numTokens: number;
  /** Default `multiHot`. */
  readonly outputMode?: CategoryOutputMode | undefined;
}

/**
 * Numbers of categories as vectors. `oneHot`: one for each number; `multiHot`: which occur along the last axis;
 * `count`: how often, or the sum of their `countWeights`.
 *
 * Shape   [*, n] → [*, numTokens]; `oneHot` [*] → [*, numTokens], in place of a last axis of size 1.
 * Dtype   float32.
 * Throws  `invalid_option`; `index_out_of_range` for a number that is no category; `shape_mismatch`.
 * Source  Keras's CategoryEncoding.
 *
 * @example new CategoryEncoding({ numTokens: 3 }).apply([[0, 1], [2, 2]]).toArray()   // [[1, 1, 0], [0, 0, 1]]
 */
export class CategoryEncoding {
  readonly numTokens: number;
  readonly outputMode: CategoryOutputMode;

  constructor({ numTokens, outputMode = "multiHot" }: CategoryEncodingOptions) {
    if (!Number.isInteger(numTokens) || numTokens < 1) {
      throw new NeurogradError(
        "invalid_option",
        `CategoryEncoding: numTokens is ${numTokens}; give a whole number from 1 on`,
      );
    }
    this.numTokens = numTokens;
    this.outputMode = outputMode;
  }

  /** The vectors of an array. `countWeights`, for `count` alone, has its shape. */
  apply(x: ArrayInput, countWeights?: ArrayInput): Tensor {
    const given = inputTensor("CategoryEncoding: x", x);
    const indices = given.toFloat64();
    const bad = indices.find((i) => !(Number.isInteger(i) && i >= 0 && i < this.numTokens));
    if (bad !== undefined) {
      throw new NeurogradError(
        "index_out_of_range",
        `CategoryEncoding: ${bad} is not one of the ${this.numTokens} categories; give whole numbers from 0 to ${this.numTokens - 1}`,
      );
    }
    const weights = this.#weights(given.shape, countWeights);
    return encodeCategories(indices, given.shape, this.numTokens, this.outputMode, weights);
  }

  #weights(shape: readonly number[], countWeights: ArrayInput | undefined): Float64Array | undefined {
    if (countWeights === undefined) return undefined;
    if (this.outputMode !== "count") {
      throw new NeurogradError(
        "invalid_option",
        `CategoryEncoding: countWeights are not used by outputMode ${this.outputMode}; set outputMode: "count"`,
      );
    }
    const weights = inputTensor("CategoryEncoding: countWeights", countWeights);
    if (weights.shape.join() !== shape.join()) {
      throw new NeurogradError(
        "shape_mismatch",
        `CategoryEncoding: countWeights have shape [${weights.shape.join(", ")}], the numbers [${shape.join(", ")}]; give one for each`,
      );
    }
    return weights.toFloat64();
  }

  toJSON(): CategoryEncodingOptions {
    return { numTokens: this.numTokens, outputMode: this.outputMode };
  }

  static fromJSON(json: CategoryEncodingOptions): CategoryEncoding {
    return new CategoryEncoding(json);
  }
}
