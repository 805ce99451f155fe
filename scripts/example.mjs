// `npm run example -- NAME [options]`: builds what is stale and runs examples/NAME.ts. The beginning of a name is
// enough where only one example begins so.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { say } from "./messages.mjs";
import { ensureExampleData, root, runNode, setUp } from "./setup.mjs";

const [given, ...options] = process.argv.slice(2);
const wanted = given?.replace(/^(\.\/)?examples\//, "").replace(/\.ts$/, "");
const examples = exampleNames();
const name = findExample();
if (name === undefined) {
  console.error([say.noExample(given), ...examples.map((example) => `  ${example}`)].join("\n"));
  process.exit(2);
}
await setUp();
if (readsPackages(name)) await ensureExampleData();
await build("dist");
await build("programs");
process.exitCode = await runNode([join("build", "examples", `${name}.js`), ...options]);

function findExample() {
  if (wanted === undefined || examples.includes(wanted)) return wanted;
  const beginning = examples.filter((example) => example.startsWith(wanted));
  return beginning.length === 1 ? beginning[0] : undefined;
}

/** True if the example takes data from examples/node_modules. */
function readsPackages(example) {
  return readFileSync(join(root, "examples", `${example}.ts`), "utf8").includes("package-data.js");
}

/** The modules that export `run`; the others are what they share. */
function exampleNames() {
  const folder = join(root, "examples");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((file) => /^[^.]+\.ts$/.test(file) && !file.includes("node_modules"))
    .filter((file) =>
      /^export (async function|function|const) run\b/m.test(readFileSync(join(folder, file), "utf8")),
    )
    .map((file) => file.replace(/\.ts$/, "").replaceAll("\\", "/"))
    .sort();
}
