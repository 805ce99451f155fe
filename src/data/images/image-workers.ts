import { NeurogradError } from "../../core/errors.js";
import type { PixelOptions } from "./load-pixels.js";

/** What a worker is sent. */
export interface Task {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly options: PixelOptions;
}

/** What it sends back. */
export type Answer =
  | { readonly id: number; readonly values: Float32Array }
  | { readonly id: number; readonly code: string | undefined; readonly message: string };

/** A worker of Node or of a browser: what is used of it. */
interface Line {
  post(task: Task): void;
  /** Whether the program waits for the worker before it ends. */
  hold(isBusy: boolean): void;
}

interface Waiting {
  resolve(values: Float32Array): void;
  reject(error: Error): void;
}

/** One worker, and what it has not answered yet. */
class ImageWorker {
  readonly waiting: Map<number, Waiting> = new Map();
  failure: NeurogradError | undefined;
  private readonly line: Line;
  private sent = 0;

  constructor() {
    this.line = startWorker(
      (answer) => this.receive(answer),
      (why) => this.fail(why),
    );
  }

  load(bytes: Uint8Array, options: PixelOptions): Promise<Float32Array> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    const id = this.sent++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.line.hold(true);
      this.line.post({ id, bytes, options });
    });
  }

  private receive(answer: Answer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.line.hold(false);
    if ("values" in answer) waiting?.resolve(answer.values);
    else waiting?.reject(errorOf(answer));
  }

  private fail(why: string): void {
    this.failure = new NeurogradError(
      "worker_failed",
      `imageDatasetFromDirectory: a worker failed: ${why}; leave out workers to decode without them`,
    );
    for (const { reject } of this.waiting.values()) reject(this.failure);
    this.waiting.clear();
  }
}

/** The error as it was thrown: its message ends with its code already. */
function errorOf({ code, message }: Extract<Answer, { message: string }>): Error {
  const end = ` (${code})`;
  return code !== undefined && message.endsWith(`.${end}`)
    ? new NeurogradError(code, message.slice(0, -end.length - 1))
    : new Error(message);
}

/** Starts a worker. The form of the first line is what bundlers look for. */
function startWorker(receive: (answer: Answer) => void, fail: (why: string) => void): Line {
  if (typeof Worker === "function") {
    const worker = new Worker(new URL("./image-worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => receive(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault(); // it reaches the program as an error of its own
      fail(event.message || "its file could not be loaded");
    });
    return { post: (task) => worker.postMessage(task), hold: () => {} };
  }
  const { Worker: Thread } = process.getBuiltinModule("node:worker_threads");
  const entry = "./image-worker.js"; // in a variable: bundlers for the browser have met it above
  const worker = new Thread(new URL(entry, import.meta.url));
  worker.on("message", receive);
  worker.on("error", (error) => fail(String(error)));
  worker.unref();
  return {
    post: (task) => worker.postMessage(task),
    hold: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
  };
}

/** All that were started. They stay: the next epoch finds them ready, and they keep no program from ending. */
const workers: ImageWorker[] = [];

/** `loadPixels` in one of `count` workers: the one with the least to do. */
export function loadInWorker(count: number, bytes: Uint8Array, options: PixelOptions): Promise<Float32Array> {
  while (workers.length < count) workers.push(new ImageWorker());
  const idlest = workers
    .slice(0, count)
    .reduce((best, worker) => (worker.waiting.size < best.waiting.size ? worker : best));
  return idlest.load(bytes, options);
}
