import { NeurogradError } from "../core/errors.js";
import { createExecutor } from "../runtime/create-executor.js";
import type { Io } from "./io.js";
import type { Messages } from "./messages.js";
import type { RuntimeWord } from "./train-options.js";

/** The runtime itself in place of `auto`, with a notice in the reader's language where native is missing. */
export async function pickRuntime(
  asked: RuntimeWord | undefined,
  threads: number | undefined,
  io: Io,
  say: Messages,
): Promise<Exclude<RuntimeWord, "auto">> {
  const isFree = asked === undefined || asked === "auto";
  const wanted = isFree ? "native" : asked;
  try {
    await createExecutor({ runtime: wanted, ...(threads !== undefined && { threads }) });
    return wanted;
  } catch (error) {
    if (!isFree || !(error instanceof NeurogradError) || error.code !== "runtime_missing") throw error;
    io.stderr.write(`${say.wasmNotice}\n`);
    return "wasm";
  }
}
