import { createInterface } from "node:readline";
import type { Job, Message } from "./protocol.js";

/** The job in the last argument of this program. */
export function readJob(): Job {
  return JSON.parse(process.argv.at(-1) ?? "{}");
}

/** Says that this peer cannot run, and ends the program. */
export function sayAbsent(why: string, install?: string): never {
  say(install === undefined ? { absent: why } : { absent: why, install });
  process.exit(0);
}

/** Does n steps; and says how many it did, or, if it times itself, how long they took. */
export type Run = (n: number) => Promise<number | { readonly ms: number }>;

/**
 * The peers' side of the protocol: `run(n)` does n steps and returns once their results are there. With `oneAtATime` (epochs)
 * a single step is the warm-up, and each is timed alone.
 */
export async function serve(
  label: string,
  run: Run,
  options: { detail?: string; oneAtATime?: boolean } = {},
): Promise<void> {
  const { detail = "", oneAtATime = false } = options;
  if (oneAtATime) await run(1);
  else await warmUp(run);
  say({ ready: label, detail });
  for await (const line of createInterface({ input: process.stdin })) {
    const n = Number(line.split(" ")[1]);
    const parts = oneAtATime ? n : Math.min(5, n);
    const ms: number[] = [];
    for (let i = 0; i < parts; i++) {
      const steps = Math.floor(n / parts) + (i < n % parts ? 1 : 0);
      const start = performance.now();
      const said = await run(steps);
      const took = typeof said === "object" ? said.ms : performance.now() - start;
      ms.push(took / (typeof said === "number" ? said : steps));
    }
    say({ ms });
  }
}

async function warmUp(run: Run): Promise<void> {
  await run(3);
  const start = performance.now();
  while (performance.now() - start < 500) await run(1);
}

function say(message: Message): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
