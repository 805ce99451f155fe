import { NeurogradError, unknownName } from "../core/errors.js";
import type { Executor, RuntimeName } from "../core/executor.js";
import { isNode } from "./is-node.js";
import { noticeWasm } from "./notice.js";
import type { OrtExecutor } from "./ort.js";
import { ReferenceExecutor } from "./reference.js";
import { usableThreads } from "./usable-threads.js";

export interface RuntimeOptions {
  /**
   * `native` is ONNX Runtime for Node (onnxruntime-node), `reference` our own float64 evaluator. `wasm` is WebAssembly: our own
   * kernels where there is one for each op of a graph, else onnxruntime-web. `auto` takes native where it is installed, and
   * there our kernels for graphs so small that calling the runtime would take longer; else wasm.
   */
  readonly runtime?: "auto" | "native" | "wasm" | "webgpu" | "reference";
  /** Threads of the runtime. By default natively all processors, but one for a small graph; one in WebAssembly. */
  readonly threads?: number;
}

const names = ["auto", "native", "wasm", "webgpu", "reference"] as const;
const executors = new Map<string, Promise<Executor>>();

/**
 * The executor for the options; made once for each combination.
 *
 * Throws  `unknown_name`, `runtime_missing` with what to install, `invalid_option`.
 */
export function createExecutor({ runtime = "auto", threads }: RuntimeOptions = {}): Promise<Executor> {
  if (!names.includes(runtime)) throw unknownName("runtime", runtime, names);
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1)) {
    throw new NeurogradError(
      "invalid_option",
      `threads: expects a whole number from 1, got ${threads}; leave it out for the default`,
    );
  }
  const key = `${runtime} ${threads ?? ""}`;
  const known = executors.get(key);
  if (known !== undefined) return known;
  const made = make(runtime, threads);
  executors.set(key, made);
  made.catch(() => executors.delete(key)); // so that installing the package and trying again works
  return made;
}

async function make(runtime: (typeof names)[number], threads: number | undefined): Promise<Executor> {
  switch (runtime) {
    case "reference":
      return new ReferenceExecutor();
    case "native":
      return native(threads);
    case "wasm":
      return wasm(threads);
    case "webgpu":
      throw new NeurogradError(
        "runtime_missing",
        'runtime: "webgpu" is not available yet; use "auto", "native" or "wasm"',
      );
    case "auto": {
      if (!isNode) return wasm(threads);
      const executor = await native(threads).catch(() => undefined);
      if (executor !== undefined)
        return kernels(executor.runtime, () => Promise.resolve(executor), smallWork);
      noticeWasm();
      return wasm(threads);
    }
  }
}

// Each is loaded when asked for: a page whose graphs our own kernels compute never loads ONNX Runtime.
async function native(threads: number | undefined): Promise<OrtExecutor> {
  const { nativeExecutor } = await import("./native.js");
  return nativeExecutor(threads);
}

async function wasm(threads: number | undefined): Promise<Executor> {
  const wanted = usableThreads(threads ?? 1);
  const onnxRuntime = async (): Promise<OrtExecutor> => {
    const { ortWasmExecutor } = await import("./ort-wasm.js");
    return ortWasmExecutor(wanted);
  };
  return wanted > 1 ? onnxRuntime() : kernels("wasm", onnxRuntime);
}

async function kernels(
  runtime: RuntimeName,
  others: () => Promise<OrtExecutor>,
  limit: number = Number.POSITIVE_INFINITY,
): Promise<Executor> {
  const { KernelExecutor } = await import("./kernel-executor.js");
  return new KernelExecutor(runtime, others, limit);
}

/**
 * Up to this many multiplications of matrix products and elements of results, a graph is run by our own kernels even where
 * ONNX Runtime for Node is there: that takes 17 µs for any run and about half a microsecond for each node.
 */
const smallWork = 500_000;
