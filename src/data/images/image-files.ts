import { NeurogradError } from "../../core/errors.js";

/** A file of a folder. */
export interface ImageFile {
  /** From the folder, its parts between slashes: `cats/1.png`. */
  readonly path: string;
  read(): Promise<Uint8Array>;
}

/** The images of a folder, in the order of their paths, and the folders in it. */
export interface ImageFolder {
  readonly name: string;
  readonly files: readonly ImageFile[];
  readonly folders: readonly string[];
}

const isImage = (path: string): boolean => /\.(png|jpe?g|bmp|gif)$/i.test(path);

/** By folder, then by name, in the order of code units: as Python sorts them, on every machine. */
function inOrder(files: readonly ImageFile[]): ImageFile[] {
  const parts = (path: string): readonly [string, string] => {
    const cut = path.lastIndexOf("/");
    return [path.slice(0, Math.max(cut, 0)), path.slice(cut + 1)];
  };
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return files
    .map((file) => ({ file, key: parts(file.path) }))
    .sort((a, b) => compare(a.key[0], b.key[0]) || compare(a.key[1], b.key[1]))
    .map(({ file }) => file);
}

/** Files that a person chose in a browser; their paths begin with the folder's own name. */
export function chosenFolder(files: Iterable<File>): ImageFolder {
  const all = Array.from(files, (file) => {
    const path = (file.webkitRelativePath || file.name).split("/");
    const inner = path.length > 1 ? path.slice(1) : path;
    return { inner, file };
  }).filter(({ inner }) => !inner.some((part) => part.startsWith(".")));
  const folders = [...new Set(all.flatMap(({ inner }) => (inner.length > 1 ? [inner[0]] : [])))].sort();
  const images = all.flatMap(({ inner, file }): ImageFile[] => {
    const path = inner.join("/");
    const read = async (): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());
    return isImage(path) ? [{ path, read }] : [];
  });
  return { name: "the files given", files: inOrder(images), folders };
}

/** A folder of this machine. Links to files are followed, links to folders only at the top. Throws `file_not_found`, `read_failed`. */
export async function localFolder(folder: string): Promise<ImageFolder> {
  if (typeof process === "undefined" || process.versions?.node === undefined) {
    throw new NeurogradError(
      "invalid_option",
      `imageDatasetFromDirectory: "${folder}" is a path, and a page has no folders; give the files that a person chose`,
    );
  }
  const fs = process.getBuiltinModule("node:fs/promises");
  const { join } = process.getBuiltinModule("node:path");
  const files: ImageFile[] = [];
  const folders: string[] = [];
  const open: string[] = [""];
  for (let inner = open.pop(); inner !== undefined; inner = open.pop()) {
    const entries = await fs
      .readdir(join(folder, inner), { withFileTypes: true })
      .catch((error: unknown) => Promise.reject(unreadable(join(folder, inner), error)));
    for (const entry of entries) {
      if (entry.name.startsWith(".")) continue;
      const path = inner === "" ? entry.name : `${inner}/${entry.name}`;
      const isFolder =
        entry.isDirectory() ||
        (inner === "" &&
          entry.isSymbolicLink() &&
          (await fs.stat(join(folder, path)).then(
            (found) => found.isDirectory(),
            () => false, // leads nowhere
          )));
      if (isFolder) {
        open.push(path);
        if (inner === "") folders.push(path);
      } else if (isImage(path)) {
        const whole = join(folder, path);
        const read = (): Promise<Uint8Array> =>
          fs.readFile(whole).catch((error: unknown) => Promise.reject(unreadable(whole, error)));
        files.push({ path, read });
      }
    }
  }
  return { name: folder, files: inOrder(files), folders: folders.sort() };
}

function unreadable(path: string, cause: unknown): NeurogradError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
  if (code === "ENOENT" || code === "ENOTDIR")
    return new NeurogradError("file_not_found", `${path}: is not there; check the path`, { cause });
  return new NeurogradError("read_failed", `${path}: cannot be read (${code}); check its permissions`, {
    cause,
  });
}
