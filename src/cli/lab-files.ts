import { createReadStream, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, join, sep } from "node:path";

/** What a path of the lab's address is answered with. */
export interface LabFile {
  readonly type: string;
  readonly size: number;
  /** Whether its name changes with its content. */
  readonly isFixed: boolean;
  open(): NodeJS.ReadableStream;
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".onnx": "application/octet-stream",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/**
 * The files of the built lab by the path they are asked for. Only what is listed here is ever opened, whatever a path says.
 * ONNX Runtime's two files are those of its own package where the lab's folder has none: they are not published twice.
 */
export function labFiles(folder: string): ReadonlyMap<string, LabFile> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) =>
    name.split(sep).join("/"),
  );
  const files = names.flatMap((name): [string, LabFile][] => {
    const path = join(folder, name);
    return statSync(path).isFile() ? [[`/${name}`, fileAt(path, name.startsWith("assets/"))]] : [];
  });
  const found = new Map(files);
  const index = found.get("/index.html");
  if (index !== undefined) found.set("/", index);
  return found;
}

/** ONNX Runtime's own file for a path like /assets/ort-wasm-simd-threaded-HASH.wasm. */
export function runtimeFile(path: string): LabFile | undefined {
  const [, name, ending] = /^\/assets\/(ort-wasm-simd-threaded)-[\w-]+\.(wasm|mjs)$/.exec(path) ?? [];
  if (name === undefined) return undefined;
  const resolve = createRequire(import.meta.url).resolve;
  return fileAt(resolve(`onnxruntime-web/${name}.${ending}`), true);
}

function fileAt(path: string, isFixed: boolean): LabFile {
  return {
    type: types[extname(path)] ?? "application/octet-stream",
    size: statSync(path).size,
    isFixed,
    open: () => createReadStream(path),
  };
}
