import { NeurogradError } from "../core/errors.js";
import { IndexLookup } from "./index-lookup.js";

export interface VocabularyTokenizerOptions {
  /** Most tokens, "" (0, padding) and "[UNK]" (1) included. Default: no limit. */
  readonly maxTokens?: number | undefined;
  /** Whether texts become lower case first. Default false. */
  readonly lower?: boolean | undefined;
}

export interface VocabularyTokenizerJson {
  readonly kind: "word" | "character";
  readonly maxTokens: number | null;
  readonly lower: boolean;
  /** Special tokens first. */
  readonly vocabulary: readonly string[];
}

/** Tokens that stand in a list: what the tokenizers of words and of characters share. Not public. */
abstract class VocabularyTokenizer {
  readonly #name: string;
  readonly #kind: "word" | "character";
  readonly #maxTokens: number | undefined;
  readonly #lower: boolean;
  readonly #cut: (text: string) => readonly string[];
  readonly #separator: string;
  #lookup: IndexLookup<string>;

  constructor(
    kind: "word" | "character",
    cut: (text: string) => readonly string[],
    separator: string,
    { maxTokens, lower = false }: VocabularyTokenizerOptions,
  ) {
    this.#name = kind === "word" ? "WordTokenizer" : "CharacterTokenizer";
    this.#kind = kind;
    this.#maxTokens = maxTokens;
    this.#lower = lower;
    this.#cut = cut;
    this.#separator = separator;
    this.#lookup = this.#newLookup();
  }

  #newLookup(): IndexLookup<string> {
    return new IndexLookup(this.#name, "[UNK]", () => 0, { maxTokens: this.#maxTokens, maskToken: "" });
  }

  /** Every token at its number. */
  get vocabulary(): readonly string[] {
    return this.#lookup.vocabulary;
  }

  get vocabularySize(): number {
    return this.vocabulary.length;
  }

  /** What a text is cut into. */
  tokens(text: string): readonly string[] {
    return this.#cut(this.#lower ? text.toLowerCase() : text);
  }

  /** Learns the tokens of texts, the most frequent first, in place of those known. */
  train(texts: Iterable<string>): void {
    const lookup = this.#newLookup();
    lookup.adapt(Array.from(texts, (text) => this.tokens(text)));
    this.#lookup = lookup;
  }

  encode(text: string): number[] {
    this.#lookup.checkAdapted("call train(texts), or fromJSON");
    return this.tokens(text).map((token) => this.#lookup.index(token));
  }

  /** The text of tokens; padding is left out. */
  decode(ids: ArrayLike<number>): string {
    this.#lookup.checkAdapted("call train(texts), or fromJSON");
    const size = this.vocabularySize;
    const tokens = Array.from(ids, (id) => {
      if (Number.isInteger(id) && id >= 0 && id < size) return this.#lookup.token(id);
      throw new NeurogradError(
        "index_out_of_range",
        `${this.#name}: ${id} is not one of the ${size} tokens; give numbers from 0 to ${size - 1}`,
      );
    });
    return tokens.filter((token) => token !== "").join(this.#separator);
  }

  toJSON(): VocabularyTokenizerJson {
    return {
      kind: this.#kind,
      maxTokens: this.#maxTokens ?? null,
      lower: this.#lower,
      vocabulary: this.vocabulary,
    };
  }

  protected restore(vocabulary: readonly string[]): void {
    if (vocabulary.length > 2) this.#lookup.restore({ vocabulary: vocabulary.slice(2), idfWeights: null });
  }
}

/**
 * Words and punctuation marks as tokens, spaces between them not kept: `decode` puts one between all. Token 0 is padding, 1
 * an unknown word.
 *
 * Throws  `invalid_option`, `missing_option`, `empty_data`, `index_out_of_range`.
 * Source  scikit-learn's CountVectorizer has words alone; punctuation is a token here.
 *
 * @example
 * const tokenizer = new WordTokenizer({ lower: true });
 * tokenizer.train(["The cat, the dog."]);
 * tokenizer.decode(tokenizer.encode("the cat."));   // "the cat ."
 */
export class WordTokenizer extends VocabularyTokenizer {
  constructor(options: VocabularyTokenizerOptions = {}) {
    super(
      "word",
      (text) => text.match(/[\p{L}\p{M}\p{N}]+(?:['’]\p{L}+)*|[^\s\p{L}\p{M}\p{N}]/gu) ?? [],
      " ",
      options,
    );
  }

  static fromJSON({ maxTokens, lower, vocabulary }: VocabularyTokenizerJson): WordTokenizer {
    const made = new WordTokenizer({ maxTokens: maxTokens ?? undefined, lower });
    made.restore(vocabulary);
    return made;
  }
}

/**
 * Characters (code points) as tokens: a text of known ones is its tokens again. Token 0 is padding, 1 an unknown character.
 *
 * Throws  `invalid_option`, `missing_option`, `empty_data`, `index_out_of_range`.
 * Source  Karpathy, "The unreasonable effectiveness of recurrent neural networks", 2015: character-level language models.
 *
 * @example
 * const tokenizer = new CharacterTokenizer();
 * tokenizer.train(["to be or not to be"]);
 * tokenizer.decode(tokenizer.encode("tone"));   // "tone"
 */
export class CharacterTokenizer extends VocabularyTokenizer {
  constructor(options: VocabularyTokenizerOptions = {}) {
    super("character", (text) => [...text], "", options);
  }

  static fromJSON({ maxTokens, lower, vocabulary }: VocabularyTokenizerJson): CharacterTokenizer {
    const made = new CharacterTokenizer({ maxTokens: maxTokens ?? undefined, lower });
    made.restore(vocabulary);
    return made;
  }
}
