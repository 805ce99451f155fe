// `npm run check`: types, lint and format, boundaries between folders, sizes, words, links. One line for each gate.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "./build.mjs";
import { checkLinks } from "./check/links.mjs";
import { checkSizes } from "./check/sizes.mjs";
import { checkWords } from "./check/words.mjs";
import { say } from "./messages.mjs";
import { capture, root, setUp, tool } from "./setup.mjs";

/** A compiler makes much that it soon drops: with more room for the young, a tenth less time. */
const options = ["--max-semi-space-size=64"];
const node = (args) =>
  capture(process.execPath, [...options, ...args], { env: { ...process.env, NO_COLOR: "1" } });

const types = { name: "types", run: () => node([tool("@typescript/native", "tsc"), "-p", "tsconfig.json"]) };
const others = [
  { name: "lab types", run: checkLabTypes },
  { name: "lint", run: checkLint },
  { name: "boundaries", run: checkBoundaries },
  { name: "sizes", run: checkSizes },
  { name: "words", run: checkWords },
  { name: "links", run: checkLinks },
];

/** Runs every gate, the types beside the others; prints a line for each, and what is wrong. Needs dist, whose types the lab sees. */
export async function runGates() {
  const results = (await Promise.all([inTurn([types]), inTurn(others)])).flat();
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

async function inTurn(gates) {
  const results = [];
  for (const { name, run } of gates) {
    const start = performance.now();
    const { code, output, note } = await run();
    const seconds = say.seconds((performance.now() - start) / 1000);
    const verdict = code === 0 ? say.ok() : say.failed();
    console.log(
      `${name.padEnd(12)}${seconds.padStart(8)}  ${verdict}${note === undefined ? "" : `, ${note}`}`,
    );
    if (code !== 0) console.log(output.replace(/^\s*\n|\s+$/g, "").replace(/^(?=.)/gm, "  "));
    results.push(code === 0);
  }
  return results;
}

/** Svelte's components and what they import; the compiler alone cannot read them. */
async function checkLabTypes() {
  const options = ["--tsconfig", "lab/tsconfig.json", "--output", "machine", "--fail-on-warnings"];
  const native = "--tsgo-experimental-api"; // the native compiler
  const { code, output } = await node([tool("svelte-check"), ...options, native]);
  const found = output.split("\n").filter((line) => /^\d+ (ERROR|WARNING) /.test(line));
  return { code, output: found.map((line) => line.replace(/^\d+ /, "")).join("\n") || output };
}

async function checkLint() {
  const options = [
    "--error-on-warnings",
    "--diagnostic-level=warn",
    "--reporter=concise",
    "--max-diagnostics=60",
  ];
  const { code, output } = await node([tool("@biomejs/biome", "biome"), "check", ...options]);
  const found = output.split("\n").filter((line) => /^\s*[×!] \S+: /.test(line));
  return { code, output: [...(found.length > 0 ? found : [output]), say.format()].join("\n") };
}

function checkBoundaries() {
  const folders = ["src", "examples", "lab"].filter((folder) => existsSync(join(root, folder)));
  const options = ["--config", ".dependency-cruiser.mjs", "--output-type", "err-long", "--progress", "none"];
  return node([tool("dependency-cruiser", "depcruise"), ...options, ...folders]);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setUp();
  await build("dist");
  const { failed } = await runGates();
  process.exitCode = failed === 0 ? 0 : 1;
}
