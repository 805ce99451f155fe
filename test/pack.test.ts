import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { packPackage } from "./pack-package.js";

interface PackageJson {
  bin: Record<string, string>;
  exports: Record<string, string | Record<string, string>>;
}

let packed: Set<string>;

beforeAll(() => {
  packed = new Set(packPackage().files);
});

test("the package holds every file that its exports and its command name", () => {
  const { bin, exports }: PackageJson = JSON.parse(readFileSync("package.json", "utf8"));
  const named = [bin, ...Object.values(exports)].flatMap((target) =>
    typeof target === "string" ? target : Object.values(target),
  );
  const absent = named.map((path) => join(path)).filter((path) => !packed.has(path));
  expect(absent).toEqual([]);
});

test("the package holds built files, the lab, the licence and the read-mes, and nothing else", () => {
  const isBuilt =
    /^dist\/.*\.(js|d\.ts|js\.map)$|^dist\/lab\/(index\.html|runs\.json|assets\/[\w-]+\.(css|gz|mjs|onnx|wasm))$/;
  const others = [...packed].filter((path) => !isBuilt.test(path));
  expect(others.sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "README.zh-CN.md", "package.json"]);
  // ONNX Runtime's files are its own package's: `neurograd lab` serves them from there.
  expect([...packed].filter((path) => /ort-wasm-simd/.test(path))).toEqual([]);
  expect([...packed].filter((path) => path.includes(".test."))).toEqual([]);
});
