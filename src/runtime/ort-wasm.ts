import { NeurogradError } from "../core/errors.js";
import { negative } from "../core/ops/index.js";
import { tensorType, trace } from "../core/trace.js";
import { writeOnnx } from "../onnx/write.js";
import { isNode } from "./is-node.js";
import { OrtExecutor, type OrtModule } from "./ort.js";
import { pathsInUse } from "./wasm-paths.js";

/** The part of onnxruntime-web that is set before it begins. */
interface WasmModule extends OrtModule {
  readonly env: {
    logLevel?: string | undefined;
    readonly wasm: { numThreads?: number; wasmPaths?: string | { wasm?: string; mjs?: string } };
  };
}

/** Threads of this page, worker or process, once the runtime has begun. */
let begun: { readonly threads: number; readonly ort: Promise<OrtModule> } | undefined;

/**
 * ONNX Runtime in WebAssembly. The first call begins it, for the whole page, worker or process.
 *
 * Throws  `runtime_missing` where its files cannot be loaded; `threads_fixed`.
 */
export async function ortWasmExecutor(wanted: number): Promise<OrtExecutor> {
  begun ??= { threads: wanted, ort: begin(wanted) };
  if (begun.threads !== wanted) {
    throw new NeurogradError(
      "threads_fixed",
      `threads: the WebAssembly runtime runs here with ${begun.threads} and cannot change to ${wanted}; use one number for all models, or train in a worker (neurograd/worker)`,
    );
  }
  return new OrtExecutor(await begun.ort, {
    runtime: "wasm",
    session: () => ({ executionProviders: ["wasm"], graphOptimizationLevel: "all", logSeverityLevel: 4 }),
    run: { logSeverityLevel: 4 },
    canWriteInto: false,
  });
}

async function begin(threads: number): Promise<OrtModule> {
  try {
    const ort = await load();
    ort.env.logLevel = "fatal"; // errors are thrown, with more said
    ort.env.wasm.numThreads = threads;
    // With one thread the glue in the bundle does; with more, each thread loads it from an address of its own.
    const paths = pathsInUse();
    const used = threads > 1 ? paths : { ...(paths.wasm !== undefined && { wasm: paths.wasm }) };
    if (Object.keys(used).length > 0) ort.env.wasm.wasmPaths = used;
    // A first session, of one node: it loads the files, so what fails here is no fault of a model.
    const smallest = trace({ x: tensorType([]) }, ({ x }) => ({ y: negative(x) }));
    const session = await ort.InferenceSession.create(writeOnnx(smallest), { executionProviders: ["wasm"] });
    await session.release();
    return ort;
  } catch (cause) {
    throw new NeurogradError(
      "runtime_missing",
      `runtime: "wasm" could not begin: ${reasonOf(cause)}; serve the file ort-wasm-simd-threaded.wasm of the package onnxruntime-web, give its address with setWasmPaths, and load the page anew`,
      { cause },
    );
  }
}

/** In Node the package's own build for Node, whose threads work there; its name in a variable, out of bundlers' sight. */
async function load(): Promise<WasmModule> {
  const name = "onnxruntime-web";
  const module: unknown = isNode
    ? await import(/* @vite-ignore */ name)
    : await import("onnxruntime-web/wasm");
  return module as WasmModule; // one API, several builds
}

function reasonOf(cause: unknown): string {
  const text = (cause instanceof Error ? cause.message : String(cause)).split("\n")[0];
  if (/found 3c 21|found 3c 68/i.test(text))
    return "the address of its .wasm file answers with a web page (<!doctype …)";
  return text.replace(/^no available backend found\. ERR: \[wasm\] /, "").replace(/\.$/, "");
}
