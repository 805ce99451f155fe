import type { DataPackages, LocalFiles } from "./local-files.js";

/**
 * The folder `data` of an npm package, as the user's project or this one has it installed, or the folder of a Debian
 * package, then the cache folder.
 * Node's own modules are asked for at run time, so that no bundler for browsers meets them.
 */
export function diskFiles(
  name: string,
  { npmPackage, debianPackage }: DataPackages,
  cache: string | false | undefined,
): LocalFiles {
  const fs = process.getBuiltinModule("node:fs/promises");
  const path = process.getBuiltinModule("node:path");
  const { createRequire } = process.getBuiltinModule("node:module");
  const { homedir } = process.getBuiltinModule("node:os");

  const folders: string[] = [];
  if (npmPackage !== undefined) {
    for (const from of [path.join(process.cwd(), "package.json"), import.meta.url]) {
      try {
        folders.push(
          path.join(path.dirname(createRequire(from).resolve(`${npmPackage}/package.json`)), "data"),
        );
      } catch {
        // not installed there
      }
    }
  }
  if (debianPackage !== undefined) folders.push(debianPackage.folder);
  const root = process.env.NEUROGRAD_CACHE || path.join(homedir(), ".cache", "neurograd");
  const cacheFolder = cache === false ? undefined : (cache ?? path.join(root, name));
  if (cacheFolder !== undefined) folders.push(cacheFolder);
  const failures: string[] = [];
  const remedies: string[] = [];
  if (debianPackage !== undefined) {
    failures.push(`not in ${debianPackage.folder}`);
    remedies.push(`install the Debian package ${debianPackage.name}`);
  }
  if (npmPackage !== undefined) {
    failures.push(`not in the npm package ${npmPackage}`);
    remedies.push(`run npm i ${npmPackage}`);
  }
  if (cacheFolder !== undefined) {
    failures.push(`not in ${cacheFolder}`);
    remedies.push("put the four files there");
  }
  return {
    missing: { failures, remedies },
    async read(file) {
      for (const folder of folders) {
        for (const candidate of [path.join(folder, file), path.join(folder, `${file}.gz`)]) {
          try {
            return { bytes: await fs.readFile(candidate), path: candidate };
          } catch (error) {
            if (!isAbsent(error)) throw error;
          }
        }
      }
      return undefined;
    },
    async keep(file, bytes) {
      if (cacheFolder === undefined) return;
      const temporary = path.join(cacheFolder, `${file}.${process.pid}.part`);
      try {
        await fs.mkdir(cacheFolder, { recursive: true });
        await fs.writeFile(temporary, bytes);
        await fs.rename(temporary, path.join(cacheFolder, file)); // whole or not at all
      } catch {
        // A folder that cannot be written only costs another download: the data is at hand.
        await fs.rm(temporary, { force: true }).catch(() => {});
      }
    },
  };
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
