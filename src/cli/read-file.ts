import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { nearestName } from "../core/errors.js";
import { CommandError } from "./command-error.js";
import type { Messages } from "./messages.js";

/** The bytes of a file that a person named. Throws an error that says what is there instead. */
export async function readNamedFile(path: string, say: Messages): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException; // fs throws nothing else
    const known: Readonly<Record<string, string | undefined>> = {
      ENOENT: say.noSuchFile(path, await nearestFile(path)),
      ENOTDIR: say.noSuchFile(path, undefined),
      EISDIR: say.isFolder(path),
      EACCES: say.noAccess(path),
    };
    throw new CommandError(known[code] ?? say.cannotRead(path, code || message), undefined, { cause: error });
  }
}

/** A file of that folder whose name is nearly the one given. */
async function nearestFile(path: string): Promise<string | undefined> {
  const folder = dirname(path);
  const there = await readdir(folder).catch(() => []);
  const near = nearestName(basename(path), there);
  return near === undefined ? undefined : join(folder, near);
}
