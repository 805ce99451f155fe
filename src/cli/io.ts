/** One of the command's two outputs. */
export interface Output {
  write(text: string): void;
  /** Whether a person looks at it in a terminal that can move its cursor. */
  readonly isTerminal: boolean;
  /** Width of the terminal, 80 where there is none. */
  columns(): number;
}

/** The world around the command; tests give it another one. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since some moment. */
  now(): number;
  /** Calls `listener` at each Ctrl-C and each request to end, until the function it gives is called. */
  onInterrupt(listener: () => void): () => void;
  /** Ends the process at once. */
  exit(code: number): void;
}

/** The process that the command runs in. */
export function processIo(): Io {
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    env: process.env,
    now: () => performance.now(),
    onInterrupt: (listener) => {
      process.on("SIGINT", listener).on("SIGTERM", listener);
      return () => void process.off("SIGINT", listener).off("SIGTERM", listener);
    },
    exit: (code) => process.exit(code),
  };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  // A reader that stops early, as `head` does, is no error.
  stream.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true && process.env.TERM !== "dumb",
    columns: () => stream.columns || 80,
  };
}
