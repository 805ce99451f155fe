import type { Lang } from "../plots/words.js";
import type { Workshop } from "./workshop.js";

/** A text in each language. */
export type Words = Readonly<Record<Lang, string>>;

/** A number that was measured in this run. */
export interface Figure {
  /** For programs: stays the same in every language. */
  readonly key: string;
  readonly name: Words;
  readonly value: number;
  /** "%" stands for a value that is already in percent; "" for a plain number. */
  readonly unit: string;
}

/** What has been published, with where it stands. */
export interface Published {
  readonly name: Words;
  /** With its unit. */
  readonly value: string | Words;
  readonly source: string;
  /** Whether we have read it there, or computed it again from the formulas there; if not, it is shown as unconfirmed. */
  readonly isConfirmed: boolean;
}

/** What a row measures. */
export interface Measured {
  readonly artificial: readonly Figure[];
  readonly brain: readonly Figure[];
  /** Clock times of this machine, which differ from run to run. */
  readonly times?: readonly Figure[];
  /** Pictures, SVG text. */
  readonly plots?: readonly Words[];
}

/** One comparison. A new one is a file in `rows/` and its place in `rows/index.ts`. */
export interface Row {
  readonly row: string;
  readonly title: Words;
  readonly question: Words;
  readonly published: readonly Published[];
  /** One sentence: what is analogy, and what is not. */
  readonly analogy: Words;
  readonly measure: (workshop: Workshop) => Promise<Measured>;
}

/** A text that may be the same in every language. */
export const textOf = (text: string | Words, lang: Lang): string =>
  typeof text === "string" ? text : text[lang];

export const words = (en: string, zh: string): Words => ({ en, zh });

export const figureOf = (key: string, name: Words, value: number, unit = ""): Figure => ({
  key,
  name,
  value,
  unit,
});

/** A share as percent. */
export const percent = (key: string, name: Words, share: number): Figure =>
  figureOf(key, name, 100 * share, "%");

/** A picture in both languages. */
export const inBoth = (draw: (lang: Lang) => string): Words => ({ en: draw("en"), zh: draw("zh") });

/** Pictures are small enough to be read on a telephone. */
export const plotSize: { readonly width: 400; readonly height: 270 } = { width: 400, height: 270 };
