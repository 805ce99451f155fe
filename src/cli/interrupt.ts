import { exitCodes } from "./command-error.js";
import type { Io } from "./io.js";
import type { Messages } from "./messages.js";

/** What Ctrl-C does while a network learns: the first ends it after the running step, the second at once. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Ctrl-C is the system's again. */
  off(): void;
}

export function watchInterrupt(io: Io, say: Messages): Interrupt {
  const stop = new AbortController();
  const off = io.onInterrupt(() => {
    if (stop.signal.aborted) return io.exit(exitCodes.interrupted);
    stop.abort();
    io.stderr.write(`${io.stderr.isTerminal ? "\r\x1b[K" : ""}${say.stopping}\n`);
  });
  return { signal: stop.signal, off };
}
