import { readFileSync } from "node:fs";
import type { GoldenTensor, HashedTensor } from "./read-golden.js";

/** Small networks of Keras made of famous blocks: see blocks.py. */
export interface Blocks {
  readonly cases: readonly {
    readonly name: string;
    /** Of an image. */
    readonly shape: readonly number[];
    readonly weights: readonly HashedTensor[];
    /** Predictions before training, and after it. */
    readonly before: GoldenTensor;
    readonly after: GoldenTensor;
    /** Of each step, before its update. */
    readonly losses: readonly number[];
  }[];
}

export const readBlocks = (): Blocks =>
  JSON.parse(readFileSync(new URL("blocks.json", import.meta.url), "utf8"));
