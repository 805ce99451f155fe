import { NeurogradError, unknownName } from "../core/errors.js";
import type { Executor } from "../core/executor.js";
import { isNode } from "./is-node.js";
import { noticeWasm } from "./notice.js";
import { OrtExecutor, type OrtModule } from "./ort.js";
import { ReferenceExecutor } from "./reference.js";
import { wasmExecutor } from "./wasm.js";

export interface RuntimeOptions {
  /**
   * `native` is onnxruntime-node, `wasm` onnxruntime-web, `reference` our own float64 evaluator. `auto` takes
   * native where it is installed, else wasm.
   */
  readonly runtime?: "auto" | "native" | "wasm" | "webgpu" | "reference";
  /** Threads of the runtime; by default all processors natively, one in WebAssembly. */
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
      return native(await loadNative(), threads);
    case "wasm":
      return wasmExecutor(threads);
    case "webgpu":
      throw new NeurogradError(
        "runtime_missing",
        'runtime: "webgpu" is not available yet; use "auto", "native" or "wasm"',
      );
    case "auto": {
      if (!isNode) return wasmExecutor(threads);
      const module = await loadNative().catch(() => undefined);
      if (module !== undefined) return native(module, threads);
      noticeWasm();
      return wasmExecutor(threads);
    }
  }
}

async function loadNative(): Promise<OrtModule> {
  const name = "onnxruntime-node"; // in a variable: bundlers for the browser must not look for it
  try {
    const module = (await import(/* @vite-ignore */ name)) as OrtModule & { readonly default?: OrtModule };
    return module.InferenceSession ? module : (module.default as OrtModule); // CommonJS arrives as default
  } catch (cause) {
    throw new NeurogradError(
      "runtime_missing",
      'runtime: "native" needs the package onnxruntime-node, which is not installed or does not load here; run "npm install onnxruntime-node", or use runtime: "wasm"',
      { cause },
    );
  }
}

function native(ort: OrtModule, threads: number | undefined): Executor {
  const session = {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    executionMode: "sequential",
    logSeverityLevel: 4, // fatal: errors are thrown, with more said
    ...(threads !== undefined && { intraOpNumThreads: threads }),
  } as const;
  return new OrtExecutor(ort, { runtime: "native", session, canWriteInto: true });
}
