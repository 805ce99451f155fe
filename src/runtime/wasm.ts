import { NeurogradError } from "../core/errors.js";
import type { Executor } from "../core/executor.js";
import { negative } from "../core/ops/index.js";
import { tensorType, trace } from "../core/trace.js";
import { writeOnnx } from "../onnx/write.js";
import { isNode } from "./is-node.js";
import { OrtExecutor, type OrtModule } from "./ort.js";

/** Where a page serves ONNX Runtime's two files: the addresses of both, or of the folder that has them. */
export type WasmPaths =
  | string
  | URL
  | {
      /** `ort-wasm-simd-threaded.wasm` */
      readonly wasm?: string | URL | undefined;
      /** `ort-wasm-simd-threaded.mjs`: what the threads of a page run. */
      readonly mjs?: string | URL | undefined;
    };

/** The part of onnxruntime-web that is set before it begins. */
interface WasmModule extends OrtModule {
  readonly env: {
    logLevel?: string | undefined;
    readonly wasm: { numThreads?: number; wasmPaths?: string | { wasm?: string; mjs?: string } };
  };
}

let paths: { readonly wasm?: string; readonly mjs?: string } = {};
/** Threads of this page, worker or process, once the runtime has begun. */
let begun: { readonly threads: number; readonly ort: Promise<OrtModule> } | undefined;

/**
 * Says where ONNX Runtime's files are served. Call it before a model first runs. Needed for `threads` above 1 in a
 * browser, and with bundlers that do not follow `new URL(…, import.meta.url)`; else they are found by themselves.
 * Workers of `neurograd/worker` are told. In Node it does nothing: there the files are found always.
 *
 * Throws  `invalid_option` once the runtime has begun.
 *
 * @example
 * // not compiled: these addresses mean something to Vite only
 * import mjs from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url&no-inline";      // Vite's way to an address
 * import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
 * setWasmPaths({ mjs, wasm });
 */
export function setWasmPaths(next: WasmPaths): void {
  if (isNode) return;
  const given =
    typeof next === "string" || next instanceof URL
      ? {
          wasm: new URL("ort-wasm-simd-threaded.wasm", folder(next)),
          mjs: new URL("ort-wasm-simd-threaded.mjs", folder(next)),
        }
      : next;
  const wanted = {
    ...(given.wasm !== undefined && { wasm: absolute(given.wasm) }),
    ...(given.mjs !== undefined && { mjs: absolute(given.mjs) }),
  };
  if (begun !== undefined && (wanted.wasm !== paths.wasm || wanted.mjs !== paths.mjs)) {
    throw new NeurogradError(
      "invalid_option",
      "setWasmPaths: the WebAssembly runtime has begun already; call it before the first model runs",
    );
  }
  paths = wanted;
}

/** The paths in use, as a worker is told them. */
export const wasmPaths = (): WasmPaths => paths;

const absolute = (address: string | URL): string =>
  new URL(address, globalThis.document?.baseURI ?? globalThis.location?.href).href;
const folder = (address: string | URL): string => absolute(`${String(address).replace(/\/$/, "")}/`);

/**
 * WebAssembly as an executor. On one thread kernels of our own come first (`wasm-executor.ts`); on more ONNX Runtime does all.
 *
 * Throws  `runtime_missing` where ONNX Runtime's files cannot be loaded; `threads_fixed`.
 */
export async function wasmExecutor(threads: number | undefined): Promise<Executor> {
  const wanted = usableThreads(threads ?? begun?.threads ?? 1);
  if (wanted > 1) return ortExecutor(wanted);
  const { WasmExecutor } = await import("./wasm-executor.js");
  return new WasmExecutor(() => ortExecutor(wanted));
}

/** ONNX Runtime in WebAssembly. The first call begins it, for the whole page, worker or process. */
async function ortExecutor(wanted: number): Promise<Executor> {
  begun ??= { threads: wanted, ort: begin(wanted) };
  if (begun.threads !== wanted) {
    throw new NeurogradError(
      "threads_fixed",
      `threads: the WebAssembly runtime runs here with ${begun.threads} and cannot change to ${wanted}; use one number for all models, or train in a worker (neurograd/worker)`,
    );
  }
  return new OrtExecutor(await begun.ort, {
    runtime: "wasm",
    session: { executionProviders: ["wasm"], graphOptimizationLevel: "all", logSeverityLevel: 4 },
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

let isNoticed = false;

/** A page may only share memory between threads where it is cross-origin isolated. */
function usableThreads(wanted: number): number {
  if (wanted === 1 || isNode) return wanted;
  const lacks = !globalThis.crossOriginIsolated
    ? "a cross-origin isolated page (headers Cross-Origin-Opener-Policy: same-origin, Cross-Origin-Embedder-Policy: require-corp)"
    : paths.mjs === undefined
      ? "the addresses of ONNX Runtime's files (setWasmPaths)"
      : undefined;
  if (lacks === undefined) return wanted;
  if (!isNoticed) console.warn(`neurograd: ${wanted} threads need ${lacks}; running on 1.`);
  isNoticed = true;
  return 1;
}

function reasonOf(cause: unknown): string {
  const text = (cause instanceof Error ? cause.message : String(cause)).split("\n")[0];
  if (/found 3c 21|found 3c 68/i.test(text))
    return "the address of its .wasm file answers with a web page (<!doctype …)";
  return text.replace(/^no available backend found\. ERR: \[wasm\] /, "").replace(/\.$/, "");
}
