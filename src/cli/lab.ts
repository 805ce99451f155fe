import { spawn } from "node:child_process";
import { existsSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CommandError, exitCodes, usageError } from "./command-error.js";
import type { Io } from "./io.js";
import { labOptions } from "./lab-options.js";
import { type LabServer, type LabServerOptions, serveLab } from "./lab-server.js";
import type { Messages } from "./messages.js";
import { parseOptions } from "./parse-options.js";

const usualPort = 7700;

/** `neurograd lab [runs]`: serves the laboratory on this machine until Ctrl-C, and a folder of runs with it. */
export async function lab(args: readonly string[], io: Io, say: Messages): Promise<number> {
  const { values, positionals } = parseOptions(args, labOptions, say);
  const [given, ...extra] = positionals;
  if (extra.length > 0) throw usageError(say.tooManyArguments(extra));
  const runs = given === undefined ? undefined : folderOf(given, say);
  const folder = fileURLToPath(new URL("../lab", import.meta.url));
  if (!existsSync(join(folder, "index.html"))) throw new CommandError(say.noLab, exitCodes.failed);
  const server = await begin({ folder, runs }, values.port, say);
  const address = runs === undefined ? server.url : `${server.url}#/runs`;
  io.stdout.write(`${say.labServed(address)}\n`);
  if (given !== undefined) io.stdout.write(`${say.runsServed(given)}\n`);
  if (values.noOpen !== true) open(address, io);
  await new Promise<void>((resolve) => io.onInterrupt(resolve));
  await server.close();
  return exitCodes.done;
}

/** The folder without symbolic links. */
function folderOf(path: string, say: Messages): string {
  try {
    if (statSync(path).isDirectory()) return realpathSync(path);
  } catch {
    // not there, or not to be looked at
  }
  throw new CommandError(say.noRunsFolder(path), exitCodes.failed);
}

/** On the port that was asked for; else on the usual one, or where that is taken on any. */
async function begin(
  served: Pick<LabServerOptions, "folder" | "runs">,
  port: number | undefined,
  say: Messages,
): Promise<LabServer> {
  try {
    return await serveLab({ ...served, port: port ?? usualPort });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // of listen
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    if (port === undefined) return serveLab({ ...served, port: 0 });
    throw new CommandError(say.portTaken(port), exitCodes.failed);
  }
}

/** The page in the person's browser, where there is one. */
function open(url: string, { env, stdout }: Io): void {
  if (!stdout.isTerminal) return;
  const [command, ...args] =
    process.platform === "darwin"
      ? ["open", url]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", "", url]
        : env.DISPLAY || env.WAYLAND_DISPLAY
          ? ["xdg-open", url]
          : [];
  if (command === undefined) return;
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  child.on("error", () => {}); // no such program: the address stands in the terminal
  child.unref();
}
