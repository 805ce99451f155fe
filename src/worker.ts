import { type LoadModelOptions, loadModel } from "./index.js";
import { serve } from "./worker/serve.js";
import { lineToProgram } from "./worker/thread.js";

/**
 * Makes a worker of your own serve `trainInWorker`: for models with layers or losses of your own, which the worker must
 * know by kind, and for bundlers that do not find our worker.
 *
 * Throws  `worker_failed` outside a worker.
 *
 * @example
 * // not run: of two files
 * // my-worker.js
 * serveTraining({ customLayers: { scale: defineLayer("scale", { defaults: {}, call: ({ x }) => ops.multiply(x, 2) }) } });
 * // in the page
 * await trainInWorker(net, x, y, {
 *   worker: () => new Worker(new URL("./my-worker.js", import.meta.url), { type: "module" }),
 * });
 */
export function serveTraining(options: LoadModelOptions = {}): void {
  serve(lineToProgram(), (file, where) => loadModel(file, { ...options, ...where }));
}

export type { AnyWorker } from "./worker/thread.js";
export { type TrainInWorkerOptions, trainInWorker } from "./worker/train-in-worker.js";
