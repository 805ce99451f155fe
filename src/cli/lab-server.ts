import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { type LabFile, labFiles, runtimeFile } from "./lab-files.js";
import { feedRuns, runPaths } from "./run-feed.js";

export interface LabServer {
  /** Ends with a slash. */
  readonly url: string;
  close(): Promise<void>;
}

export interface LabServerOptions {
  /** The built lab. */
  readonly folder: string;
  /** 0: any that is free. */
  readonly port: number;
  /** A folder of runs, which the page shows; without symbolic links in its path. */
  readonly runs?: string | undefined;
  /** Whether pages may share memory between threads. Default true. */
  readonly isIsolated?: boolean;
}

const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

const always = {
  "Content-Security-Policy":
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self' data: blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/**
 * Serves the lab on 127.0.0.1, to this machine alone: a request that names another host (a page that had its name pointed here),
 * comes from another origin, or asks for anything but the lab's own files is refused. Of a folder of runs it serves what their files say, as events.
 */
export async function serveLab({
  folder,
  port,
  runs,
  isIsolated = true,
}: LabServerOptions): Promise<LabServer> {
  const files = labFiles(folder);
  const headers = { ...always, ...(isIsolated && isolation) };
  const server = createServer((request, response) => {
    const own = (server.address() as AddressInfo).port; // it listens on a port
    const [status, answer] = answerTo(request, own, files, runs);
    if (answer === events && runs !== undefined && request.method === "GET") {
      feedRuns(response, runs, headers).catch(() => response.destroy()); // the page asks again
      return;
    }
    send(response, request.method === "HEAD", status, answer, headers);
  });
  await listen(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The answer that does not end. */
const events = "Events of the runs.";

type Answer = readonly [status: number, body: LabFile | string];

function answerTo(
  { headers, method, url = "/" }: IncomingMessage,
  port: number,
  files: ReadonlyMap<string, LabFile>,
  runs: string | undefined,
): Answer {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(headers.host ?? ""))
    return [421, "This server answers to 127.0.0.1 and localhost only."];
  const { origin } = headers;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`))
    return [403, "Requests from other pages are refused."];
  if (method !== "GET" && method !== "HEAD") return [405, "Only GET and HEAD."];
  const [path] = url.split("?", 1);
  if (runs !== undefined && path === runPaths.events) return [200, events];
  if (path === runPaths.about) return [200, aboutRuns(runs)];
  const file = files.get(path) ?? runtimeFile(path);
  return file === undefined ? [404, "There is no such file in the lab."] : [200, file];
}

/** Whether runs are served here, and what their folder is called. A lab that lies on another server has no such answer. */
function aboutRuns(runs: string | undefined): LabFile {
  const text = Buffer.from(JSON.stringify({ folder: runs === undefined ? null : basename(runs) }));
  return { type: "application/json", size: text.length, isFixed: false, open: () => Readable.from([text]) };
}

function send(
  response: ServerResponse,
  isHead: boolean,
  status: number,
  body: LabFile | string,
  headers: Readonly<Record<string, string>>,
): void {
  if (typeof body === "string") {
    response.writeHead(status, { ...headers, "Content-Type": "text/plain; charset=utf-8" });
    response.end(isHead ? undefined : `${body}\n`);
    return;
  }
  response.writeHead(status, {
    ...headers,
    "Content-Type": body.type,
    "Content-Length": body.size,
    "Cache-Control": body.isFixed ? "public, max-age=31536000, immutable" : "no-cache",
  });
  if (isHead) {
    response.end();
    return;
  }
  const stream = body.open();
  stream.on("error", () => response.destroy()); // the file went while it was read
  stream.pipe(response);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}
