import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import * as source from "neurograd";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshEnvironment, packPackage, run } from "./pack-package.js";
import { chromiumPath, complaintsOf, launchChromium } from "./support/chromium.js";
import { serveStatic } from "./support/static-server.js";

// What a user does in an empty folder: `npm i neurograd`, then programs and pages. The registry is the only host it
// reaches, and nothing is configured.
const folder = mkdtempSync(join(tmpdir(), "neurograd-user-"));
const ours: { version: string; devDependencies: Record<string, string> } = JSON.parse(
  readFileSync("package.json", "utf8"),
);
const install = ["install", "--ignore-scripts=false", "--no-audit", "--no-fund"];
let tarball: string;

beforeAll(() => {
  ({ tarball } = packPackage(folder));
  run("npm", [...install, tarball], folder);
  cpSync("test/consumer", folder, { recursive: true });
  run("npm", ["pkg", "set", "type=module"], folder);
}, 300_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

/** Native is the user's choice: an optional peer that npm leaves out. */
function expectInstalled(modules: readonly string[]): void {
  expect(modules).toContain("neurograd");
  expect(modules).toContain("onnxruntime-web");
  expect(modules).not.toContain("onnxruntime-node");
}

test("npm installs it without the native runtime", () => {
  expectInstalled(readdirSync(join(folder, "node_modules")));
});

test("npm 10, which comes with Node 20 and 22, does so too", () => {
  const [old, empty] = ["npm-10", "empty"].map((name) => mkdtempSync(join(tmpdir(), `neurograd-${name}-`)));
  run("npm", [...install, "npm@10"], old);
  run(process.execPath, [join(old, "node_modules", "npm", "bin", "npm-cli.js"), ...install, tarball], empty);
  expectInstalled(readdirSync(join(empty, "node_modules")));
  for (const made of [old, empty]) rmSync(made, { recursive: true });
}, 300_000);

test("exports what the sources export", () => {
  const program = `import * as all from "neurograd"; console.log(JSON.stringify(Object.keys(all).sort()));`;
  const { stdout } = run(process.execPath, ["--input-type=module", "--eval", program], folder);
  expect(JSON.parse(stdout)).toEqual(Object.keys(source).sort());
});

test("brings the command", () => {
  expect(run("npx", ["--no-install", "neurograd", "--version"], folder).stdout.trim()).toBe(ours.version);
});

interface Trained {
  readonly loss: number;
  readonly predictions: readonly (readonly [number])[];
}

function expectXor({ loss, predictions }: Trained): void {
  expect(loss).toBeLessThan(0.1);
  expect(predictions.map(([p]) => Math.round(p))).toEqual([0, 1, 1, 0]);
}

test("trains in Node, on WebAssembly, with one notice", () => {
  const { stdout, stderr } = run(process.execPath, ["program.js"], folder);
  const { program, worker } = JSON.parse(stdout) as { program: Trained; worker: Trained };
  expectXor(program);
  expect(worker).toEqual(program);
  expect(stderr).toBe(
    'neurograd: running on WebAssembly; "npm install onnxruntime-node" makes training about four times as fast.\n',
  );
}, 120_000);

describe("types", () => {
  const [, readme = ""] = /```ts\n(.*?)```/s.exec(readFileSync("README.md", "utf8")) ?? [];
  const worker = `
    import { trainInWorker } from "neurograd/worker";
    const more = await trainInWorker(net, xTrain, yTrain, { epochs: 1, onEpochEnd: (epoch, { loss }) => console.log(epoch, loss) });
    const last: number | undefined = more.history.loss?.at(-1);
    console.log(last, history.history.loss, loss, accuracy, probabilities.shape, again.layers.length);
  `;
  const strict = {
    target: "ES2022",
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
  };

  test.each([
    ["a page", { module: "ESNext", moduleResolution: "bundler", lib: ["ES2023", "DOM"], types: [] }],
    ["Node", { module: "NodeNext", moduleResolution: "NodeNext", lib: ["ES2023"], types: ["node"] }],
  ])(
    "the first example of README.md compiles for %s, strictly",
    (_, options) => {
      writeFileSync(join(folder, "example.ts"), readme + worker);
      const config = { compilerOptions: { ...strict, ...options }, files: ["example.ts"] };
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
      run(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "-p", "tsconfig.json"], folder);
      // It can fail: the types are there, and are no any.
      writeFileSync(join(folder, "example.ts"), `${readme}${worker}net.fit(3, false, { epoch: 1 });`);
      expect(() =>
        run(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "-p", "tsconfig.json"], folder),
      ).toThrow(/'epoch' does not exist in type 'FitOptions'|not assignable/);
    },
    120_000,
  );
});

if (chromiumPath === undefined)
  console.info("test/pack.full.test.ts: no Chromium found, so no page was tested.");

describe.skipIf(chromiumPath === undefined)("through Vite", () => {
  let browser: Browser;
  const vite = join("node_modules", "vite", "bin", "vite.js");

  beforeAll(async () => {
    run("npm", [...install, "--save-dev", `vite@${ours.devDependencies.vite}`], folder);
    browser = await launchChromium();
  }, 300_000);

  afterAll(() => browser?.close());

  interface PageResult {
    readonly isIsolated: boolean;
    readonly page: Trained;
    readonly worker: Trained;
  }

  /** Opens the user's page, which trains on the page and in a worker, and complains of nothing. */
  async function expectTrained(url: string): Promise<PageResult> {
    const page = await browser.newPage();
    const complaints = complaintsOf(page);
    await page.goto(url);
    await page.waitForFunction("globalThis.result");
    const result: PageResult = await page.evaluate("result");
    await page.close();
    expectXor(result.page);
    expect(result.worker).toEqual(result.page);
    expect(complaints).toEqual([]);
    return result;
  }

  /** Starts a server of Vite's and gives the address that it prints. */
  function startVite(args: readonly string[]): {
    readonly server: ChildProcess;
    readonly url: Promise<string>;
  } {
    const server = spawn(process.execPath, [vite, ...args, "--host", "127.0.0.1", "--port", "0"], {
      cwd: folder,
      env: { ...freshEnvironment(folder), NO_COLOR: "1", FORCE_COLOR: "0" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const url = new Promise<string>((found, failed) => {
      let output = "";
      for (const stream of [server.stdout, server.stderr]) {
        stream.on("data", (chunk) => {
          output += chunk;
          const [address] = /http:\/\/127\.0\.0\.1:\d+\/(?=\s)/.exec(output) ?? [];
          if (address !== undefined) found(address);
        });
      }
      server.on("exit", () => failed(new Error(`vite ${args.join(" ")} ended:\n${output}`)));
    });
    return { server, url };
  }

  async function withVite(args: readonly string[], use: (url: string) => Promise<unknown>): Promise<void> {
    const { server, url } = startVite(args);
    try {
      await use(await url);
    } finally {
      server.kill();
    }
  }

  test("the development server", async () => {
    await withVite([], expectTrained);
    await withVite([], expectTrained); // with what it has optimized
  }, 120_000);

  test("a build, and its preview", async () => {
    const { stdout, stderr } = run(process.execPath, [vite, "build"], folder);
    expect(`${stdout}${stderr}`).not.toMatch(/warn|externalized|doesn't exist/i);
    await withVite(["preview"], expectTrained);
    const kilobytes = (bytes: Uint8Array): string => `${(bytes.length / 1000).toFixed(1)} KB`;
    for (const file of readdirSync(join(folder, "dist", "assets"))) {
      const bytes = readFileSync(join(folder, "dist", "assets", file));
      console.info(`bundle: ${file}: ${kilobytes(bytes)}, ${kilobytes(gzipSync(bytes))} after gzip`);
    }
    const wasm = readdirSync(join(folder, "dist", "assets")).filter((file) => /^ort.*\.wasm$/.test(file));
    expect(wasm).toHaveLength(1); // page and worker share it; the decoder of JPEG files is another, fetched with the first
    expect(statSync(join(folder, "dist", "assets", wasm[0])).size).toBeLessThan(15e6);
  }, 180_000);

  test("a build with two threads, on a server that isolates", async () => {
    const server = await serveStatic(
      (path) => {
        const file = join(folder, "dist", path);
        return statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file) : undefined;
      },
      { isIsolated: true },
    );
    try {
      const { isIsolated } = await expectTrained(`${server.url}?threads=2`);
      expect(isIsolated).toBe(true);
    } finally {
      await server.close();
    }
  }, 120_000);
});
