import { NeurogradError } from "../core/errors.js";
import { isNode } from "./is-node.js";

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

let paths: { readonly wasm?: string; readonly mjs?: string } = {};
let isInUse = false;

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
  if (isInUse && (wanted.wasm !== paths.wasm || wanted.mjs !== paths.mjs)) {
    throw new NeurogradError(
      "invalid_option",
      "setWasmPaths: the WebAssembly runtime has begun already; call it before the first model runs",
    );
  }
  paths = wanted;
}

/** The paths in use, as a worker is told them. */
export const wasmPaths = (): { readonly wasm?: string; readonly mjs?: string } => paths;

/** The paths, for good: the runtime begins. */
export function pathsInUse(): { readonly wasm?: string; readonly mjs?: string } {
  isInUse = true;
  return paths;
}

const absolute = (address: string | URL): string =>
  new URL(address, globalThis.document?.baseURI ?? globalThis.location?.href).href;
const folder = (address: string | URL): string => absolute(`${String(address).replace(/\/$/, "")}/`);
