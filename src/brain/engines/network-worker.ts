// What a worker runs that takes a part of a network along: a program of its own, started by run-in-workers.ts.
import { sharedExchange } from "./exchange.js";
import { runPart } from "./part.js";
import type { PartAnswer, PartTask } from "./run-in-workers.js";

async function answerTo({ part, index, layout, memory }: PartTask): Promise<PartAnswer> {
  try {
    return { result: await runPart(part, sharedExchange(layout, index, memory)) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

if ("WorkerGlobalScope" in globalThis) {
  const scope = globalThis as unknown as Worker; // a worker's own `postMessage` and `addEventListener` have the same form
  scope.addEventListener("message", ({ data }: MessageEvent<PartTask>) => {
    void answerTo(data).then((answer) => scope.postMessage(answer));
  });
} else {
  const { parentPort } = process.getBuiltinModule("node:worker_threads");
  parentPort?.on("message", (task: PartTask) => {
    void answerTo(task).then((answer) => parentPort.postMessage(answer));
  });
}
