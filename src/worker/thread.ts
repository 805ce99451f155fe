import { NeurogradError } from "../core/errors.js";
import { isNode } from "../runtime/is-node.js";
import type { FromWorker, ToWorker } from "./messages.js";

/** A worker of a browser: what is used of the type `Worker`, which programs for Node alone do not know. */
export interface WebWorker {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(
    type: "message" | "messageerror" | "error",
    listener: (event: { readonly data?: unknown; readonly message?: string; preventDefault(): void }) => void,
  ): void;
  terminate(): void;
}

/** A worker of Node: what is used of `Worker` in `node:worker_threads`, which programs for browsers alone do not know. */
export interface NodeWorker {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  on(type: "message" | "error" | "exit", listener: (value: unknown) => void): unknown;
  terminate(): Promise<number>;
}

export type AnyWorker = WebWorker | NodeWorker;

/** One end of the line between a program and its worker. */
export interface Line<Out, In> {
  post(message: Out, transfer?: readonly ArrayBuffer[]): void;
  listen(receive: (message: In) => void): void;
}

export interface WorkerLine extends Line<ToWorker, FromWorker> {
  /** What ends the worker before its time. */
  fail(receive: (error: NeurogradError) => void): void;
  end(): void;
}

/** Starts our own worker. The form of the first line is what bundlers look for. */
export function startWorker(): AnyWorker {
  if (typeof Worker === "function")
    return new Worker(new URL("../worker-entry.js", import.meta.url), { type: "module", name: "neurograd" });
  const { Worker: Thread } = process.getBuiltinModule("node:worker_threads");
  const entry = "../worker-entry.js"; // in a variable: bundlers for the browser have met it above
  return new Thread(new URL(entry, import.meta.url), { name: "neurograd" });
}

/** The line to a worker, whichever platform's. */
export function lineTo(worker: AnyWorker): WorkerLine {
  if ("on" in worker) {
    return {
      post: (message, transfer = []) => worker.postMessage(message, transfer),
      listen: (receive) => void worker.on("message", (message) => receive(message as FromWorker)),
      fail: (receive) => {
        worker.on("error", (error) => receive(failed(String(error), error)));
        worker.on("exit", (code) => receive(failed(`it ended with exit code ${code}`)));
      },
      end: () => void worker.terminate(),
    };
  }
  return {
    post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    listen: (receive) => worker.addEventListener("message", ({ data }) => receive(data as FromWorker)),
    fail: (receive) => {
      worker.addEventListener("error", (event) => {
        event.preventDefault(); // it reaches the program as an error of its own
        receive(
          failed(event.message || "its file could not be loaded; start it yourself, with the option worker"),
        );
      });
      worker.addEventListener("messageerror", () => receive(failed("a message could not be read")));
    },
    end: () => worker.terminate(),
  };
}

/** In a worker: the line to the program that started it. Throws `worker_failed` in what is no worker. */
export function lineToProgram(): Line<FromWorker, ToWorker> {
  if ("WorkerGlobalScope" in globalThis) {
    const scope = globalThis as unknown as Pick<Worker, "postMessage" | "addEventListener">; // a worker's own have the same form
    return {
      post: (message, transfer = []) => scope.postMessage(message, [...transfer]),
      listen: (receive) => scope.addEventListener("message", ({ data }) => receive(data)),
    };
  }
  const port = isNode ? process.getBuiltinModule("node:worker_threads").parentPort : null;
  if (port === null) {
    throw new NeurogradError(
      "worker_failed",
      "serveTraining: this is no worker; call it in the file that new Worker(…) runs",
    );
  }
  return {
    post: (message, transfer = []) => port.postMessage(message, transfer),
    listen: (receive) => void port.on("message", receive),
  };
}

const failed = (why: string, cause?: unknown): NeurogradError =>
  new NeurogradError("worker_failed", `trainInWorker: the worker failed: ${why.replace(/\.$/, "")}`, {
    cause,
  });
