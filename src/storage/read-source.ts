import { NeurogradError } from "../core/errors.js";
import { files, isNode } from "./files-here.js";

/** Where a file may come from: a path (in a browser the name under which it was saved), a URL, or its bytes. */
export type FileSource = string | URL | Uint8Array | ArrayBuffer | Blob;

const limit = 2 ** 31;

/**
 * The bytes of a file. In a browser a name is looked for among the saved files first, then beside the page.
 *
 * Throws  `file_not_found`, `read_failed`, `file_too_large` above 2 GiB.
 */
export async function readSource(source: FileSource, where: string): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (typeof Blob !== "undefined" && source instanceof Blob)
    return new Uint8Array(await source.arrayBuffer());
  if (source instanceof URL)
    return source.protocol === "file:" && isNode ? readFileUrl(source) : fetched(source.href);
  if (typeof source !== "string") {
    throw new NeurogradError(
      "invalid_option",
      `${where}: got ${source === null ? "null" : typeof source}; give a path, a URL, the bytes or a Blob`,
    );
  }
  if (/^(https?|blob|data):/i.test(source)) return fetched(source);
  if (/^file:\/\//i.test(source) && isNode) return readFileUrl(new URL(source));
  const found = await files();
  if (isNode) return found.read(source);
  try {
    return await found.read(source);
  } catch {
    return fetched(source); // not saved here: a file of the site
  }
}

async function readFileUrl(url: URL): Promise<Uint8Array> {
  const { fileURLToPath } = process.getBuiltinModule("node:url");
  return (await files()).read(fileURLToPath(url));
}

async function fetched(url: string): Promise<Uint8Array> {
  const shown = url.length <= 200 ? url : `${url.slice(0, 200)}…`;
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new NeurogradError(
      "read_failed",
      `${shown}: could not be reached; check the address and the connection`,
      {
        cause,
      },
    );
  }
  if (!response.ok) {
    const code = response.status === 404 ? "file_not_found" : "read_failed";
    throw new NeurogradError(code, `${shown}: the server answered ${response.status}; check the address`);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  try {
    for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
      chunks.push(part.value);
      length += part.value.length;
      if (length <= limit) continue;
      await reader?.cancel();
      throw new NeurogradError(
        "file_too_large",
        `${shown}: gives more than 2 GiB; files up to that size are read`,
      );
    }
  } catch (cause) {
    if (cause instanceof NeurogradError) throw cause;
    throw new NeurogradError("read_failed", `${shown}: the connection broke off; try again`, { cause });
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
