/**
 * Where bytes go: a disk, or in a browser the file system that belongs to the page's origin. Paths have `/` between
 * their parts.
 */
export interface Files {
  /**
   * All of `bytes`, or nothing: whoever reads `path`, now or after a crash, finds the old content or the new. Makes the
   * folder where there is none. Throws `write_failed`.
   */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Adds to the end of a file, which need not be there yet; what was there stays. Throws `write_failed`. */
  append(path: string, content: string | Uint8Array): Promise<void>;
  /** Throws `file_not_found`, `read_failed`, `file_too_large`. */
  read(path: string): Promise<Uint8Array>;
  /** Names of the files and folders in a folder; none where there is no such folder. Throws `read_failed`. */
  list(folder: string): Promise<readonly string[]>;
  /** Takes away a file, or a folder with what is in it; nothing where there is none. Throws `write_failed`. */
  remove(path: string): Promise<void>;
}

/** `join("runs", "mnist")` is `"runs/mnist"`, which Windows takes as well. */
export const join = (folder: string, ...names: readonly string[]): string =>
  `${folder}${/[\\/]$/.test(folder) ? "" : "/"}${names.join("/")}`;

/** Text of a file. */
export const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What is appended, as bytes. */
export const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === "string" ? encode(content) : content;
