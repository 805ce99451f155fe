import { NeurogradError } from "../core/errors.js";
import { codeOf, isAbsent, readFailed, writeFailed } from "./file-error.js";
import { bytesOf, type Files } from "./files.js";

/**
 * Files in the origin's own file system, which a page has without asking and other sites do not see. A file is
 * replaced as a whole when its writer closes.
 */
export function browserFiles(storage: StorageManager | undefined): Files {
  const cannot = (path: string, code: "write_failed" | "read_failed"): NeurogradError =>
    new NeurogradError(
      code,
      `${path}: this browser offers the page no file system; take the bytes with toBytes() and let the user download them`,
    );

  async function folderOf(path: string, create: boolean): Promise<[FileSystemDirectoryHandle, string]> {
    if (typeof storage?.getDirectory !== "function")
      throw cannot(path, create ? "write_failed" : "read_failed");
    const parts = path.split("/").filter((part) => part !== "" && part !== ".");
    const name = parts.pop() ?? "";
    let folder = await storage.getDirectory();
    for (const part of parts) folder = await folder.getDirectoryHandle(part, { create });
    return [folder, name];
  }

  /** Writes to `path` from a position on; a file that was not there before goes away again if that fails. */
  async function put(path: string, bytes: Uint8Array, atEnd: boolean): Promise<void> {
    const where = path.slice(0, Math.max(0, path.lastIndexOf("/"))) || "of this page";
    try {
      const [folder, name] = await folderOf(path, true);
      const isNew = await folder.getFileHandle(name).then(
        () => false,
        (error: unknown) => isAbsent(error),
      );
      const file = await folder.getFileHandle(name, { create: true });
      if (typeof file.createWritable !== "function") throw cannot(path, "write_failed");
      try {
        const writer = await file.createWritable({ keepExistingData: atEnd });
        try {
          if (atEnd) await writer.seek((await file.getFile()).size);
          await writer.write(bytes as Uint8Array<ArrayBuffer>); // DOM types tell shared buffers apart; ours are not
        } catch (error) {
          await writer.abort().catch(() => {});
          throw error;
        }
        await writer.close();
      } catch (error) {
        if (isNew) await folder.removeEntry(name).catch(() => {});
        throw error;
      }
    } catch (error) {
      throw writeFailed(path, where, error);
    }
  }

  return {
    write: (path, bytes) => put(path, bytes, false),
    append: (path, content) => put(path, bytesOf(content), true),
    async read(path) {
      try {
        const [folder, name] = await folderOf(path, false);
        const file = await (await folder.getFileHandle(name)).getFile();
        return new Uint8Array(await file.arrayBuffer());
      } catch (error) {
        throw error instanceof NeurogradError ? error : readFailed(path, error);
      }
    },
    async list(path) {
      try {
        const [parent, name] = await folderOf(path, false);
        const folder = name === "" ? parent : await parent.getDirectoryHandle(name);
        const names: string[] = [];
        for await (const entry of folder.keys()) names.push(entry);
        return names;
      } catch (error) {
        if (isAbsent(error)) return [];
        throw error instanceof NeurogradError ? error : readFailed(path, error);
      }
    },
    async remove(path) {
      try {
        const [folder, name] = await folderOf(path, false);
        await folder.removeEntry(name, { recursive: true });
      } catch (error) {
        if (!isAbsent(error)) throw writeFailed(path, codeOf(error), error);
      }
    },
  };
}
