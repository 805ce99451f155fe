import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LabServer, serveLab } from "./lab-server.js";

let folder: string;
let server: LabServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "neurograd-lab-"));
  mkdirSync(join(folder, "lab", "assets"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(folder, "lab", "index.html"), "<!doctype html><title>lab</title>");
  writeFileSync(join(folder, "lab", "assets", "index-1.js"), "export {};");
  server = await serveLab({ folder: join(folder, "lab"), port: 0 });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request whose path goes out as it stands: `fetch` would tidy it. */
function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = "GET"): Promise<Answer> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    sent.on("error", reject);
    sent.end();
  });
}

test("the page and its files come with their types, closed to everything outside", async () => {
  const page = await ask("/");
  expect(page.status).toBe(200);
  expect(page.body).toContain("<title>lab</title>");
  expect(page.headers).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-cache",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "x-content-type-options": "nosniff",
  });
  expect(page.headers["content-security-policy"]).toContain("default-src 'self'");
  const script = await ask("/assets/index-1.js?v=1");
  expect(script).toMatchObject({ status: 200, body: "export {};" });
  expect(script.headers["cache-control"]).toContain("immutable");
});

test("ONNX Runtime's file is its own package's, whatever the build called it", async () => {
  const { status, headers } = await ask("/assets/ort-wasm-simd-threaded-AbC_1-2.wasm", {}, "HEAD");
  expect(status).toBe(200);
  expect(headers["content-type"]).toBe("application/wasm");
  expect(Number(headers["content-length"])).toBeGreaterThan(1e6);
});

describe("refused", () => {
  test.each([
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/assets/..%5c..%5csecret.txt",
    "//etc/passwd",
    "/assets/",
    "/index.html/",
    "/index.html%00.js",
    "http://example.com/index.html",
  ])("the path %s", async (path) => {
    const { status, body } = await ask(path);
    expect(status).toBe(404);
    expect(body).not.toContain("secret");
    expect(body).not.toContain(folder);
  });

  test("another Host: a page whose name was pointed at this machine", async () => {
    const { port } = new URL(server.url);
    expect((await ask("/", { Host: `evil.example:${port}` })).status).toBe(421);
    expect((await ask("/", { Host: "127.0.0.1" })).status).toBe(421);
    expect((await ask("/", { Host: `localhost:${port}` })).status).toBe(200);
  });

  test("another Origin", async () => {
    expect((await ask("/", { Origin: "https://evil.example" })).status).toBe(403);
    expect((await ask("/", { Origin: "null" })).status).toBe(403);
    expect((await ask("/", { Origin: server.url.slice(0, -1) })).status).toBe(200);
  });

  test.each(["POST", "PUT", "DELETE", "OPTIONS"])("the method %s", async (method) => {
    expect((await ask("/", {}, method)).status).toBe(405);
  });
});

test("a link in the folder that leads outside is served only if it was there as a file of the lab", async () => {
  symlinkSync(join(folder, "secret.txt"), join(folder, "lab", "late.txt"));
  expect((await ask("/late.txt")).status).toBe(404); // the list was made when the server began
});
