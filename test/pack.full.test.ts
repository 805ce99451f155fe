import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as source from "neurograd";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packPackage, runOrThrow } from "./pack-package.js";

// What a user does in an empty folder: `npm i neurograd`, then a program. The registry is the only host it reaches.
const folder = mkdtempSync(join(tmpdir(), "neurograd-user-"));

beforeAll(() => {
  const { tarball } = packPackage(folder);
  runOrThrow("npm", ["install", "--ignore-scripts=false", "--no-audit", "--no-fund", tarball], folder);
}, 300_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a user's program, given by its lines, and reads the JSON that it prints. */
function runProgram(...lines: string[]): unknown {
  writeFileSync(join(folder, "program.mjs"), lines.join("\n"));
  return JSON.parse(runOrThrow(process.execPath, ["program.mjs"], folder));
}

test("installs without the native runtime, which is the user's choice", () => {
  const installed = readdirSync(join(folder, "node_modules"));
  expect(installed).toContain("neurograd");
  expect(installed).toContain("onnxruntime-web");
  expect(installed).not.toContain("onnxruntime-node");
});

test("exports what the sources export", () => {
  const names = runProgram(
    'import * as neurograd from "neurograd";',
    "console.log(JSON.stringify(Object.keys(neurograd).sort()));",
  );
  expect(names).toEqual(Object.keys(source).sort());
});

test("brings the command", () => {
  expect(runOrThrow("npx", ["--no-install", "neurograd", "--help"], folder)).toContain("neurograd train");
});
