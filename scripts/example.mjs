// `npm run example -- NAME [options]`: builds what is stale and runs examples/NAME.ts.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { say } from "./messages.mjs";
import { root, runNode, setUp } from "./setup.mjs";

const [given, ...options] = process.argv.slice(2);
const name = given?.replace(/^(\.\/)?examples\//, "").replace(/\.ts$/, "");
const examples = exampleNames();
if (!examples.includes(name)) {
  console.error([say.noExample(name), ...examples.map((example) => `  ${example}`)].join("\n"));
  process.exit(2);
}
await setUp();
await build("dist");
await build("programs");
process.exitCode = await runNode([join("build", "examples", `${name}.js`), ...options]);

function exampleNames() {
  const folder = join(root, "examples");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((file) => /^[^.]+\.ts$/.test(file) && !file.includes("node_modules"))
    .map((file) => file.replace(/\.ts$/, "").replaceAll("\\", "/"))
    .sort();
}
