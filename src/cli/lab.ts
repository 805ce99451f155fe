import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CommandError, exitCodes, usageError } from "./command-error.js";
import type { Io } from "./io.js";
import { labOptions } from "./lab-options.js";
import { type LabServer, serveLab } from "./lab-server.js";
import type { Messages } from "./messages.js";
import { parseOptions } from "./parse-options.js";

const usualPort = 7700;

/** `neurograd lab`: serves the laboratory on this machine until Ctrl-C. */
export async function lab(args: readonly string[], io: Io, say: Messages): Promise<number> {
  const { values, positionals } = parseOptions(args, labOptions, say);
  if (positionals.length > 0) throw usageError(say.tooManyArguments(positionals));
  const folder = fileURLToPath(new URL("../lab", import.meta.url));
  if (!existsSync(join(folder, "index.html"))) throw new CommandError(say.noLab, exitCodes.failed);
  const server = await begin(folder, values.port, say);
  io.stdout.write(`${say.labServed(server.url)}\n`);
  if (values.noOpen !== true) open(server.url, io);
  await new Promise<void>((resolve) => io.onInterrupt(resolve));
  await server.close();
  return exitCodes.done;
}

/** On the port that was asked for; else on the usual one, or where that is taken on any. */
async function begin(folder: string, port: number | undefined, say: Messages): Promise<LabServer> {
  try {
    return await serveLab({ folder, port: port ?? usualPort });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // of listen
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    if (port === undefined) return serveLab({ folder, port: 0 });
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
