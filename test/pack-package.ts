import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { join } from "node:path";
import { buildPackage } from "./run-program.js";

interface PackReport {
  filename: string;
  files: { path: string }[];
}

/** Builds and packs the package as `npm publish` would; into `folder`, or nowhere: then only the list of files. */
export function packPackage(folder?: string): { tarball: string; files: string[] } {
  buildPackage();
  const into = folder === undefined ? ["--dry-run"] : ["--pack-destination", folder];
  const { stdout } = run("npm", ["pack", "--json", "--loglevel=error", ...into], process.cwd());
  const [report]: PackReport[] = JSON.parse(stdout);
  return { tarball: join(folder ?? "", report.filename), files: report.files.map(({ path }) => path) };
}

/** The environment without the settings that an outer npm hands to its children, and without the machine's user's. */
export function freshEnvironment(cwd: string): NodeJS.ProcessEnv {
  // A build by Vite in this process leaves NODE_ENV behind, with which npm installs no development packages.
  const ours = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_ENV$)/i.test(name));
  return { ...Object.fromEntries(ours), npm_config_userconfig: join(cwd, "no-such-npmrc") };
}

/** Runs a program to its end and gives what it printed; a failure is an error with all its output. */
export function run(command: string, args: readonly string[], cwd: string): SpawnSyncReturns<string> {
  const shell = command === "npm" && process.platform === "win32";
  const result = spawnSync(command, args, { cwd, env: freshEnvironment(cwd), shell, encoding: "utf8" });
  const { status, stdout, stderr, error } = result;
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: exit code ${status}\n${stdout}${stderr}`);
  return result;
}
