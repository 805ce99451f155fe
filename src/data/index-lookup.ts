import { NeurogradError } from "../core/errors.js";
import { Tensor } from "../core/tensor.js";
import { type CategoryOutputMode, encodeCategories } from "./encode-categories.js";
import { mostFrequent } from "./most-frequent.js";

export type LookupOutputMode = "int" | CategoryOutputMode | "tfIdf";

export interface LookupOptions<T> {
  /** Most entries of the vocabulary, those for masked and unknown ones included. Default: no limit. */
  readonly maxTokens?: number | undefined;
  /** Entries for what is not in the vocabulary. Default 1; with 0 such an input is an error. */
  readonly numOovIndices?: number | undefined;
  /** What stands for nothing: index 0 of `int`, left out by other modes. Default: no such token. */
  readonly maskToken?: T | undefined;
  /** What unknown ones become when `invert` turns indices back. */
  readonly oovToken?: T | undefined;
  /** The tokens, instead of `adapt`; with or without the special ones at the start. */
  readonly vocabulary?: readonly T[] | undefined;
  /** For `tfIdf`: the weight of each entry of `vocabulary`. */
  readonly idfWeights?: readonly number[] | undefined;
  /** Maps indices to tokens. Default false. */
  readonly invert?: boolean | undefined;
  /** Default `int`. */
  readonly outputMode?: LookupOutputMode | undefined;
  /** Whether vectors have `maxTokens` places even if the vocabulary is smaller. Default false. */
  readonly padToMaxTokens?: boolean | undefined;
}

/** What a lookup is, as JSON. */
export interface LookupJson<T> {
  readonly maxTokens: number | null;
  readonly numOovIndices: number;
  readonly maskToken: T | null;
  readonly oovToken: T;
  readonly invert: boolean;
  readonly outputMode: LookupOutputMode;
  readonly padToMaxTokens: boolean;
  /** Without the special tokens; null before `adapt`. */
  readonly vocabulary: readonly T[] | null;
  readonly idfWeights: readonly number[] | null;
}

/** Tokens and their indices: what lookups of strings and of integers share. Not public. */
export class IndexLookup<T extends string | number> {
  readonly kind: string;
  readonly outputMode: LookupOutputMode;
  readonly invert: boolean;
  readonly #maxTokens: number | undefined;
  readonly #numOov: number;
  readonly #mask: T | undefined;
  readonly #oov: T;
  readonly #pad: boolean;
  readonly #bucket: (token: T, buckets: number) => number;
  readonly #isGiven: boolean;
  #tokens: readonly T[] | undefined;
  #indices = new Map<T, number>();
  /** Of the special tokens and then of each token. */
  #idf: readonly number[] | undefined;

  constructor(
    kind: string,
    oovToken: T,
    bucket: (token: T, buckets: number) => number,
    {
      maxTokens,
      numOovIndices = 1,
      maskToken,
      vocabulary,
      idfWeights,
      invert = false,
      outputMode = "int",
      padToMaxTokens = false,
    }: LookupOptions<T>,
  ) {
    this.kind = kind;
    this.outputMode = outputMode;
    this.invert = invert;
    this.#maxTokens = maxTokens;
    this.#numOov = numOovIndices;
    this.#mask = maskToken;
    this.#oov = oovToken;
    this.#pad = padToMaxTokens;
    this.#bucket = bucket;
    this.#isGiven = vocabulary !== undefined;
    if (maxTokens !== undefined && !(Number.isInteger(maxTokens) && maxTokens > this.#start)) {
      this.#refuse(`maxTokens is ${maxTokens}; give a whole number above ${Math.max(1, this.#start)}`);
    }
    if (!Number.isInteger(numOovIndices) || numOovIndices < 0) {
      this.#refuse(`numOovIndices is ${numOovIndices}; give a whole number from 0 on`);
    }
    if (invert && outputMode !== "int")
      this.#refuse(`invert needs outputMode "int", got "${outputMode}"; leave one out`);
    if (padToMaxTokens && maxTokens === undefined) this.#refuse("padToMaxTokens needs maxTokens; give both");
    if (idfWeights !== undefined && outputMode !== "tfIdf") {
      this.#refuse(`idfWeights are not used by outputMode "${outputMode}"; set outputMode: "tfIdf"`);
    }
    if (vocabulary !== undefined) this.#set(vocabulary, idfWeights);
  }

  get #hasMaskIndex(): number {
    return this.#mask !== undefined && this.outputMode === "int" ? 1 : 0;
  }

  /** The index of the first token that is not special. */
  get #start(): number {
    return this.#hasMaskIndex + this.#numOov;
  }

  get #special(): T[] {
    const mask = this.#hasMaskIndex === 1 && this.#mask !== undefined ? [this.#mask] : [];
    return [...mask, ...Array<T>(this.#numOov).fill(this.#oov)];
  }

  /** Every entry at its index, special ones first. */
  get vocabulary(): readonly T[] {
    return [...this.#special, ...(this.#tokens ?? [])];
  }

  /** Learns the tokens of documents, the most frequent first. */
  adapt(documents: Iterable<readonly T[]>): void {
    if (this.#isGiven) this.#refuse("adapt would replace the vocabulary given; leave one out");
    const counts = new Map<T, number>();
    const inDocuments = new Map<T, number>();
    let total = 0;
    for (const document of documents) {
      total++;
      for (const token of document) counts.set(token, (counts.get(token) ?? 0) + 1);
      if (this.outputMode !== "tfIdf") continue;
      for (const token of new Set(document)) inDocuments.set(token, (inDocuments.get(token) ?? 0) + 1);
    }
    if (this.#mask !== undefined) counts.delete(this.#mask);
    counts.delete(this.#oov);
    const tokens = mostFrequent(
      counts,
      this.#maxTokens === undefined ? undefined : this.#maxTokens - this.#start,
    );
    if (tokens.length === 0) {
      throw new NeurogradError(
        "empty_data",
        `${this.kind}: there are no tokens to adapt to; give at least one`,
      );
    }
    const idf = tokens.map((token) => Math.log(1 + total / (1 + (inDocuments.get(token) ?? 0))));
    this.#learn(tokens, this.outputMode === "tfIdf" ? this.#withSpecial(idf) : undefined);
  }

  /** The index of a token; −1 for a masked one in modes other than `int`. */
  index(token: T): number {
    if (token === this.#mask) return this.#hasMaskIndex - 1;
    const known = this.#indices.get(token);
    if (known !== undefined) return known;
    if (this.#numOov === 0) {
      throw new NeurogradError(
        "unknown_category",
        `${this.kind}: ${JSON.stringify(token)} is not in the vocabulary; add it, or set numOovIndices: 1`,
      );
    }
    const bucket = this.#numOov === 1 ? 0 : this.#bucket(token, this.#numOov);
    return this.#hasMaskIndex + bucket;
  }

  /** The token at an index; the token for unknown ones where there is none. */
  token(index: number): T {
    if (index === 0 && this.#mask !== undefined) return this.#mask;
    return this.#tokens?.[index - this.#start] ?? this.#oov;
  }

  /** Indices or vectors of tokens that have a shape. */
  encode(tokens: readonly T[], shape: readonly number[]): Tensor {
    this.checkAdapted();
    const indices = Int32Array.from(tokens, (token) => this.index(token));
    if (this.outputMode === "int") return new Tensor(indices, shape, "int32");
    return this.weighted(encodeCategories(indices, shape, this.depth, this.categoryMode));
  }

  get categoryMode(): CategoryOutputMode {
    return this.outputMode === "oneHot" || this.outputMode === "multiHot" ? this.outputMode : "count";
  }

  /** Length of the vectors. */
  get depth(): number {
    return this.#pad && this.#maxTokens !== undefined
      ? this.#maxTokens
      : this.#start + (this.#tokens?.length ?? 0);
  }

  /** Counts times idf weights for `tfIdf`. */
  weighted(counts: Tensor): Tensor {
    const idf = this.#idf;
    if (idf === undefined) return counts;
    const depth = this.depth;
    const values = counts.toFloat64();
    return new Tensor(
      Float32Array.from(values, (count, i) => count * (idf[i % depth] ?? 0)),
      counts.shape,
      "float32",
    );
  }

  /** Throws `missing_option` while there is no vocabulary. */
  checkAdapted(how = "call adapt(data), or give vocabulary"): void {
    if (this.#tokens !== undefined) return;
    throw new NeurogradError("missing_option", `${this.kind}: has no vocabulary yet; ${how}`);
  }

  toJSON(): LookupJson<T> {
    return {
      maxTokens: this.#maxTokens ?? null,
      numOovIndices: this.#numOov,
      maskToken: this.#mask ?? null,
      oovToken: this.#oov,
      invert: this.invert,
      outputMode: this.outputMode,
      padToMaxTokens: this.#pad,
      vocabulary: this.#tokens ?? null,
      idfWeights: this.#idf ?? null,
    };
  }

  #set(vocabulary: readonly T[], idfWeights: readonly number[] | undefined): void {
    const special = this.#special;
    const hasSpecial = special.length > 0 && special.every((token, i) => vocabulary[i] === token);
    const tokens = hasSpecial ? vocabulary.slice(special.length) : vocabulary;
    if (vocabulary.length === 0) this.#refuse("vocabulary is empty; give at least one token");
    const repeated = tokens.find((token, i) => tokens.indexOf(token) !== i);
    if (new Set(tokens).size < tokens.length) {
      this.#refuse(`vocabulary has ${JSON.stringify(repeated)} twice; give each token once`);
    }
    if (this.#mask !== undefined && tokens.includes(this.#mask)) {
      this.#refuse(
        `vocabulary has the mask token ${JSON.stringify(this.#mask)} among its words; leave it out`,
      );
    }
    if (this.#maxTokens !== undefined && this.#start + tokens.length > this.#maxTokens) {
      this.#refuse(
        `vocabulary has ${this.#start + tokens.length} entries with the special ones, maxTokens is ${this.#maxTokens}; make it shorter`,
      );
    }
    if (this.outputMode !== "tfIdf") {
      this.#learn(tokens, undefined);
      return;
    }
    if (idfWeights?.length !== vocabulary.length) {
      this.#refuse(
        `outputMode "tfIdf" needs ${vocabulary.length} idfWeights, got ${idfWeights?.length ?? 0}; give one for each entry of vocabulary`,
      );
    }
    this.#learn(tokens, hasSpecial ? idfWeights : this.#withSpecial(idfWeights));
  }

  /** Unknown tokens weigh as much as the mean one. */
  #withSpecial(idf: readonly number[]): readonly number[] {
    const mean = idf.reduce((a, b) => a + b, 0) / idf.length;
    return [...Array<number>(this.#start).fill(mean), ...idf];
  }

  #learn(tokens: readonly T[], idf: readonly number[] | undefined): void {
    this.#tokens = tokens;
    this.#indices = new Map(tokens.map((token, i) => [token, this.#start + i]));
    this.#idf = idf;
  }

  /** Takes over what another of the same options has learned. */
  restore({ vocabulary, idfWeights }: Pick<LookupJson<T>, "vocabulary" | "idfWeights">): void {
    if (vocabulary !== null) this.#learn(vocabulary, idfWeights ?? undefined);
  }

  #refuse(what: string): never {
    throw new NeurogradError("invalid_option", `${this.kind}: ${what}`);
  }
}

/** The options that a lookup was made from, out of its JSON; what it learned is restored apart. */
export function lookupOptions<T>(json: LookupJson<T>): LookupOptions<T> {
  const { maxTokens, maskToken, vocabulary, idfWeights, ...same } = json;
  return { ...same, maxTokens: maxTokens ?? undefined, maskToken: maskToken ?? undefined };
}
