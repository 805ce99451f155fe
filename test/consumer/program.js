import { train } from "./train.js";

console.log(JSON.stringify({ program: await train("program"), worker: await train("worker") }));
