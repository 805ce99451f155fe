import { NeurogradError } from "../core/errors.js";
import { Tensor } from "../core/tensor.js";
import { encodeCategories } from "./encode-categories.js";
import { IndexLookup, type LookupJson, type LookupOutputMode, lookupOptions } from "./index-lookup.js";

export type TextStandardization = "lowerAndStripPunctuation" | "lower" | "stripPunctuation";

export interface TextVectorizationOptions {
  /** Most entries of the vocabulary, "" and "[UNK]" included. Default: no limit. */
  readonly maxTokens?: number | undefined;
  /** What is done to a text first; null for nothing. Default `lowerAndStripPunctuation`. */
  readonly standardize?: TextStandardization | ((text: string) => string) | null | undefined;
  /** Default `whitespace`; null takes a text as one token. */
  readonly split?: "whitespace" | "character" | ((text: string) => readonly string[]) | null | undefined;
  /** Runs of 1 to n tokens, joined by spaces, or of each length in a list, in place of the tokens. */
  readonly ngrams?: number | readonly number[] | null | undefined;
  /** Default `int`. */
  readonly outputMode?: LookupOutputMode | undefined;
  /** For `int`: rows are cut or padded to it. Default: the longest text. */
  readonly outputSequenceLength?: number | null | undefined;
  /** Default false. */
  readonly padToMaxTokens?: boolean | undefined;
  /** The tokens, instead of `adapt`. */
  readonly vocabulary?: readonly string[] | undefined;
  /** For `tfIdf`: the weight of each entry of `vocabulary`. */
  readonly idfWeights?: readonly number[] | undefined;
}

export interface TextVectorizationJson {
  readonly standardize: TextStandardization | null;
  readonly split: "whitespace" | "character" | null;
  readonly ngrams: number | readonly number[] | null;
  readonly outputSequenceLength: number | null;
  readonly lookup: LookupJson<string>;
}

/**
 * Texts to rows of numbers: standardized, split, looked up in a vocabulary, of which 0 is padding and 1 an unknown word;
 * or to vectors, in which place 0 is the unknown words'.
 *
 * Shape   n texts → [n, length] for `int`, [n, vocabulary] for `multiHot`, `count`, `tfIdf`.
 * Dtype   int32 (Keras: int64), or float32.
 * Throws  `invalid_option`, `missing_option`, `empty_data`; `cannot_save` where a function of one's own standardizes or splits.
 * Source  Keras's TextVectorization.
 *
 * @example
 * const vectorize = new TextVectorization({ outputSequenceLength: 4 });
 * vectorize.adapt(["foo bar", "bar baz", "baz bada boom"]);
 * vectorize.apply(["Foo qux, bar!"]).toArray();   // [[4, 1, 3, 0]]
 */
export class TextVectorization {
  readonly #standardize: TextStandardization | ((text: string) => string) | null;
  readonly #split: "whitespace" | "character" | ((text: string) => readonly string[]) | null;
  readonly #ngrams: number | readonly number[] | null;
  readonly #length: number | null;
  readonly #lookup: IndexLookup<string>;

  constructor({
    standardize = "lowerAndStripPunctuation",
    split = "whitespace",
    ngrams = null,
    outputSequenceLength = null,
    ...lookup
  }: TextVectorizationOptions = {}) {
    const mode = lookup.outputMode ?? "int";
    if (outputSequenceLength !== null && mode !== "int") {
      refuse(`outputSequenceLength is not used by outputMode "${mode}"; leave it out`);
    }
    if (
      outputSequenceLength !== null &&
      !(Number.isInteger(outputSequenceLength) && outputSequenceLength > 0)
    ) {
      refuse(`outputSequenceLength is ${outputSequenceLength}; give a whole number from 1 on`);
    }
    if (mode === "oneHot") refuse('outputMode "oneHot" needs texts of one length; use "multiHot" or "int"');
    if (ngrams !== null && widthsOf(ngrams).some((n) => !Number.isInteger(n) || n < 1)) {
      refuse(`ngrams is ${JSON.stringify(ngrams)}; give a whole number from 1 on, or a list of such`);
    }
    this.#standardize = standardize;
    this.#split = split;
    this.#ngrams = ngrams;
    this.#length = outputSequenceLength;
    this.#lookup = new IndexLookup("TextVectorization", "[UNK]", () => 0, { ...lookup, maskToken: "" });
  }

  /** Every token at its number, special ones first. */
  get vocabulary(): readonly string[] {
    return this.#lookup.vocabulary;
  }

  /** Learns the tokens of texts, the most frequent first; each text is a document. */
  adapt(texts: Iterable<string>): void {
    const tokens = (text: string): readonly string[] => this.tokens(text);
    this.#lookup.adapt(
      (function* () {
        for (const text of texts) yield tokens(text);
      })(),
    );
  }

  /** What a text is cut into. */
  tokens(text: string): readonly string[] {
    const plain = standardized(text, this.#standardize);
    const tokens =
      this.#split === null
        ? [plain]
        : this.#split === "whitespace"
          ? plain.split(/[\t\n\v\f\r ]+/).filter((token) => token !== "")
          : this.#split === "character"
            ? [...plain]
            : this.#split(plain);
    return this.#ngrams === null ? tokens : widthsOf(this.#ngrams).flatMap((n) => runs(tokens, n));
  }

  apply(texts: readonly string[]): Tensor {
    this.#lookup.checkAdapted();
    const rows = texts.map((text) => this.tokens(text).map((token) => this.#lookup.index(token)));
    if (this.#lookup.outputMode === "int") {
      const length = this.#length ?? rows.reduce((most, row) => Math.max(most, row.length), 0);
      const out = new Int32Array(rows.length * length);
      for (const [i, row] of rows.entries()) out.set(row.slice(0, length), i * length);
      return new Tensor(out, [rows.length, length], "int32");
    }
    const { depth, categoryMode } = this.#lookup;
    const out = new Float32Array(rows.length * depth);
    for (const [i, row] of rows.entries()) {
      out.set(encodeCategories(row, [row.length], depth, categoryMode).data as Float32Array, i * depth);
    }
    return this.#lookup.weighted(new Tensor(out, [rows.length, depth], "float32"));
  }

  toJSON(): TextVectorizationJson {
    const [standardize, split] = [this.#standardize, this.#split];
    if (typeof standardize === "function" || typeof split === "function") {
      throw new NeurogradError(
        "cannot_save",
        "TextVectorization: a function of one's own cannot be saved; use the named ways to standardize and split",
      );
    }
    return {
      standardize,
      split,
      ngrams: this.#ngrams,
      outputSequenceLength: this.#length,
      lookup: this.#lookup.toJSON(),
    };
  }

  static fromJSON({ lookup, ...own }: TextVectorizationJson): TextVectorization {
    const { maxTokens, outputMode, padToMaxTokens } = lookupOptions(lookup);
    const made = new TextVectorization({ ...own, maxTokens, outputMode, padToMaxTokens });
    made.#lookup.restore(lookup);
    return made;
  }
}

const punctuation = /[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~']/g;

function standardized(text: string, how: TextStandardization | ((text: string) => string) | null): string {
  if (how === null) return text;
  if (typeof how === "function") return how(text);
  // As Keras, which lowers A to Z and leaves all other letters.
  const lowered =
    how === "stripPunctuation" ? text : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return how === "lower" ? lowered : lowered.replace(punctuation, "");
}

const widthsOf = (ngrams: number | readonly number[]): readonly number[] =>
  typeof ngrams === "number" ? Array.from({ length: ngrams }, (_, i) => i + 1) : ngrams;

function runs(tokens: readonly string[], n: number): string[] {
  const count = Math.max(0, tokens.length - n + 1);
  return Array.from({ length: count }, (_, i) => tokens.slice(i, i + n).join(" "));
}

function refuse(what: string): never {
  throw new NeurogradError("invalid_option", `TextVectorization: ${what}`);
}
