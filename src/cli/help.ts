import { displayWidth, padEnd } from "../core/display-width.js";
import { brainCompareOptions } from "./brain-compare-options.js";
import { brainConvertOptions } from "./brain-convert-options.js";
import { type CommandHelp, type HelpTexts, helpTextsIn } from "./help-texts.js";
import { inspectOptions } from "./inspect-options.js";
import { labOptions } from "./lab-options.js";
import type { Language } from "./language.js";
import { type OptionTable, typed } from "./parse-options.js";
import { predictOptions } from "./predict-options.js";
import { trainOptions } from "./train-options.js";

/** A command of two words does one of several things with the same subject. */
export type CommandName = "train" | "predict" | "inspect" | "brain compare" | "brain convert" | "lab";
export const commandNames: readonly CommandName[] = [
  "train",
  "predict",
  "inspect",
  "brain compare",
  "brain convert",
  "lab",
];

const tables: Readonly<Record<CommandName, OptionTable>> = {
  train: { ...trainOptions },
  predict: { ...predictOptions },
  inspect: { ...inspectOptions },
  "brain compare": { ...brainCompareOptions },
  "brain convert": { ...brainConvertOptions },
  lab: { ...labOptions },
};

/** What `--help` prints, of the whole, of one command, or of those that begin with a word, no wider than `columns`. */
export function helpText(about: string | undefined, language: Language, columns: number): string {
  const texts = helpTextsIn(language);
  const command = commandNames.find((name) => name === about);
  const lines =
    command === undefined ? wholeHelp(texts, columns, about) : commandHelp(command, texts, columns);
  return `${lines.join("\n")}\n`;
}

function wholeHelp(texts: HelpTexts, columns: number, group: string | undefined): string[] {
  const names = commandNames.filter((name) => group === undefined || name.startsWith(`${group} `));
  const commands = names.map((name): Row => [`  ${texts[name].usage}`, texts[name].summary]);
  const options: Row[] = [
    ["  --lang en|zh", texts.common.lang],
    ["  --version, -v", texts.common.version],
    ["  --help, -h", texts.common.help],
  ];
  const examples = names.map((name) => `  ${texts[name].examples[0]}`);
  return [
    `neurograd: ${texts.summary}`,
    "",
    `${texts.commands}:`,
    ...commands.flatMap(([usage, summary]) => [
      usage,
      ...wrap(summary, columns - 6).map((l) => `      ${l}`),
    ]),
    "",
    `${texts.options}:`,
    ...twoColumns(options, columns),
    "",
    `${texts.examples}:`,
    ...examples,
    "",
    ...wrap(texts.more, columns),
    ...wrap(texts.languages, columns),
  ];
}

function commandHelp(name: CommandName, texts: HelpTexts, columns: number): string[] {
  const help: CommandHelp<object> & { readonly options: Readonly<Record<string, string>> } = texts[name];
  const told: Readonly<Record<string, string | undefined>> = { ...texts.common, ...help.options };
  const options = Object.entries(tables[name]).map(([key, { value }]): Row => {
    const short = key === "help" ? ", -h" : "";
    return [`  ${typed(key)}${value === undefined ? short : ` ${value}`}`, told[key] ?? ""];
  });
  return [
    `${texts.usage}: neurograd ${help.usage}`,
    "",
    ...wrap(help.summary, columns),
    ...wrap(help.details.join(" "), columns),
    "",
    `${texts.options}:`,
    ...twoColumns(options, columns),
    "",
    `${texts.examples}:`,
    ...help.examples.map((example) => `  ${example}`),
  ];
}

type Row = readonly [left: string, right: string];

function twoColumns(rows: readonly Row[], columns: number): string[] {
  const left = Math.max(...rows.map(([text]) => displayWidth(text))) + 2;
  return rows.flatMap(([text, told]) =>
    wrap(told, Math.max(columns - left, 24)).map((line, k) => padEnd(k === 0 ? text : "", left) + line),
  );
}

/** Lines of at most `width` columns, broken at spaces, and between Chinese characters. */
export function wrap(text: string, width: number): string[] {
  if (text === "") return [];
  // A piece is a word with its spaces, or one wide character with the punctuation that may not begin a line.
  const pieces = text.match(/[^\s\u2e80-\uffef]+\s*|[\u2e80-\uffef][，。；：、）！？”]*\s*/gu) ?? [];
  const lines = [""];
  for (const piece of pieces) {
    const last = lines.length - 1;
    if (lines[last] !== "" && displayWidth((lines[last] + piece).trimEnd()) > width) lines.push(piece);
    else lines[last] += piece;
  }
  return lines.map((line) => line.trimEnd());
}
