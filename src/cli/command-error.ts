import { NeurogradError } from "../core/errors.js";

/** The process's answer: 0 done, 1 failed, 2 wrongly called. */
export const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** What stops the command, in the reader's language. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.failed, options?: ErrorOptions) {
    super(message, options);
    this.name = "CommandError";
    this.exitCode = exitCode;
  }
}

/** The command line itself is wrong. */
export const usageError = (message: string): CommandError => new CommandError(message, exitCodes.usage);

/** Does something with a file's content; what is wrong with it is told with the file's name. */
export async function ofFile<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NeurogradError) || error.message.startsWith(path)) throw error;
    throw new CommandError(`${path}: ${error.message}`, exitCodes.failed, { cause: error });
  }
}
