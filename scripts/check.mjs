// `npm run check`: types, lint and format, boundaries between folders, sizes, words. One line for each gate.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { checkSizes } from "./check/sizes.mjs";
import { checkWords } from "./check/words.mjs";
import { say } from "./messages.mjs";
import { capture, root, setUp, tool } from "./setup.mjs";

const node = (args) => capture(process.execPath, args, { env: { ...process.env, NO_COLOR: "1" } });

const types = { name: "types", run: () => node([tool("typescript", "tsc"), "-p", "tsconfig.json"]) };
const others = [
  {
    name: "lint",
    run: () =>
      node([
        tool("@biomejs/biome", "biome"),
        "check",
        "--error-on-warnings",
        "--diagnostic-level=warn",
        "--reporter=concise",
        "--max-diagnostics=60",
      ]),
  },
  { name: "boundaries", run: checkBoundaries },
  { name: "sizes", run: checkSizes },
  { name: "words", run: checkWords },
];

/** Runs every gate, the types beside the others; prints a line for each, and what is wrong. */
export async function runGates() {
  const results = (await Promise.all([inTurn([types]), inTurn(others)])).flat();
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

async function inTurn(gates) {
  const results = [];
  for (const { name, run } of gates) {
    const start = performance.now();
    const { code, output } = await run();
    const seconds = say.seconds((performance.now() - start) / 1000);
    console.log(`${name.padEnd(12)}${seconds.padStart(8)}  ${code === 0 ? say.ok() : say.failed()}`);
    if (code !== 0) console.log(output.trim().replace(/^(?=.)/gm, "  "));
    results.push(code === 0);
  }
  return results;
}

function checkBoundaries() {
  const folders = ["src", "examples", "lab"].filter((folder) => existsSync(join(root, folder)));
  const options = ["--config", ".dependency-cruiser.mjs", "--output-type", "err-long", "--progress", "none"];
  return node([tool("dependency-cruiser", "depcruise"), ...options, ...folders]);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setUp();
  const { failed } = await runGates();
  process.exitCode = failed === 0 ? 0 : 1;
}
