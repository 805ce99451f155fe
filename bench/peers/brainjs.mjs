// brain.js: XOR on its own terms, sigmoid units and an update after every row, so four updates a step.
import { readJob, sayAbsent, serve } from "../../build/bench/serve.js";

const job = readJob();
if (job.task !== "xor") sayAbsent("only XOR is compared with brain.js");
if (job.optimizer !== "sgd") sayAbsent("brain.js 1 has SGD with momentum only");
if (job.threads !== 1) sayAbsent("brain.js runs one thread");

let brain;
try {
  brain = (await import("brain.js")).default;
} catch {
  sayAbsent("not installed", "cd bench && npm install");
}

const net = new brain.NeuralNetwork({ hiddenLayers: [4], activation: "sigmoid" });
const rows = [0, 1, 2, 3].map((i) => ({ input: [i >> 1, i & 1], output: [(i >> 1) ^ (i & 1)] }));
net.train(rows, { iterations: 1 });
const data = net.formatData(rows);

function run(n) {
  for (let i = 0; i < n; i++) for (const row of data) net.trainPattern(row);
}

await serve("brain.js 1.6.1", run, { detail: "4 updates a step, sigmoid, momentum 0.1" });
