import type { Dirent } from "node:fs";
import { constants } from "node:fs";
import { type FileHandle, open, readdir, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { StringDecoder } from "node:string_decoder";

/** What is new in a folder of runs. A run's id is its folder's path in it, with slashes; "." for the folder itself. */
export type RunNews =
  /** Its run.json, as it stands there. */
  | { readonly type: "record"; readonly id: string; readonly text: string }
  /** More of its history.jsonl; with `isFirst` it begins anew. */
  | { readonly type: "history"; readonly id: string; readonly text: string; readonly isFirst: boolean }
  /** Its history is longer than what is read of it. */
  | { readonly type: "tooLong"; readonly id: string }
  | { readonly type: "gone"; readonly id: string };

export interface RunWatchLimits {
  readonly runs: number;
  readonly depth: number;
  /** Bytes of a run.json, and of a history.jsonl. */
  readonly record: number;
  readonly history: number;
}

const usualLimits: RunWatchLimits = { runs: 500, depth: 5, record: 2 ** 20, history: 2 ** 25 };
const pieceBytes = 2 ** 18;
/** What belongs to a run and holds no runs. */
const skipped = new Set(["checkpoint", "node_modules"]);

interface Known {
  record: string;
  file: string;
  offset: number;
  isTooLong: boolean;
  decoder: StringDecoder;
}

/**
 * Looks at a folder of runs again and again, and tells what is new. It opens run.json and history.jsonl of the folders in it and
 * nothing else, follows no symbolic link, and writes nothing.
 */
export class RunWatch {
  private readonly root: string;
  private readonly limits: RunWatchLimits;
  private readonly known = new Map<string, Known>();

  /** `root` has no symbolic link in it: what `realpath` gave. */
  constructor(root: string, limits: Partial<RunWatchLimits> = {}) {
    this.root = root;
    this.limits = { ...usualLimits, ...limits };
  }

  async *look(): AsyncGenerator<RunNews, void, undefined> {
    const found = new Map<string, ReadonlySet<string>>();
    await this.find("", 0, found);
    for (const id of this.known.keys()) {
      if (found.has(id)) continue;
      this.known.delete(id);
      yield { type: "gone", id };
    }
    for (const [id, names] of found) {
      const run = this.known.get(id) ?? {
        record: "",
        file: "",
        offset: 0,
        isTooLong: false,
        decoder: new StringDecoder(),
      };
      this.known.set(id, run);
      if (names.has("run.json")) yield* this.record(id, run);
      if (names.has("history.jsonl")) yield* this.history(id, run);
    }
  }

  /** Folders that hold a file of a run. A symbolic link is neither a folder nor a file here. */
  private async find(at: string, depth: number, found: Map<string, ReadonlySet<string>>): Promise<void> {
    const entries = await readdir(join(this.root, at), { withFileTypes: true }).catch((): Dirent[] => []);
    const files = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
    if (found.size >= this.limits.runs) return;
    if (files.has("run.json") || files.has("history.jsonl")) found.set(at.split(sep).join("/") || ".", files);
    if (depth === this.limits.depth) return;
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1)))
      if (entry.isDirectory() && !skipped.has(entry.name) && !entry.name.startsWith("."))
        await this.find(join(at, entry.name), depth + 1, found);
  }

  private async *record(id: string, run: Known): AsyncGenerator<RunNews, void, undefined> {
    const file = await this.opened(id, "run.json");
    try {
      const { ino, size, mtimeMs } = (await file?.stat()) ?? { ino: 0, size: Infinity, mtimeMs: 0 };
      const state = `${ino} ${size} ${mtimeMs}`;
      if (file === undefined || state === run.record || size > this.limits.record) return;
      run.record = state;
      yield { type: "record", id, text: await file.readFile("utf8") };
    } finally {
      await file?.close();
    }
  }

  private async *history(id: string, run: Known): AsyncGenerator<RunNews, void, undefined> {
    const file = await this.opened(id, "history.jsonl");
    if (file === undefined) return;
    try {
      const { ino, size } = await file.stat();
      let isFirst = String(ino) !== run.file || size < run.offset;
      if (isFirst)
        Object.assign(run, { file: String(ino), offset: 0, isTooLong: false, decoder: new StringDecoder() });
      if (isFirst && size === 0) yield { type: "history", id, text: "", isFirst };
      const end = Math.min(size, this.limits.history);
      while (run.offset < end) {
        const piece = Buffer.alloc(Math.min(pieceBytes, end - run.offset));
        const { bytesRead } = await file.read(piece, 0, piece.length, run.offset);
        if (bytesRead === 0) break; // cut shorter meanwhile
        run.offset += bytesRead;
        yield { type: "history", id, text: run.decoder.write(piece.subarray(0, bytesRead)), isFirst };
        isFirst = false;
      }
      if (size > end && !run.isTooLong) {
        run.isTooLong = true;
        yield { type: "tooLong", id };
      }
    } finally {
      await file.close();
    }
  }

  /** The file, if it is one and lies where its path says. */
  private async opened(id: string, name: string): Promise<FileHandle | undefined> {
    const path = join(this.root, id, name);
    let file: FileHandle | undefined;
    try {
      // Windows has neither flag. NONBLOCK: a pipe put in its place would wait for ever.
      const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
      file = await open(path, flags);
      const isThere = (await file.stat()).isFile() && (await realpath(path)) === path;
      if (isThere) return file;
    } catch {
      // gone, unreadable, or a symbolic link by now: nothing of it is told
    }
    await file?.close();
    return undefined;
  }
}
