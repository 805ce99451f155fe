import { notFlushed, writeFailed } from "./file-error.js";
import { temporaryName } from "./temporary-name.js";

/** What is needed of `node:fs/promises`; tests give one that fails. */
export interface FileSystem {
  open(path: string, flags: string, mode?: number): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  rm(path: string, options: { readonly force: boolean; readonly recursive?: boolean }): Promise<void>;
  realpath(path: string): Promise<string>;
  stat(path: string): Promise<{ readonly mode: number; isDirectory(): boolean }>;
  mkdir(path: string, options: { readonly recursive: true }): Promise<string | undefined>;
  readdir(path: string): Promise<string[]>;
  readFile(path: string): Promise<Uint8Array>;
}
export interface OpenFile {
  write(bytes: Uint8Array, offset: number, length: number): Promise<{ readonly bytesWritten: number }>;
  read(into: Uint8Array, offset: number, length: number): Promise<{ readonly bytesRead: number }>;
  stat(): Promise<{ readonly size: number }>;
  truncate(length: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Writes a file so that at every moment, through a full disk, a kill or a power cut, `path` holds all of the old bytes
 * or all of the new: a new file beside it is written, flushed, read back and compared, and takes its name; then the
 * folder is flushed. The folder is made if there is none. A link is followed.
 *
 * Throws  `write_failed`; the old file stays.
 */
export async function atomicWrite(
  fs: FileSystem,
  path: string,
  bytes: Uint8Array,
  platform: string = process.platform,
): Promise<void> {
  const { dirname, join } = process.getBuiltinModule("node:path");
  try {
    await makeFolder(fs, dirname(path));
    const target = await fs.realpath(path).catch(() => path);
    const mode = await existingMode(fs, target);
    const beside = join(dirname(target), temporaryName());
    try {
      await writeNew(fs, beside, bytes, mode);
      await compare(fs, beside, bytes);
      await replace(fs, beside, target, platform);
    } catch (error) {
      await fs.rm(beside, { force: true }).catch(() => {}); // the first error is the one to tell
      throw error;
    }
    await syncFolder(fs, dirname(target)).catch((error: unknown) => {
      throw notFlushed(path, error);
    });
  } catch (error) {
    throw writeFailed(path, dirname(path), error);
  }
}

/** Permissions of the file that is replaced. */
async function existingMode(fs: FileSystem, target: string): Promise<number> {
  const known = await fs.stat(target).catch(() => undefined);
  if (known?.isDirectory()) throw Object.assign(new Error(`${target} is a folder`), { code: "EISDIR" });
  return known === undefined ? 0o666 : known.mode & 0o777;
}

async function writeNew(fs: FileSystem, path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const file = await fs.open(path, "wx", mode);
  try {
    await writeAll(file, bytes);
    await file.sync();
  } catch (error) {
    await file.close().catch(() => {});
    throw error;
  }
  await file.close(); // network file systems tell of a full disk only here
}

const piece = 2 ** 26;

/** A nearly full disk takes a part and reports success: write until all is taken. */
export async function writeAll(file: OpenFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, Math.min(piece, bytes.length - at));
    if (bytesWritten === 0) throw Object.assign(new Error("nothing was written"), { code: "ENOSPC" });
    at += bytesWritten;
  }
}

async function compare(fs: FileSystem, path: string, bytes: Uint8Array): Promise<void> {
  const file = await fs.open(path, "r");
  try {
    const { size } = await file.stat();
    const differs = (): Error => Object.assign(new Error("read back, the file differs"), { code: "EIO" });
    if (size !== bytes.length) throw differs();
    const part = Buffer.alloc(Math.min(2 ** 20, bytes.length));
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await file.read(part, 0, part.length);
      if (bytesRead === 0 || !part.subarray(0, bytesRead).equals(bytes.subarray(at, at + bytesRead)))
        throw differs();
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
}

/** On Windows a virus scanner may hold the file for a moment: it is tried for two seconds. */
async function replace(fs: FileSystem, from: string, to: string, platform: string): Promise<void> {
  for (let wait = 10; ; wait *= 2) {
    try {
      return await fs.rename(from, to);
    } catch (error) {
      const held =
        platform === "win32" && ["EPERM", "EACCES", "EBUSY"].includes((error as { code: string }).code);
      if (!held || wait > 1000) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** Makes a folder and those above it, so that they too are there after a power cut. */
export async function makeFolder(fs: FileSystem, folder: string): Promise<void> {
  const { dirname } = process.getBuiltinModule("node:path");
  const first = await fs.mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; ; made = dirname(made)) {
    await syncFolder(fs, dirname(made));
    if (made === first || made === dirname(made)) break;
  }
}

/** Flushes the names in a folder. Windows, and some network file systems, cannot: there the system decides when. */
export async function syncFolder(fs: FileSystem, folder: string): Promise<void> {
  const cannot = ["EISDIR", "EPERM", "EACCES", "EINVAL", "ENOTSUP", "ENOSYS"];
  try {
    const handle = await fs.open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!cannot.includes((error as { code: string }).code)) throw error;
  }
}
