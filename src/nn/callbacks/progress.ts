import type { Callback } from "../callback.js";

/**
 * Progress of `fit` in a terminal: one line that is drawn over, with steps, speed, time left and metrics. A page shows none
 * unless it asks, so it does not download what draws.
 */
export async function progress(verbose: boolean | "auto" | 0 | 1 | 2): Promise<Callback | undefined> {
  const output = typeof process === "undefined" ? undefined : process.stdout;
  const isTerminal = output?.isTTY === true && process.env.TERM !== "dumb";
  if (verbose === 0 || verbose === false || (verbose === "auto" && !isTerminal)) return undefined;
  const { progressLine } = await import("../on-demand.js");
  return progressLine((text) => (output ? void output.write(text) : console.log(text.trimEnd())), {
    isLive: isTerminal && verbose !== 2,
    columns: () => output?.columns || 80,
  });
}
