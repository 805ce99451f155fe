import { NeurogradError } from "../core/errors.js";
import { Tensor, tensor } from "../core/tensor.js";
import { type ArrayInput, inputTensor } from "./array-input.js";
import { type CategoryOutputMode, encodeCategories } from "./encode-categories.js";
import { farmFingerprint } from "./farm-fingerprint.js";

export interface HashingOptions {
  /** Numbers are 0 … numBins − 1. */
  readonly numBins: number;
  /** What becomes 0, which nothing else does then. Default: no such value. */
  readonly maskValue?: string | number | null | undefined;
  /** Default `int`. */
  readonly outputMode?: "int" | CategoryOutputMode | undefined;
}

/**
 * Words or whole numbers to one of `numBins` numbers, by a hash: no vocabulary, nothing to learn, and now and then two share
 * a number. `fingerprint mod numBins`, of the UTF-8 bytes or of the decimal digits.
 *
 * Shape   [*] → [*] for `int`; else as CategoryEncoding.
 * Dtype   string or integers → int32 (Keras: int64) or float32 vectors.
 * Throws  `invalid_option`, `dtype_mismatch`.
 * Source  Keras's Hashing, without a salt.
 *
 * @example new Hashing({ numBins: 3 }).apply(["A", "B", "C", "D", "E"]).toArray()   // [1, 0, 1, 1, 2]
 */
export class Hashing {
  readonly numBins: number;
  readonly maskValue: string | number | null;
  readonly outputMode: "int" | CategoryOutputMode;

  constructor({ numBins, maskValue = null, outputMode = "int" }: HashingOptions) {
    if (!Number.isInteger(numBins) || numBins < 1) {
      throw new NeurogradError(
        "invalid_option",
        `Hashing: numBins is ${numBins}; give a whole number from 1 on`,
      );
    }
    this.numBins = numBins;
    this.maskValue = maskValue;
    this.outputMode = outputMode;
  }

  apply(x: ArrayInput): Tensor {
    const { data, shape, dtype, size } = exactTensor(x);
    const words = Array.from(data as ArrayLike<unknown>, String);
    if (dtype !== "string" && words.some((word) => !/^-?\d+$/.test(word))) {
      throw new NeurogradError(
        "dtype_mismatch",
        `Hashing: x is ${dtype} with fractions; give words or whole numbers`,
      );
    }
    const masked = this.maskValue === null ? undefined : String(this.maskValue);
    const shift = masked !== undefined && this.numBins > 1 ? 1 : 0;
    const bins = BigInt(this.numBins - shift);
    const encoder = new TextEncoder();
    const numbers = Int32Array.from({ length: size }, (_, i) =>
      words[i] === masked ? 0 : Number(farmFingerprint(encoder.encode(words[i])) % bins) + shift,
    );
    if (this.outputMode === "int") return new Tensor(numbers, shape, "int32");
    return encodeCategories(numbers, shape, this.numBins, this.outputMode);
  }

  toJSON(): HashingOptions {
    return { numBins: this.numBins, maskValue: this.maskValue, outputMode: this.outputMode };
  }

  static fromJSON(json: HashingOptions): Hashing {
    return new Hashing(json);
  }
}

/** A list of numbers as float64: float32 would round those above 2²⁴. */
const exactTensor = (x: ArrayInput): Tensor =>
  Array.isArray(x) && typeof x.flat(Infinity)[0] === "number"
    ? tensor(x, { dtype: "float64" })
    : inputTensor("Hashing: x", x);
