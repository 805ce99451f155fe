import { describe, expect, test } from "vitest";
import { NeurogradError } from "../core/errors.js";
import { browserFiles } from "./browser-files.js";
import type { Files } from "./files.js";

/** The origin's file system as browsers have it: a file changes when its writer closes. */
class FakeFile {
  bytes = new Uint8Array();
  readonly room: { left: number };

  constructor(room: { left: number }) {
    this.room = room;
  }

  getFile(): Promise<Blob> {
    return Promise.resolve(new Blob([this.bytes.slice()]));
  }

  async createWritable({ keepExistingData }: { keepExistingData: boolean }): Promise<object> {
    let swap = keepExistingData ? this.bytes.slice() : new Uint8Array();
    let at = 0;
    return {
      seek: async (position: number) => {
        at = position;
      },
      write: async (data: Uint8Array) => {
        if (data.length > this.room.left) throw new DOMException("full", "QuotaExceededError");
        const next = new Uint8Array(Math.max(swap.length, at + data.length));
        next.set(swap);
        next.set(data, at);
        swap = next;
      },
      abort: async () => {},
      close: async () => {
        this.bytes = swap;
      },
    };
  }
}

class FakeFolder {
  readonly entries = new Map<string, FakeFolder | FakeFile>();
  readonly room: { left: number };

  constructor(room: { left: number }) {
    this.room = room;
  }

  private get<T extends FakeFolder | FakeFile>(
    name: string,
    kind: new (room: { left: number }) => T,
    create: boolean,
  ): T {
    const known = this.entries.get(name);
    if (known instanceof kind) return known;
    if (known !== undefined) throw new DOMException("other kind", "TypeMismatchError");
    if (!create) throw new DOMException("none", "NotFoundError");
    const made = new kind(this.room);
    this.entries.set(name, made);
    return made;
  }

  getDirectoryHandle = async (name: string, { create = false } = {}): Promise<FakeFolder> =>
    this.get(name, FakeFolder, create);
  getFileHandle = async (name: string, { create = false } = {}): Promise<FakeFile> =>
    this.get(name, FakeFile, create);
  async removeEntry(name: string): Promise<void> {
    if (!this.entries.delete(name)) throw new DOMException("none", "NotFoundError");
  }
  keys(): IterableIterator<string> {
    return this.entries.keys();
  }
}

function fake(): { readonly files: Files; readonly room: { left: number }; readonly root: FakeFolder } {
  const room = { left: 1000 };
  const root = new FakeFolder(room);
  const storage = { getDirectory: async () => root } as unknown as StorageManager; // the parts that are used
  return { files: browserFiles(storage), room, root };
}
const text = async (files: Files, path: string): Promise<string> =>
  new TextDecoder().decode(await files.read(path));
const bytes = (s: string): Uint8Array => new TextEncoder().encode(s);

test("writes, replaces, appends, reads, lists, removes", async () => {
  const { files } = fake();
  await files.write("a.onnx", bytes("one"));
  await files.write("runs/xor/run.json", bytes("{}"));
  await files.write("a.onnx", bytes("second"));
  expect(await text(files, "a.onnx")).toBe("second");
  await files.append("runs/xor/history.jsonl", "1\n");
  await files.append("runs/xor/history.jsonl", "2\n");
  expect(await text(files, "./runs//xor/history.jsonl")).toBe("1\n2\n");
  expect(await files.list("runs/xor")).toEqual(["run.json", "history.jsonl"]);
  expect(await files.list(".")).toEqual(["a.onnx", "runs"]);
  expect(await files.list("none")).toEqual([]);
  await files.remove("runs/xor");
  await files.remove("runs/xor");
  expect(await files.list("runs")).toEqual([]);
});

describe("errors", () => {
  test("full: the old file stays, a new one is not begun", async () => {
    const { files, room } = fake();
    await files.write("old", bytes("old"));
    room.left = 2;
    await expect(files.write("old", bytes("newer"))).rejects.toThrow(
      "old: not saved, for the disk is full (QuotaExceededError); what was there is unchanged: free some space, then save again. (write_failed)",
    );
    await expect(files.write("new", bytes("newer"))).rejects.toThrow("(write_failed)");
    await expect(files.append("old", "more")).rejects.toThrow("(write_failed)");
    expect([await text(files, "old"), await files.list("")]).toEqual(["old", ["old"]]);
  });

  test("not there; a folder", async () => {
    const { files } = fake();
    await files.write("runs/a", bytes(""));
    await expect(files.read("none")).rejects.toThrow(
      "none: there is no such file; check the path. (file_not_found)",
    );
    await expect(files.read("runs")).rejects.toThrow("(read_failed)");
    await expect(files.write("runs", bytes("x"))).rejects.toThrow(
      "runs: is a folder (TypeMismatchError); give the name of a file in it. (write_failed)",
    );
  });

  test("browsers without it", async () => {
    for (const storage of [undefined, {} as StorageManager]) {
      const files = browserFiles(storage);
      const said =
        "this browser offers the page no file system; take the bytes with toBytes() and let the user download them";
      await expect(files.write("m.onnx", bytes("x"))).rejects.toThrow(`m.onnx: ${said}. (write_failed)`);
      await expect(files.read("m.onnx")).rejects.toThrow(`m.onnx: ${said}. (read_failed)`);
    }
    const { files, root } = fake();
    await files.write("m.onnx", bytes("x"));
    const file = root.entries.get("m.onnx") as FakeFile;
    Object.assign(file, { createWritable: undefined });
    const error = await files.write("m.onnx", bytes("y")).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(NeurogradError);
    expect(await text(files, "m.onnx")).toBe("x");
  });
});
