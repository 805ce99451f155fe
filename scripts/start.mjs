// `npm start`: from a fresh clone to a trained MNIST network. `npm start -- --optimizer sgd` passes options on.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { say } from "./messages.mjs";
import { root, runNode, setUp, stop } from "./setup.mjs";

await setUp();
await build("dist");
const cli = join("dist", "cli", "main.js");
if (!existsSync(join(root, cli))) stop(say.noProgram(cli));
const options = process.argv.slice(2);
process.exitCode = await runNode([cli, "train", "mnist", "--epochs", "5", ...options]);
const isForPrograms = options.some((option) => option === "--json" || option === "--quiet");
if (process.exitCode === 0 && !isForPrograms) console.log(say.lab());
