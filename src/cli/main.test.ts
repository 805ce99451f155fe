import { type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPackage } from "../../test/run-program.js";
import { penguinsCsv } from "../../test/support/penguins.js";
import { testFolder } from "../../test/support/test-folder.js";

// The command as a process of its own: what only a process has.

const main = resolve("dist/cli/main.js");
let folder = "";

beforeAll(async () => {
  buildPackage();
  folder = await testFolder();
  await writeFile(join(folder, "penguins.csv"), penguinsCsv(120));
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the command in the test's folder, in English, without a terminal. `onOutput` may send signals. */
function start(
  words: readonly string[],
  onOutput?: (child: ChildProcessByStdio<null, Readable, Readable>, stdout: string, stderr: string) => void,
  nodeOptions: readonly string[] = [],
): Promise<Ended> {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...env } = process.env;
  const child = spawn(process.execPath, [...nodeOptions, main, ...words], {
    cwd: folder,
    env: { ...env, LC_ALL: "C", NEUROGRAD_LANG: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
    onOutput?.(child, stdout, stderr);
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
    onOutput?.(child, stdout, stderr);
  });
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (code, signal) => done({ code, signal, stdout, stderr }));
  });
}

const words = (line: string): string[] => line.split(" ");
const endless = "train penguins.csv --epochs 1000000 --threads 1";

describe("exit codes", () => {
  test("0, 1 and 2", async () => {
    const ended = await Promise.all([
      start(["--version"]),
      start(["train", "absent.csv"]),
      start(["train", "penguins.csv", "--epochs", "0"]),
    ]);
    expect(ended.map(({ code }) => code)).toEqual([0, 1, 2]);
    expect(ended.map(({ stderr }) => stderr.split("\n")[0])).toEqual([
      "",
      "Error: absent.csv: there is no such file; check the name and the folder.",
      "Error: --epochs 0: use a whole number from 1.",
    ]);
  });

  test("a whole run, with its default folder, read by predict and inspect; no colors in a pipe", async () => {
    const trained = await start(words("train penguins.csv --epochs 3 --threads 1"));
    expect([trained.code, trained.stderr]).toEqual([0, ""]);
    expect(trained.stdout).not.toContain("\x1b");
    expect(trained.stdout).toContain(
      "\nUse it: npx neurograd predict runs/penguins/model.onnx penguins.csv\n",
    );
    const told = await start(words("predict runs/penguins/model.onnx penguins.csv --json"));
    expect(told.stdout.trimEnd().split("\n")).toHaveLength(120);
    const seen = await start(words("inspect runs/penguins/model.onnx --json"));
    expect(JSON.parse(seen.stdout).parameters).toBe(2691 + 14); // and 7 means and 7 variances
  });

  test("a reader that stops early is no error", async () => {
    const { code, stderr } = await start(words("predict runs/penguins/model.onnx penguins.csv"), (child) =>
      child.stdout.destroy(),
    );
    expect([code, stderr]).toEqual([0, ""]);
  });
});

describe("runtimes", () => {
  // A package that is not installed, for this process.
  const without = [
    "--import",
    `data:text/javascript,${encodeURIComponent(`
      import { register } from "node:module";
      register("data:text/javascript," + encodeURIComponent(
        'export function resolve(name, context, next) { if (name === "onnxruntime-node") throw new Error("absent"); return next(name, context); }'));
    `)}`,
  ];
  const line = "train penguins.csv --epochs 1 --quiet --output runs/wasm";

  test("native that is missing: refused if asked for by name", async () => {
    const { code, stdout, stderr } = await start(words(`${line} --runtime native`), undefined, without);
    expect([code, stdout, stderr]).toEqual([
      1,
      "",
      'Error: runtime: "native" needs the package onnxruntime-node, which is not installed or does not load here; run "npm install onnxruntime-node", or use runtime: "wasm". (runtime_missing)\n',
    ]);
  });

  const slow = 60_000; // WebAssembly compiles itself anew in each process

  test(
    "native that is missing: else WebAssembly, with one notice on stderr",
    async () => {
      const { code, stdout, stderr } = await start(
        words(`${line} --layers none --lang zh`),
        undefined,
        without,
      );
      expect([code, stderr]).toEqual([
        0,
        "正在用 WebAssembly 运行；npm install onnxruntime-node 可使训练快约四倍。\n",
      ]);
      expect(stdout).toMatch(/^验证准确率 0\.\d{4}\n$/);
    },
    slow,
  );

  test(
    "threads of WebAssembly do not keep the process",
    async () => {
      const told = "predict runs/penguins/model.onnx penguins.csv --runtime wasm --threads 2";
      const { code, stdout } = await start(words(told));
      expect(code).toBe(0);
      expect(stdout).toMatch(/\n\d+ of 120 right: accuracy 0\.\d{4}\n$/);
    },
    slow,
  );
});

describe("Ctrl-C", () => {
  test("once: saves, says how to go on, exit code 0", async () => {
    let isSent = false;
    const { code, signal, stdout, stderr } = await start(words(endless), (child, out) => {
      if (!isSent && out.includes("Epoch       3/")) isSent = child.kill("SIGINT");
    });
    expect([code, signal]).toEqual([0, null]);
    expect(stderr).toBe("Stopping after this step; Ctrl-C again ends at once.\n");
    const lines = stdout.trimEnd().split("\n");
    expect(lines.at(-3)).toMatch(/^Stopped in epoch \d+ of 1000000\.$/);
    expect(lines.at(-1)).toBe(`Go on: npx neurograd ${endless} --resume`);
    expect(existsSync(join(folder, "runs/penguins/model.onnx"))).toBe(true);
    const resumed = await start(words(`${endless} --resume --epochs 1`));
    expect(resumed.stdout).toMatch(
      /\nruns\/penguins has its \d+ epochs already; for more, give a larger --epochs\n/,
    );
  });

  test("once, by the system's request to end, with --json", async () => {
    let isSent = false;
    const { code, stdout } = await start(words(`${endless} --json`), (child, out) => {
      if (!isSent && out.split("\n").length > 3) isSent = child.kill("SIGTERM");
    });
    expect(code).toBe(0);
    const objects = stdout
      .trimEnd()
      .split("\n")
      .map((text) => JSON.parse(text));
    expect(objects.at(-1)).toMatchObject({ event: "done", stopped: true, runtime: "native" });
  });

  test("twice: 130 at once", async () => {
    let isSent = false;
    const { code, stdout } = await start(words(endless), (child, out) => {
      if (isSent || !out.includes("Epoch       2/")) return;
      // Two signals of different names: the system may join two of one name.
      isSent = child.kill("SIGINT") && child.kill("SIGTERM");
    });
    expect(code).toBe(130);
    expect(stdout).not.toContain("Stopped");
  });
});
