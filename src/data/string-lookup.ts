import { NeurogradError } from "../core/errors.js";
import { Tensor } from "../core/tensor.js";
import { type ArrayInput, inputTensor } from "./array-input.js";
import {
  IndexLookup,
  type LookupJson,
  type LookupOptions,
  type LookupOutputMode,
  lookupOptions,
} from "./index-lookup.js";

/**
 * Words to their numbers in a vocabulary, or to vectors; with `invert`, numbers to words. `adapt` puts the most frequent
 * first, and those of equal count by falling code points. `tfIdf` is `count · ln(1 + documents / (1 + documents with it))`.
 *
 * Shape   [*] → [*] for `int`; else as CategoryEncoding.
 * Dtype   string → int32 (Keras: int64) or float32 vectors.
 * Default `numOovIndices` 1, `oovToken` "[UNK]", `outputMode` `int`. More than one place for unknown words, which Keras
 *         chooses by a hash, is refused.
 * Throws  `invalid_option`, `missing_option`, `dtype_mismatch`, `empty_data`; `unknown_category` with no place for
 *         unknown words.
 * Source  Keras's StringLookup.
 *
 * @example
 * const lookup = new StringLookup();
 * lookup.adapt(["b", "a", "b"]);
 * lookup.apply([["a", "b", "?"]]).toArray();                         // [[2, 1, 0]]
 * StringLookup.fromJSON(JSON.parse(JSON.stringify(lookup))).vocabulary;   // ["[UNK]", "b", "a"]
 */
export class StringLookup {
  readonly #lookup: IndexLookup<string>;

  constructor(options: LookupOptions<string> = {}) {
    if ((options.numOovIndices ?? 1) > 1) {
      throw new NeurogradError(
        "invalid_option",
        `StringLookup: numOovIndices is ${options.numOovIndices}; strings have one place for unknown words, give 0 or 1`,
      );
    }
    this.#lookup = new IndexLookup("StringLookup", options.oovToken ?? "[UNK]", () => 0, options);
  }

  /** Every word at its number, special ones first. */
  get vocabulary(): readonly string[] {
    return this.#lookup.vocabulary;
  }

  get outputMode(): LookupOutputMode {
    return this.#lookup.outputMode;
  }

  /** Learns the words of an array; for `tfIdf` each row is a document. */
  adapt(data: ArrayInput): void {
    const { words, shape } = wordsOf("data", data);
    const width = shape.length > 1 ? shape[shape.length - 1] : 1;
    const rows = Array.from({ length: words.length / width || 0 }, (_, i) =>
      words.slice(i * width, (i + 1) * width),
    );
    this.#lookup.adapt(rows);
  }

  apply(x: ArrayInput): Tensor {
    if (!this.#lookup.invert) {
      const { words, shape } = wordsOf("x", x);
      return this.#lookup.encode(words, shape);
    }
    this.#lookup.checkAdapted();
    const indices = inputTensor("StringLookup: x", x);
    return new Tensor(
      Array.from(indices.toFloat64(), (i) => this.#lookup.token(i)),
      indices.shape,
      "string",
    );
  }

  toJSON(): LookupJson<string> {
    return this.#lookup.toJSON();
  }

  static fromJSON(json: LookupJson<string>): StringLookup {
    const made = new StringLookup(lookupOptions(json));
    made.#lookup.restore(json);
    return made;
  }
}

function wordsOf(name: string, value: ArrayInput): { words: readonly string[]; shape: readonly number[] } {
  const { data, shape, dtype, size } = inputTensor(`StringLookup: ${name}`, value);
  if (size === 0) return { words: [], shape };
  if (dtype !== "string") {
    throw new NeurogradError("dtype_mismatch", `StringLookup: ${name} is ${dtype}, not string; give words`);
  }
  return { words: data as readonly string[], shape };
}
