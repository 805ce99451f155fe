import { type Tensor, tensor } from "../core/tensor.js";
import { type ArrayInput, inputTensor } from "./array-input.js";
import {
  IndexLookup,
  type LookupJson,
  type LookupOptions,
  type LookupOutputMode,
  lookupOptions,
} from "./index-lookup.js";

/**
 * Whole numbers, such as customers' numbers, to their places in a vocabulary, or to vectors; with `invert`, back. Of
 * several places for unknown numbers, x has place `x mod numOovIndices`.
 *
 * Shape   [*] → [*] for `int`; else as CategoryEncoding.
 * Dtype   integers → int32 (Keras: int64) or float32 vectors; with `invert`, int64.
 * Default `numOovIndices` 1, `oovToken` −1, `outputMode` `int`.
 * Throws  `invalid_option`, `missing_option`, `empty_data`; `unknown_category` with no place for unknown numbers.
 * Source  Keras's IntegerLookup.
 *
 * @example new IntegerLookup({ vocabulary: [12, 36, 1138] }).apply([36, 7]).toArray()   // [2, 0]
 */
export class IntegerLookup {
  readonly #lookup: IndexLookup<number>;

  constructor(options: LookupOptions<number> = {}) {
    const floorMod = (x: number, n: number): number => ((x % n) + n) % n;
    this.#lookup = new IndexLookup("IntegerLookup", options.oovToken ?? -1, floorMod, options);
  }

  /** Every number at its place, special ones first. */
  get vocabulary(): readonly number[] {
    return this.#lookup.vocabulary;
  }

  get outputMode(): LookupOutputMode {
    return this.#lookup.outputMode;
  }

  /** Learns the numbers of an array; for `tfIdf` each row is a document. */
  adapt(data: ArrayInput): void {
    const { values, shape } = numbersOf("data", data);
    const width = shape.length > 1 ? shape[shape.length - 1] : 1;
    this.#lookup.adapt(
      Array.from({ length: values.length / width || 0 }, (_, i) => values.slice(i * width, (i + 1) * width)),
    );
  }

  apply(x: ArrayInput): Tensor {
    const { values, shape } = numbersOf("x", x);
    if (!this.#lookup.invert) return this.#lookup.encode(values, shape);
    this.#lookup.checkAdapted();
    return tensor(
      values.map((i) => this.#lookup.token(i)),
      { shape, dtype: "int64" },
    );
  }

  toJSON(): LookupJson<number> {
    return this.#lookup.toJSON();
  }

  static fromJSON(json: LookupJson<number>): IntegerLookup {
    const made = new IntegerLookup(lookupOptions(json));
    made.#lookup.restore(json);
    return made;
  }
}

function numbersOf(name: string, value: ArrayInput): { values: number[]; shape: readonly number[] } {
  const x = inputTensor(`IntegerLookup: ${name}`, value);
  return { values: Array.from(x.toFloat64()), shape: x.shape };
}
