import type { CaseHistory } from "./case-history.js";
import type { DiseaseName } from "./rules/index.js";

/** A text in both languages. */
export interface Said {
  readonly en: string;
  readonly zh: string;
}

/** Something to try, and what it is in words. */
export interface Remedy {
  readonly change:
    | "learningRate"
    | "activation"
    | "initializer"
    | "clipGradients"
    | "scaleInputs"
    | "removeColumn"
    | "classWeight"
    | "fewerLayers"
    | "findOperation";
  /** The new learning rate; the name of the activation or initializer. */
  readonly to?: number | string;
  readonly says: Said;
}

/** What speaks for a disease. */
export interface Sign {
  /** Where it shows first. */
  readonly layer?: string;
  /** The numbers on which it rests, by name. */
  readonly numbers: Readonly<Record<string, number>>;
  /** The same in a sentence. */
  readonly says: Said;
  readonly remedies: readonly Remedy[];
}

export type Thresholds = Readonly<Record<string, number>>;

/** One disease: how it is known, what it is, what it brings about. */
export interface Rule<T extends Thresholds> {
  readonly name: Said;
  /** What happens there, for somebody who has not heard of it. */
  readonly why: Said;
  /** Diseases that are its consequences: where it is found, they are told with it and not by themselves. */
  readonly explains: readonly DiseaseName[];
  /** Beginnings to be changed: no law of nature. */
  readonly thresholds: T;
  /** Where the thresholds come from. */
  readonly source: string;
  readonly find: (history: CaseHistory, thresholds: T) => Sign | undefined;
}

/** Makes a rule: adding a disease is a file in `rules/` and a line in its index. */
/* @__NO_SIDE_EFFECTS__ */
export const defineRule = <const T extends Thresholds>(
  rule: Rule<{ readonly [Name in keyof T]: number }> & { readonly thresholds: T },
): Rule<{ readonly [Name in keyof T]: number }> => rule;
