// `npm run example -- NAME [options]`: builds what is stale and runs examples/NAME.ts. The beginning of a name is
// enough where only one example begins so.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
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
if (readsPackages(join(root, "examples", `${name}.ts`))) await ensureExampleData();
await build("dist");
await build("programs");
process.exitCode = await runNode([join("build", "examples", `${name}.js`), ...options]);

function findExample() {
  if (wanted === undefined || examples.includes(wanted)) return wanted;
  const beginning = examples.filter((example) => example.startsWith(wanted));
  return beginning.length === 1 ? beginning[0] : undefined;
}

/** True if the program, or a module of ours that it imports, takes data from examples/node_modules. */
function readsPackages(file) {
  const imported = [...readFileSync(file, "utf8").matchAll(/from "(\.\.?\/[^"]+)\.js"/g)];
  const files = imported.map(([, path]) => join(dirname(file), `${path}.ts`));
  return files.some((path) => basename(path) === "package-data.ts" || readsPackages(path));
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
