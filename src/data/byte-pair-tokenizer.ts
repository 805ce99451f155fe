import { NeurogradError } from "../core/errors.js";

export interface BytePairTokenizerOptions {
  /** Number of tokens: 256 bytes and the pairs learned. Default 1000. */
  readonly vocabularySize?: number | undefined;
}

export interface BytePairTokenizerJson {
  readonly kind: "bytePair";
  readonly vocabularySize: number;
  readonly merges: readonly (readonly [left: number, right: number])[];
}

/**
 * Byte-pair encoding: tokens 0 … 255 are bytes, token 256 + k joins the k-th pair learned, each the most frequent one at
 * its time. Any text is its tokens again, whatever it was trained on. Pairs do not cross the words that a text is first cut
 * into: letters, digits or signs with a space before them, or blanks.
 *
 * Default of equally frequent pairs the one with the smaller numbers.
 * Throws  `invalid_option`, `empty_data`; `index_out_of_range` for a number that is no token.
 * Source  Gage, "A new algorithm for data compression", 1994; Sennrich, Haddow and Birch, arXiv 1508.07909; over bytes,
 *         Radford et al., "Language models are unsupervised multitask learners", 2019, §2.2.
 *
 * @example
 * const tokenizer = new BytePairTokenizer({ vocabularySize: 300 });
 * tokenizer.train(["low lower lowest", "new newer newest"]);
 * const ids = tokenizer.encode("the lowest 花");
 * tokenizer.decode(ids);   // "the lowest 花"
 */
export class BytePairTokenizer {
  readonly #limit: number;
  #merges: readonly (readonly [number, number])[] = [];
  /** Token of a pair, by `left · 2²⁶ + right`. */
  #joined = new Map<number, number>();

  constructor({ vocabularySize = 1000 }: BytePairTokenizerOptions = {}) {
    if (!Number.isInteger(vocabularySize) || vocabularySize < 256) {
      throw new NeurogradError(
        "invalid_option",
        `BytePairTokenizer: vocabularySize is ${vocabularySize}; give a whole number from 256 on, one for each byte`,
      );
    }
    this.#limit = vocabularySize;
  }

  /** Number of tokens; smaller than asked for where the texts have no more pairs. */
  get vocabularySize(): number {
    return 256 + this.#merges.length;
  }

  /** Learns pairs from texts, in place of those known. */
  train(texts: Iterable<string>): void {
    const counts = new Map<string, number>();
    for (const text of texts) for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
    if (counts.size === 0) {
      throw new NeurogradError(
        "empty_data",
        "BytePairTokenizer: there is no text to train on; give at least a word",
      );
    }
    const words = [...counts].map(([word, count]) => ({ tokens: bytesOf(word), count }));
    const pairs = new Map<number, PairUse>();
    for (const word of words) countPairs(pairs, word, 1);
    const merges: [number, number][] = [];
    while (256 + merges.length < this.#limit) {
      const best = mostUsed(pairs);
      if (best === undefined) break;
      const [left, right] = [Math.floor(best / pairBase), best % pairBase];
      const token = 256 + merges.length;
      for (const word of [...(pairs.get(best)?.words ?? [])]) {
        countPairs(pairs, word, -1);
        word.tokens = join(word.tokens, left, right, token);
        countPairs(pairs, word, 1);
      }
      merges.push([left, right]);
    }
    this.#learn(merges);
  }

  encode(text: string): number[] {
    const ids: number[] = [];
    const known = new Map<string, readonly number[]>();
    for (const word of wordsOf(text)) {
      const tokens = known.get(word) ?? this.#encodeWord(word);
      known.set(word, tokens);
      for (const token of tokens) ids.push(token);
    }
    return ids;
  }

  /** The text of tokens. Bytes that are no UTF-8, as half a character is, become U+FFFD. */
  decode(ids: ArrayLike<number>): string {
    const bytes: number[] = [];
    const open: number[] = [];
    for (let i = 0; i < ids.length; i++) {
      if (!Number.isInteger(ids[i]) || ids[i] < 0 || ids[i] >= this.vocabularySize) {
        throw new NeurogradError(
          "index_out_of_range",
          `BytePairTokenizer: ${ids[i]} is not one of the ${this.vocabularySize} tokens; give numbers from 0 to ${this.vocabularySize - 1}`,
        );
      }
      open.push(ids[i]);
      for (let token = open.pop(); token !== undefined; token = open.pop()) {
        if (token < 256) bytes.push(token);
        else open.push(this.#merges[token - 256][1], this.#merges[token - 256][0]);
      }
    }
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes));
  }

  toJSON(): BytePairTokenizerJson {
    return { kind: "bytePair", vocabularySize: this.#limit, merges: this.#merges };
  }

  static fromJSON({ vocabularySize, merges }: BytePairTokenizerJson): BytePairTokenizer {
    const made = new BytePairTokenizer({ vocabularySize });
    made.#learn(merges);
    return made;
  }

  #learn(merges: readonly (readonly [number, number])[]): void {
    this.#merges = merges;
    this.#joined = new Map(merges.map(([left, right], k) => [left * pairBase + right, 256 + k]));
  }

  /** The pair learned first is joined first, as in training. */
  #encodeWord(word: string): readonly number[] {
    let tokens = bytesOf(word);
    while (true) {
      let first = Infinity;
      for (let i = 1; i < tokens.length; i++) {
        first = Math.min(first, this.#joined.get(tokens[i - 1] * pairBase + tokens[i]) ?? Infinity);
      }
      if (first === Infinity) return tokens;
      const [left, right] = this.#merges[first - 256];
      tokens = join(tokens, left, right, first);
    }
  }
}

const pairBase = 2 ** 26;

/** Every character is in one of them. */
const wordsOf = (text: string): string[] =>
  text.match(/ ?\p{L}[\p{L}\p{M}]*| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+?(?= ?\S)|\s+/gu) ?? [];

const bytesOf = (word: string): readonly number[] => Array.from(new TextEncoder().encode(word));

interface Word {
  tokens: readonly number[];
  readonly count: number;
}

interface PairUse {
  count: number;
  readonly words: Set<Word>;
}

function countPairs(pairs: Map<number, PairUse>, word: Word, sign: 1 | -1): void {
  const { tokens, count } = word;
  for (let i = 1; i < tokens.length; i++) {
    const pair = tokens[i - 1] * pairBase + tokens[i];
    let use = pairs.get(pair);
    if (use === undefined) {
      use = { count: 0, words: new Set() };
      pairs.set(pair, use);
    }
    use.count += sign * count;
    if (sign > 0) use.words.add(word);
    else use.words.delete(word);
    if (use.count === 0) pairs.delete(pair);
  }
}

function mostUsed(pairs: ReadonlyMap<number, PairUse>): number | undefined {
  let best: number | undefined;
  let most = 1; // a pair that occurs once saves nothing
  for (const [pair, { count }] of pairs) {
    if (count < most || count < 2 || (count === most && best !== undefined && pair > best)) continue;
    [best, most] = [pair, count];
  }
  return best;
}

function join(tokens: readonly number[], left: number, right: number, token: number): readonly number[] {
  const out: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const isPair = tokens[i] === left && i + 1 < tokens.length && tokens[i + 1] === right;
    out.push(isPair ? token : tokens[i]);
    if (isPair) i++;
  }
  return out;
}
