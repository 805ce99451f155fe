import { readFileSync } from "node:fs";
import { NeurogradError, nearestName } from "../core/errors.js";
import { brainCompare } from "./brain-compare.js";
import { brainConvert } from "./brain-convert.js";
import { CommandError, exitCodes, usageError } from "./command-error.js";
import { commandWords } from "./command-words.js";
import { type CommandName, commandNames, helpText } from "./help.js";
import { inspect } from "./inspect.js";
import type { Io } from "./io.js";
import { lab } from "./lab.js";
import { languageOf } from "./language.js";
import { type Messages, messagesIn } from "./messages.js";
import { predict } from "./predict.js";
import { train } from "./train.js";

/** Does one command; gives its exit code. `args` are the words behind its name. */
export type Command = (args: readonly string[], io: Io, say: Messages) => Promise<number>;

const commands: Readonly<Record<CommandName, Command>> = {
  train,
  predict,
  inspect,
  "brain compare": brainCompare,
  "brain convert": brainConvert,
  lab,
};

/** The command `neurograd`: `argv` are the words behind that name. Gives the exit code, and never throws. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const language = languageOf(argv, io.env);
  const say = messagesIn(language);
  const words = commandFirst(argv);
  const [word] = words;
  const { name, rest } = commandWords(words);
  try {
    if (isHelp(argv, word)) {
      const about = name === undefined ? commandWords(words.slice(1)) : { name, group: undefined };
      const group = about.group ?? commandWords(words).group;
      io.stdout.write(helpText(about.name ?? group, language, io.stdout.columns()));
      return exitCodes.done;
    }
    if (word === "--version" || word === "-v" || word === "version") {
      io.stdout.write(`${version()}\n`);
      return exitCodes.done;
    }
    if (word === undefined) {
      io.stderr.write(helpText(undefined, language, io.stderr.columns()));
      return exitCodes.usage;
    }
    if (name === undefined) throw unknownWord(words, say);
    return await commands[name](rest, io, say);
  } catch (error) {
    return report(error, name, io, say);
  }
}

function isHelp(argv: readonly string[], word: string | undefined): boolean {
  const end = argv.indexOf("--");
  const words = end < 0 ? argv : argv.slice(0, end);
  return words.includes("--help") || words.includes("-h") || word === "help";
}

/** `--lang zh train mnist` is `train mnist --lang zh`. */
function commandFirst(argv: readonly string[]): readonly string[] {
  const length = argv[0] === "--lang" ? 2 : argv[0]?.startsWith("--lang=") ? 1 : 0;
  return argv.length > length ? [...argv.slice(length), ...argv.slice(0, length)] : argv;
}

function unknownWord(words: readonly string[], say: Messages): CommandError {
  const { group } = commandWords(words);
  const [word, next] = words;
  if (group !== undefined) {
    const own = commandNames.filter((name) => name.startsWith(`${group} `));
    if (next === undefined || next.startsWith("-")) return usageError(say.whichCommand(group, own));
    return usageError(say.unknownCommand(`${group} ${next}`, nearestName(`${group} ${next}`, own), own));
  }
  const options = ["--help", "--version", "--lang"];
  const known = [...new Set(commandNames.map((name) => name.split(" ")[0]))];
  return word.startsWith("-")
    ? usageError(say.unknownOption(word, nearestName(word, options)))
    : usageError(say.unknownCommand(word, nearestName(word, known), known));
}

/** Says what went wrong, in a sentence; gives the exit code. */
function report(error: unknown, name: CommandName | undefined, io: Io, say: Messages): number {
  if (error instanceof CommandError) {
    io.stderr.write(`${say.error(error.message)}\n`);
    if (error.exitCode === exitCodes.usage) io.stderr.write(`${say.tryHelp(name ?? "")}\n`);
  } else if (error instanceof NeurogradError) {
    io.stderr.write(`${say.error(error.message)}\n`);
  } else {
    const text = error instanceof Error ? error.message : String(error);
    io.stderr.write(`${say.bug(text)}\n`);
  }
  if (io.env.NEUROGRAD_DEBUG && error instanceof Error) io.stderr.write(`${error.stack ?? ""}\n`);
  return error instanceof CommandError ? error.exitCode : exitCodes.failed;
}

function version(): string {
  // Two folders up both from src/cli and from dist/cli.
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version; // npm requires it
}
