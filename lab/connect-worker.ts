import type { Connect } from "./remote.js";

/** Training in a worker of the page's own. */
export const connectWorker: Connect = (hear, lost) => {
  const worker = new Worker(new URL("./engine/worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = ({ data }) => hear(data);
  worker.onerror = ({ message }) => lost(message || "the worker could not be loaded");
  return { send: (request) => worker.postMessage(request), close: () => worker.terminate() };
};
