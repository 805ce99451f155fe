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
process.exitCode = await runNode([cli, "train", "mnist", "--epochs", "5", ...process.argv.slice(2)]);
