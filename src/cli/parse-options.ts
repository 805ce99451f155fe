import { parseArgs } from "node:util";
import { nearestName } from "../core/errors.js";
import { usageError } from "./command-error.js";
import type { Messages } from "./messages.js";
import type { Option } from "./option.js";

export type OptionTable = Readonly<Record<string, Option<unknown>>>;

/** What was given for each option, by its name in camelCase. */
export type Values<O> = { readonly [K in keyof O]?: O[K] extends Option<infer T> ? T : never };

export interface Parsed<O> {
  readonly values: Values<O>;
  readonly positionals: readonly string[];
}

/** `batchSize` is typed as `--batch-size`. */
export const typed = (key: string): string => `--${key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`;

const shorts: Readonly<Record<string, { readonly short: string } | undefined>> = {
  "--help": { short: "h" },
  "--version": { short: "v" },
};

/** Reads the options of a command. Throws an error of usage that names the option, and the nearest right one. */
export function parseOptions<O extends object>(args: readonly string[], table: O, say: Messages): Parsed<O> {
  const options = new Map(
    Object.entries(table as OptionTable).map(([key, option]) => [typed(key), { key, option }]),
  );
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      [...options].map(([name, { option }]) => [
        name.slice(2),
        { type: option.value === undefined ? "boolean" : "string", ...shorts[name] } as const,
      ]),
    ),
  });
  const values: Record<string, unknown> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const found = options.get(`--${token.name}`);
    if (found === undefined) throw usageError(say.unknownOption(token.rawName, nearest(token.name, options)));
    const { key, option } = found;
    if (option.value === undefined) {
      if (token.value !== undefined) throw usageError(say.takesNoValue(token.rawName, token.value));
    } else if (!token.value?.trim() || (!token.inlineValue && options.has(token.value))) {
      throw usageError(say.needsValue(token.rawName, option.value));
    }
    values[key] = option.read(token.value ?? "", token.rawName, say);
  }
  return { values: values as Values<O>, positionals }; // each value was read by its own option
}

function nearest(name: string, options: ReadonlyMap<string, unknown>): string | undefined {
  const known = [...options.keys()].map((option) => option.slice(2));
  // A word that another begins with is what was meant: `--epoch`, `--lr` is not.
  const longer = known.filter((option) => name.length > 2 && option.startsWith(name));
  const near = longer.length === 1 ? longer[0] : (aliases[name] ?? nearestName(name, known));
  return near === undefined || !options.has(`--${near}`) ? undefined : `--${near}`;
}

/** What other programs call them. */
const aliases: Readonly<Record<string, string | undefined>> = {
  lr: "learning-rate",
  bs: "batch-size",
  batch: "batch-size",
  hidden: "layers",
  units: "layers",
  label: "target",
  out: "output",
  o: "output",
  e: "epochs",
  language: "lang",
  locale: "lang",
  silent: "quiet",
  q: "quiet",
  device: "runtime",
  backend: "runtime",
};
