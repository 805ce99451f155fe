import { spawnSync } from "node:child_process";
import { join } from "node:path";

interface PackReport {
  filename: string;
  files: { path: string }[];
}

/** Builds and packs the package as `npm publish` would; into `folder`, or nowhere: then only the list of files. */
export function packPackage(folder?: string): { tarball: string; files: string[] } {
  runOrThrow(process.execPath, ["scripts/build.mjs", "--if-stale"], process.cwd());
  const into = folder === undefined ? ["--dry-run"] : ["--pack-destination", folder];
  const output = runOrThrow("npm", ["pack", "--json", "--loglevel=error", ...into], process.cwd());
  const [report]: PackReport[] = JSON.parse(output);
  return { tarball: join(folder ?? "", report.filename), files: report.files.map(({ path }) => path) };
}

/**
 * Runs a program to its end and gives what it printed; a failure is an error with all its output. The settings that an
 * outer npm hands to its children, and this machine's user settings, do not reach it.
 */
export function runOrThrow(command: string, args: readonly string[], cwd: string): string {
  const ours = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const env = { ...Object.fromEntries(ours), npm_config_userconfig: join(cwd, "no-such-npmrc") };
  const shell = command === "npm" && process.platform === "win32";
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, shell, encoding: "utf8" });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: exit code ${status}\n${stdout}${stderr}`);
  return stdout;
}
