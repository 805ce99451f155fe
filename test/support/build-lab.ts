import { spawnSync } from "node:child_process";

/** Builds dist/lab where it is absent or older than its sources. */
export function buildLab(): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/build-lab.mjs", "--if-stale"], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the lab cannot be built: ${stdout}${stderr}`);
}
