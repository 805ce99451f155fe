import type { Callback } from "../callback.js";

/** Progress of `fit` in a terminal: one line that is drawn over, with steps, speed, time left and metrics. */
export function progress(verbose: boolean | "auto" | 0 | 1 | 2): Callback | undefined {
  const output = typeof process === "undefined" ? undefined : process.stdout;
  const isTerminal = output?.isTTY === true;
  if (verbose === 0 || verbose === false || (verbose === "auto" && !isTerminal)) return undefined;
  return progressLine(
    (text) => (output ? void output.write(text) : console.log(text)),
    isTerminal && verbose !== 2,
  );
}

/** Progress written by `write`: a line per epoch, drawn over while it runs if `isLive`. */
export function progressLine(write: (text: string) => void, isLive: boolean): Callback {
  let began = 0;
  let drawn = 0;
  let epochNow = 0;
  const describe = (logs: Readonly<Record<string, number>>): string =>
    Object.entries(logs)
      .map(([key, value]) => `${key} ${Number(value.toPrecision(4))}`)
      .join("  ");
  return {
    onEpochBegin: (epoch) => {
      epochNow = epoch;
      began = performance.now();
      drawn = 0;
    },
    ...(isLive && {
      onTrainBatchEnd: (batch, logs, { epochs, steps }) => {
        const now = performance.now();
        if (now - drawn < 100) return;
        drawn = now;
        const done = batch + 1;
        const perStep = (now - began) / done;
        const left = steps === undefined ? "" : `  ${Math.ceil(((steps - done) * perStep) / 1000)} s left`;
        write(
          `\r\x1b[KEpoch ${epochNow + 1}/${epochs}  ${bar(done, steps)}  ${Math.round(1000 / perStep)} steps/s${left}  ${describe(logs)}`,
        );
      },
    }),
    onEpochEnd: (epoch, logs, { epochs }) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      write(`${isLive ? "\r\x1b[K" : ""}Epoch ${epoch + 1}/${epochs}  ${seconds} s  ${describe(logs)}\n`);
    },
  };
}

function bar(done: number, steps: number | undefined): string {
  if (steps === undefined || !Number.isFinite(steps)) return `${done} steps`;
  const filled = Math.round((20 * done) / steps);
  return `${"━".repeat(filled)}${"╌".repeat(20 - filled)} ${done}/${steps}`;
}
