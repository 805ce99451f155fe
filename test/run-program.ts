import { spawn, spawnSync } from "node:child_process";

let isBuilt = false;

/** Builds `dist/`, what programs and pages import by the package's own name, if it is older than its sources. */
export function buildPackage(): void {
  if (isBuilt) return;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/build.mjs", "--if-stale"], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`build: exit code ${status}\n${stdout}${stderr}`);
  isBuilt = true;
}

export interface ProgramRun {
  /** What it printed, read as JSON. */
  readonly output: unknown;
  readonly stderr: string;
}

/** Runs `test/programs/NAME.mjs` in a process of its own. Any exit code but 0 is an error with all that it printed. */
export function runProgram(
  name: string,
  args: readonly string[] = [],
  nodeOptions: readonly string[] = [],
): Promise<ProgramRun> {
  buildPackage();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...nodeOptions, `test/programs/${name}.mjs`, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve({ output: JSON.parse(stdout), stderr });
      else
        reject(
          new Error(`test/programs/${name}.mjs ${args.join(" ")}: exit code ${code}\n${stdout}${stderr}`),
        );
    });
  });
}
