import { existsSync, realpathSync } from "node:fs";
import { pathToFileURL } from "node:url";

// What every example needs to be a program as well as a module.

export type Lang = "en" | "zh";
export type Print = (text: string) => void;
export type Runtime = "auto" | "native" | "wasm" | "reference";

const runtimes: readonly string[] = ["auto", "native", "wasm", "reference"] satisfies Runtime[];

/** Picks the sentence of one language: `say("loss", "损失")`. */
export function speaker(lang: Lang): (english: string, chinese: string) => string {
  return (english, chinese) => (lang === "zh" ? chinese : english);
}

/** True if the module at `url` is the program that Node was started with. */
export function isMain(url: string): boolean {
  const program = process.argv[1];
  return program !== undefined && existsSync(program) && url === pathToFileURL(realpathSync(program)).href;
}

/**
 * Reads `--name value` for each name of `defaults`, `--lang en|zh` (else the language of LC_ALL or LANG) and
 * `--runtime`. A number stays a number. An unknown name or a bad value ends the program with code 2.
 */
export function commandLine<T extends Record<string, number | string>>(
  defaults: T,
  args: readonly string[] = process.argv.slice(2),
): T & { lang: Lang; runtime: Runtime } {
  const values: Record<string, number | string> = {
    lang: languageOf(process.env),
    runtime: "auto",
    ...defaults,
  };
  const known = Object.keys(values);
  for (let i = 0; i < args.length; i += 2) {
    const name = args[i].replace(/^--/, "");
    const text = args[i + 1];
    if (!args[i].startsWith("--") || !known.includes(name) || text === undefined) {
      stop(`${args[i]}: the options are ${known.map((k) => `--${k} ${values[k]}`).join(" ")}`);
    }
    const isNumber = typeof values[name] === "number";
    if (isNumber && (text.trim() === "" || !Number.isFinite(Number(text))))
      stop(`--${name}: ${text} is not a number`);
    const choices = name === "lang" ? ["en", "zh"] : name === "runtime" ? runtimes : undefined;
    if (choices && !choices.includes(text)) stop(`--${name}: ${text}: say ${choices.join(", ")}`);
    values[name] = isNumber ? Number(text) : text;
  }
  return values as T & { lang: Lang; runtime: Runtime }; // each value was replaced by one of its own type
}

/** Runs an example as a program: its options from the command line, an error as one line and exit code 1. */
export async function runAsProgram<T extends Record<string, number | string>>(
  run: (options: T & { lang: Lang; runtime: Runtime }) => Promise<unknown>,
  defaults: T,
): Promise<void> {
  try {
    await run(commandLine(defaults));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

function languageOf(env: NodeJS.ProcessEnv): Lang {
  return (env.LC_ALL || env.LC_MESSAGES || env.LANG || "").startsWith("zh") ? "zh" : "en";
}

function stop(message: string): never {
  console.error(message);
  process.exit(2);
}
