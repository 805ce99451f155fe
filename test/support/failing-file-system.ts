import * as disk from "node:fs/promises";
import type { FileSystem, OpenFile } from "../../src/storage/atomic-write.js";

/** What happens at the n-th call: it fails with a code; a kill, after which nothing works; a disk that takes half. */
export type Fault = { readonly code: string } | "kill" | "short";

/**
 * The disk, whose `at`-th call (from 0) goes wrong; `calls` tells how many there were. After a kill every call fails,
 * so that nothing is cleaned up. After a short write the next write finds the disk full.
 */
export function failingFileSystem(at: number, fault: Fault): FileSystem & { calls: number } {
  let killed = false;
  let full = false;
  const failure = (code: string): Error => Object.assign(new Error(`${code}, by the test`), { code });
  const system = {
    calls: 0,
    open: (path: string, flags: string, mode?: number) =>
      call(async () => wrap(await disk.open(path, flags, mode))),
    rename: (from: string, to: string) => call(() => disk.rename(from, to)),
    rm: (path: string, options: { force: boolean; recursive?: boolean }) =>
      call(() => disk.rm(path, options)),
    realpath: (path: string) => call(() => disk.realpath(path)),
    stat: (path: string) => call(() => disk.stat(path)),
    mkdir: (path: string, options: { recursive: true }) => call(() => disk.mkdir(path, options)),
    readdir: (path: string) => call(() => disk.readdir(path)),
    readFile: (path: string) => call(() => disk.readFile(path)),
  };

  async function call<T>(run: () => Promise<T>): Promise<T> {
    const n = system.calls++;
    if (killed) throw failure("KILLED");
    if (n !== at || fault === "short") return run();
    if (fault === "kill") {
      killed = true;
      throw failure("KILLED");
    }
    throw failure(fault.code);
  }

  function wrap(file: disk.FileHandle): OpenFile {
    return {
      write: (bytes, offset, length) => {
        const isShort = fault === "short" && system.calls === at;
        return call(async () => {
          if (full) throw failure("ENOSPC");
          full = isShort;
          const { bytesWritten } = await file.write(bytes, offset, isShort ? length >> 1 : length);
          return { bytesWritten };
        });
      },
      read: (into, offset, length) => call(() => file.read(into, offset, length)),
      stat: () => call(() => file.stat()),
      truncate: (length) => call(() => file.truncate(length)),
      sync: () => call(() => file.sync()),
      close: async () => {
        await file.close(); // in any case: the test must not leak it
        await call(() => Promise.resolve());
      },
    };
  }
  return system;
}
