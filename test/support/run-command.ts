import type { Io, Output } from "../../src/cli/io.js";
import { run } from "../../src/cli/run.js";

/** What the command printed and answered. */
export interface CommandRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Exit codes with which the process would have ended at once. */
  readonly exits: readonly number[];
}

export interface CommandWorld {
  readonly env?: Io["env"];
  /** A terminal of so many columns looks at both outputs. Default: a file. */
  readonly columns?: number;
  /** How often Ctrl-C is pressed now, by what was printed so far; asked whenever something is printed. */
  readonly interrupt?: (stdout: string) => number;
}

/** Runs the command in this process, in a world of its own: outputs, environment, a clock that ticks 1 ms a look. */
export async function runCommand(
  words: string | readonly string[],
  { env = {}, columns, interrupt }: CommandWorld = {},
): Promise<CommandRun> {
  let [stdout, stderr, time] = ["", "", 0];
  const listeners = new Set<() => void>();
  const exits: number[] = [];
  const outputOf = (write: (text: string) => void): Output => ({
    write,
    isTerminal: columns !== undefined,
    columns: () => columns ?? 80,
  });
  const io: Io = {
    stdout: outputOf((text) => {
      stdout += text;
      for (let times = interrupt?.(stdout) ?? 0; times > 0; times--)
        for (const listener of listeners) listener();
    }),
    stderr: outputOf((text) => {
      stderr += text;
    }),
    env,
    now: () => time++,
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    exit: (code) => void exits.push(code),
  };
  const argv = typeof words === "string" ? words.split(" ").filter(Boolean) : words;
  const code = await run(argv, io);
  return { code, stdout, stderr, exits };
}
