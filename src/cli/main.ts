#!/usr/bin/env node
import { processIo } from "./io.js";
import { run } from "./run.js";

const code = await run(process.argv.slice(2), processIo());
// Threads of WebAssembly would keep the process; what was printed goes out first.
process.stdout.write("", () => process.exit(code));
