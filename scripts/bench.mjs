// `npm run bench [-- options]`: builds what is stale and runs bench/main.ts.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { say } from "./messages.mjs";
import { root, runNode, setUp, stop } from "./setup.mjs";

if (!existsSync(join(root, "bench", "main.ts"))) stop(say.noProgram("bench/main.ts"));
await setUp();
await build("dist");
await build("programs");
process.exitCode = await runNode([join("build", "bench", "main.js"), ...process.argv.slice(2)]);
