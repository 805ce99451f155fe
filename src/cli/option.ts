import { nearestName } from "../core/errors.js";
import { usageError } from "./command-error.js";
import type { Messages } from "./messages.js";

/** One option of a command: what its value is called in the help, and how it is read. */
export interface Option<T> {
  /** Undefined for an option that is only there or not. */
  readonly value: string | undefined;
  /** The value that `text` stands for; `name` is the option as it was typed. Throws an error of usage. */
  readonly read: (text: string, name: string, say: Messages) => T;
}

export const flag: Option<true> = { value: undefined, read: () => true };

export const text = (value: string): Option<string> => ({
  value,
  read: (given) => given,
});

/** A whole number in [low, high]. */
export const integer = (low: number, high: number = Number.MAX_SAFE_INTEGER): Option<number> => ({
  value: "N",
  read: (given, name, say) => {
    const number = numberOf(given);
    if (Number.isSafeInteger(number) && number >= low && number <= high) return number;
    throw usageError(say.notInteger(name, given, low, high === Number.MAX_SAFE_INTEGER ? undefined : high));
  },
});

/** A number above `low` (or from it, with `isClosed`) and below `high`. */
export const real = (low: number, high: number = Infinity, isClosed = false): Option<number> => ({
  value: "X",
  read: (given, name, say) => {
    const number = numberOf(given);
    if (Number.isFinite(number) && (isClosed ? number >= low : number > low) && number < high) return number;
    throw usageError(say.notReal(name, given, low, high === Infinity ? undefined : high, isClosed));
  },
});

/** One of some words. */
export const choice = <W extends string>(words: readonly W[], value: string): Option<W> => ({
  value,
  read: (given, name, say) => {
    const found = words.find((word) => word === given);
    if (found !== undefined) return found;
    const near = given.length > 2 ? nearestName(given, words) : undefined; // two letters are near everything
    throw usageError(say.notAmong(name, given, near, words));
  },
});

/** Names with commas between them. */
export const names = (value: string): Option<readonly string[]> => ({
  value,
  read: (given, name, say) => {
    const items = given.split(",").map((item) => item.trim());
    if (items.includes("")) throw usageError(say.emptyItem(name, given));
    return items;
  },
});

/** Widths of layers: `128,64`, or `none`. */
export const widths: Option<readonly number[]> = {
  value: "N,N,…",
  read: (given, name, say) => {
    if (given === "none") return [];
    const items = given.split(",").map(numberOf);
    if (items.every((n) => Number.isInteger(n) && n >= 1 && n <= 65_536)) return items;
    throw usageError(say.notWidths(name, given));
  },
};

/** The number that a text spells in decimal digits, else NaN. */
const numberOf = (given: string): number =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(given.trim()) ? Number(given) : Number.NaN;
