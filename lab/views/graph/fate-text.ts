import type { Fate } from "neurograd/explain";
import type { GraphWords } from "./words.js";

const names = {
  kept: "fateKept",
  merged: "fateMerged",
  computed: "fateComputed",
  bypassed: "fateBypassed",
  rewritten: "fateRewritten",
  unused: "fateUnused",
} as const satisfies Readonly<Record<Fate["is"], keyof GraphWords>>;

/** What became of a node, in words. */
export const fateText = ({ is }: Pick<Fate, "is">, say: GraphWords): string => say[names[is]];
