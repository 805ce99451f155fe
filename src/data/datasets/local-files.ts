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
  /** Where a file that is in none of the places was looked for, and what would bring it there. */
  readonly missing: { readonly failures: readonly string[]; readonly remedies: readonly string[] };
  /** The file, or its gzipped form, in the first place that has it. */
  read(file: string): Promise<{ readonly bytes: Uint8Array; readonly path: string } | undefined>;
  /** Keeps a file in the cache folder for the next time. */
  keep(file: string, bytes: Uint8Array): Promise<void>;
}

/** Where the files of a data set may be on this machine. A browser has none, and does not download the code to look. */
export async function localFiles(
  name: string,
  packages: DataPackages,
  cache: string | false | undefined,
): Promise<LocalFiles> {
  const isNode = typeof process !== "undefined" && process.versions?.node !== undefined;
  return isNode ? (await import("./disk-files.js")).diskFiles(name, packages, cache) : none;
}

const none: LocalFiles = {
  missing: { failures: [], remedies: [] },
  read: async () => undefined,
  keep: async () => {},
};
