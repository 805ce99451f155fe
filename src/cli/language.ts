import type { Io } from "./io.js";

export type Language = "en" | "zh";

/** The language of a locale's name, such as `zh_CN.UTF-8`. */
const ofLocale = (name: string): Language => (/^zh/i.test(name) ? "zh" : "en");

/** The language asked for: `--lang`, else NEUROGRAD_LANG, else the locale of the terminal. */
export function languageOf(argv: readonly string[], env: Io["env"]): Language {
  // Read before the options are, whose own errors are in this language.
  const at = argv.findIndex((arg) => arg === "--lang" || arg.startsWith("--lang="));
  const given = at < 0 ? undefined : argv[at] === "--lang" ? argv[at + 1] : argv[at].slice("--lang=".length);
  if (given === "en" || given === "zh") return given;
  return ofLocale(env.NEUROGRAD_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || "");
}
