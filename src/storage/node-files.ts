import { atomicWrite, type FileSystem, makeFolder, writeAll } from "./atomic-write.js";
import { isAbsent, readFailed, writeFailed } from "./file-error.js";
import { bytesOf, type Files } from "./files.js";

/** Files on a disk. */
export function nodeFiles(fs: FileSystem = process.getBuiltinModule("node:fs/promises")): Files {
  const { dirname } = process.getBuiltinModule("node:path");
  return {
    write: (path, bytes) => atomicWrite(fs, path, bytes),
    async append(path, content) {
      try {
        await makeFolder(fs, dirname(path));
        const file = await fs.open(path, "a");
        try {
          const { size } = await file.stat();
          try {
            await writeAll(file, bytesOf(content));
            await file.sync();
          } catch (error) {
            await file.truncate(size).catch(() => {}); // no half a line
            throw error;
          }
        } finally {
          await file.close();
        }
      } catch (error) {
        throw writeFailed(path, dirname(path), error);
      }
    },
    async read(path) {
      try {
        return await fs.readFile(path);
      } catch (error) {
        throw readFailed(path, error);
      }
    },
    async list(folder) {
      try {
        return await fs.readdir(folder);
      } catch (error) {
        if (isAbsent(error)) return [];
        throw readFailed(folder, error);
      }
    },
    async remove(path) {
      try {
        await fs.rm(path, { force: true, recursive: true });
      } catch (error) {
        throw writeFailed(path, dirname(path), error);
      }
    },
  };
}
