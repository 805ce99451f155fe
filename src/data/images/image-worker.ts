// What a worker runs that decodes images: a program of its own, started by image-workers.ts.
import { NeurogradError } from "../../core/errors.js";
import type { Answer, Task } from "./image-workers.js";
import { loadPixels } from "./load-pixels.js";

interface Port {
  postMessage(message: Answer, transfer: ArrayBuffer[]): void;
}

async function answer(port: Port, { id, bytes, options }: Task): Promise<void> {
  try {
    const values = await loadPixels(bytes, options);
    port.postMessage({ id, values }, [values.buffer as ArrayBuffer]); // made by loadPixels, shared with nobody
  } catch (error) {
    const code = error instanceof NeurogradError ? error.code : undefined;
    const message = error instanceof Error ? error.message : String(error);
    port.postMessage({ id, code, message }, []);
  }
}

if ("WorkerGlobalScope" in globalThis) {
  const scope = globalThis as unknown as Worker; // a worker's own `postMessage` and `addEventListener` have the same form
  scope.addEventListener("message", ({ data }: MessageEvent<Task>) => void answer(scope, data));
} else {
  const { parentPort } = process.getBuiltinModule("node:worker_threads");
  parentPort?.on("message", (task: Task) => void answer(parentPort, task));
}
