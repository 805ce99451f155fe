import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";

/** What a server answers a path with; undefined is 404. */
export type Answer = (path: string) => Uint8Array | undefined;

export interface StaticServer {
  /** Ends with a slash. */
  readonly url: string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** Headers that let a page share memory between threads. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** A server on a free port of this machine alone. */
export async function serveStatic(
  answer: Answer,
  options: { readonly isIsolated: boolean },
): Promise<StaticServer> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const body = answer(path.endsWith("/") ? `${path}index.html` : path);
    const type = types[extname(path) || ".html"] ?? "application/octet-stream";
    response.writeHead(body ? 200 : 404, { "Content-Type": type, ...(options.isIsolated && isolation) });
    response.end(body ?? `no ${path}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, // it listens on a port
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
