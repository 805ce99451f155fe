import { spawnSync } from "node:child_process";

/** Builds dist/lab where it is absent or older than its sources. */
export const buildLab = (): void => run("the lab", "scripts/build-lab.mjs", "--if-stale");

/** Makes what the lab's view of digits needs, in build/digits, where it is absent or old. */
export const buildDigits = (): void => run("the reader of digits", "scripts/digits.mjs", "--if-stale");

const done = new Set<string>();

function run(what: string, ...args: readonly string[]): void {
  if (done.has(what)) return; // once for all test files of a process
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${what} cannot be built: ${stdout}${stderr}`);
  done.add(what);
}
