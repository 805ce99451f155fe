// `npm run lab`: builds the lab where needed, serves it on this machine and opens it. `npm run lab -- --port 8080` passes options on.
import { join } from "node:path";
import { buildLab } from "./build-lab.mjs";
import { runNode, setUp } from "./setup.mjs";

await setUp();
await buildLab();
process.exitCode = await runNode([join("dist", "cli", "main.js"), "lab", ...process.argv.slice(2)]);
